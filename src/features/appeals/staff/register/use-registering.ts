import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call, confirmedHeaders, isApiError } from '#ui/api.ts'
import { newId } from '#ui/new-id.ts'
import { actEndpoints, registerAppeal, registerJoinedAppeal } from '../../api.ts'
import {
  bodyOf,
  type Draft,
  dropTyped,
  emptyDraft,
  type Fault,
  type FieldName,
  faultsOf,
  keepTyped,
  keptTyped,
} from './draft.ts'
import { type Pictures, usePictures } from './use-pictures.ts'

export type Main = { id: string; number: string }
export type Registered = {
  id: string
  number: string
  receipt: string
  main: Main | undefined
  /** What became of passing it on: not asked for, done, or not done. */
  diverted: 'no' | 'done' | 'failed'
}

export type Registering = {
  draft: Draft
  /** Read out of a message by the machine and not looked at by anybody since. */
  byMachine: ReadonlySet<FieldName>
  isRestored: boolean
  main: Main | undefined
  /** The class under which it goes to the discipline office once it is registered. */
  divertAs: string | undefined
  accuses: boolean
  pictures: Pictures
  faults: readonly Fault[]
  isRevealed: boolean
  isSending: boolean
  error: unknown
  done: Registered | undefined
  set: (field: FieldName, value: string | boolean) => void
  fill: (found: Partial<Draft>, said: string | undefined, accuses: boolean) => void
  join: (main: Main | undefined) => void
  divert: (kindCode: string | undefined) => void
  setAccuses: (accuses: boolean) => void
  submit: (confirmed?: readonly string[]) => Promise<void>
  confirm: (ruleKey: string) => void
  clear: () => void
}

/** One appeal as it is registered: what was typed, where it goes, and the receipt once it is there. */
export function useRegistering(): Registering {
  const queries = useQueryClient()
  const [restored] = useState(keptTyped)
  const [draft, setDraft] = useState<Draft>(() => restored ?? emptyDraft())
  const [byMachine, setByMachine] = useState<ReadonlySet<FieldName>>(new Set())
  const [isRestored, setRestored] = useState(restored !== undefined)
  const [said, setSaid] = useState<string | undefined>()
  const [accuses, setAccuses] = useState(false)
  const [main, setMain] = useState<Main | undefined>()
  const [divertAs, setDivertAs] = useState<string | undefined>()
  const pictures = usePictures()
  const [isRevealed, setRevealed] = useState(false)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [done, setDone] = useState<Registered | undefined>()
  // The same content sent again keeps the command's id: a lost answer registers once and gives the same receipt.
  const command = useRef({ text: '', id: '', confirmed: [] as readonly string[] })
  useEffect(() => {
    if (!done) keepTyped(draft)
  }, [draft, done])
  const mainId = main?.id
  const body = bodyOf(draft, { mainId, said })
  const faults = [...faultsOf(body), ...serverFaults(error)]

  const submit = async (confirmed: readonly string[] = []) => {
    setRevealed(true)
    if (isSending || faultsOf(body).length > 0) return
    setSending(true)
    setError(null)
    try {
      const uploadIds = await pictures.uploadIds()
      const sent = { ...body, ...(uploadIds.length > 0 && { uploadIds }) }
      const text = JSON.stringify(sent)
      if (command.current.text !== text) command.current = { text, id: newId(), confirmed: [] }
      command.current.confirmed = [...command.current.confirmed, ...confirmed]
      const asking = {
        body: { commandId: command.current.id, ...sent } as never,
        headers: confirmedHeaders(command.current.confirmed),
      }
      const answer = await (mainId ? call(registerJoinedAppeal, asking) : call(registerAppeal, asking))
      dropTyped()
      pictures.clear()
      setDone({
        ...{ id: answer.id, number: answer.number, receipt: answer.receipt, main },
        diverted: divertAs && !mainId ? await passOn(answer, divertAs) : 'no',
      })
      void queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(false)
    }
  }

  const clear = () => {
    dropTyped()
    command.current = { text: '', id: '', confirmed: [] }
    setDraft(emptyDraft(draft.channel))
    setByMachine(new Set())
    setRestored(false)
    setSaid(undefined)
    setAccuses(false)
    setMain(undefined)
    setDivertAs(undefined)
    pictures.clear()
    setRevealed(false)
    setError(null)
    setDone(undefined)
  }

  return {
    ...{ draft, byMachine, isRestored, main, divertAs, accuses, pictures, faults, isRevealed },
    ...{ isSending, error, done },
    set: (field, value) => {
      setDraft((before) => ({ ...before, [field]: value }))
      setByMachine((before) => new Set([...before].filter((name) => name !== field)))
      setError(null)
      // Another village has other matters.
      if (field === 'placeId') setMain(undefined)
    },
    fill: (found, message, accusing) => {
      setDraft((before) => ({ ...before, ...found }))
      setByMachine(new Set(Object.keys(found) as FieldName[]))
      setSaid(message)
      setAccuses(accusing)
    },
    join: (next) => {
      setMain(next)
      if (next) setDivertAs(undefined)
    },
    divert: (kindCode) => {
      setDivertAs(kindCode)
      if (kindCode) setMain(undefined)
    },
    setAccuses,
    submit,
    confirm: (ruleKey) => void submit([ruleKey]),
    clear,
  }
}

/** Field faults that only the server could find. */
function serverFaults(error: unknown): Fault[] {
  if (!isApiError(error) || error.refusal.code !== 'invalid') return []
  return error.refusal.issues.map(({ path, reason }) => ({
    path: path.replace(/^person\./, '') as FieldName,
    reason,
  }))
}

async function passOn(
  { id, version }: { id: string; version: number },
  kindCode: string,
): Promise<'done' | 'failed'> {
  try {
    await call(actEndpoints.divert, { params: { id }, body: { commandId: newId(), version, kindCode } })
    return 'done'
  } catch {
    return 'failed'
  }
}
