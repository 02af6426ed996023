import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import type { SentAct } from './send.ts'
import { settings } from './settings.ts'

const route = getRouteApi('/desk/problems/$id')

export type OpenedAct = {
  /** The act whose panel is open. It stays open when the act is done and no longer offered. */
  opened: SentAct | null
  /** Changes with every opening: the same act opened again begins anew. */
  times: number
  /** Asked for by the address, and not to be done now. */
  impossible: ProblemAct | null
  open: (act: ProblemAct) => void
  close: () => void
}

/** Which act's panel is open, kept in the address (`?act=`), so that a link leads straight to it and Back closes it. */
export function useOpenedAct(problem: ProblemDetail): OpenedAct {
  const { act } = route.useSearch()
  const navigate = route.useNavigate()
  const [opened, setOpened] = useState<SentAct | null>(null)
  const [times, setTimes] = useState(0)
  const offered = problem.can.some((can) => can.act === act && can.missing.length === 0)
  if (act !== opened && isSent(act) && offered) setOpened(act)
  if (!act && opened) setOpened(null)
  const go = (next: string | undefined) => void navigate({ search: { act: next }, resetScroll: false })
  return {
    opened: act === opened ? opened : null,
    times,
    impossible: act && act in settings && act !== opened && !offered ? (act as ProblemAct) : null,
    open: (next) => {
      setTimes((before) => before + 1)
      go(next)
    },
    close: () => go(undefined),
  }
}

const isSent = (act: string | undefined): act is SentAct =>
  act !== undefined && act in settings && act !== 'succeed' && act !== 'attachCampaign'
