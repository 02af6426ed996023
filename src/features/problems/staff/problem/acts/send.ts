import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { type Acted, actEndpoints } from '../../../api.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { Values } from '../form/faults.ts'
import { newId } from '../new-id.ts'

export type SentAct = Exclude<ProblemAct, 'succeed'>

export type Phase =
  | { is: 'asking' }
  | { is: 'sending' }
  | { is: 'done'; acted: Acted }
  | { is: 'refused'; error: unknown }

/**
 * Sends one act. The command id is made when the panel opens and kept for every further try, so that a lost answer
 * never does it twice; only a command that was judged stale gets a new id, with the version seen by then.
 */
export function useSend(act: SentAct, problem: { id: string; version: number } | null) {
  const [command, setCommand] = useState(() => ({ commandId: newId(), version: problem?.version ?? 0 }))
  const [phase, setPhase] = useState<Phase>({ is: 'asking' })
  const queries = useQueryClient()
  const sendAs = async (as: typeof command, body: Values) => {
    setPhase({ is: 'sending' })
    try {
      const acted = await carryOut(act, problem?.id ?? null, { ...body, ...as })
      setPhase({ is: 'done', acted })
      // Every list may show this problem; what is on screen is read again, the rest when it is looked at.
      void queries.invalidateQueries()
      return acted
    } catch (error) {
      setPhase({ is: 'refused', error })
      return null
    }
  }
  return {
    phase,
    command,
    send: (body: Values) => sendAs(command, body),
    sendAnew: (version: number, body: Values) => {
      const anew = { commandId: newId(), version }
      setCommand(anew)
      return sendAs(anew, body)
    },
  }
}

/** `id` is null for acts that begin a problem; those carry no version. */
export function carryOut(
  act: SentAct,
  id: string | null,
  { version, ...body }: Values & { commandId: string; version: number },
): Promise<Acted> {
  const endpoint = actEndpoints[act]
  return id === null
    ? (call(endpoint, { body } as never) as Promise<Acted>)
    : (call(endpoint, { params: { id }, body: { ...body, version } } as never) as Promise<Acted>)
}
