import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { OfferedAct } from '../../api.ts'
import type { AppealState } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'
import { forms } from './forms.ts'

const route = getRouteApi('/desk/appeals/$id')

export type Told = { act: OfferedAct; state: AppealState }

/** Which act's panel is open, kept in the address (`?act=`), so that a link leads straight to it and Back closes it. */
export function useOpenedAct(appeal: AppealDetail): {
  opened: OfferedAct | null
  /** Changes with every opening: the same act opened again begins anew. */
  times: number
  /** What was done last from this page. */
  told: Told | null
  open: (act: OfferedAct) => void
  close: (told?: Told) => void
} {
  const { act } = route.useSearch()
  const navigate = route.useNavigate()
  const [times, setTimes] = useState(0)
  const [told, setTold] = useState<Told | null>(null)
  const isOffered = appeal.can.some((can) => can.act === act && can.missing.length === 0)
  // What is open stays open when somebody else was faster: what was typed must not vanish.
  const [kept, setKept] = useState<OfferedAct | null>(null)
  if (act && act in forms && isOffered && kept !== act) setKept(act as OfferedAct)
  if (!act && kept) setKept(null)
  const go = (next: string | undefined) => void navigate({ search: { act: next }, resetScroll: false })
  return {
    opened: act && act === kept ? kept : null,
    ...{ times, told },
    open: (next) => {
      setTimes(times + 1)
      setTold(null)
      go(next)
    },
    close: (done) => {
      if (done) setTold(done)
      go(undefined)
    },
  }
}
