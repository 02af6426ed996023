import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, confirmedHeaders } from '#ui/api.ts'
import { type Acted, actEndpoints } from '../../../api.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { Values } from '../form/faults.ts'
import { newId } from '../new-id.ts'

export type SentAct = Exclude<ProblemAct, 'attachCampaign' | 'succeed'>

export type Phase =
  | { is: 'asking' }
  | { is: 'sending' }
  | { is: 'done'; acted: Acted }
  | { is: 'refused'; error: unknown }

/** What is sent around the fields: a command of its own, and the asking boundary rules the reader has answered. */
export type Command = { commandId: string; version: number; confirmed: readonly string[] }

/**
 * Sends one act. The command id is made when the panel opens and kept for every further try, so that a lost answer
 * never does it twice; only a command that was judged stale gets a new id, with the version seen by then.
 */
export function useSend(act: SentAct, problem: { id: string; version: number } | null) {
  const [command, setCommand] = useState<Command>(() => ({
    commandId: newId(),
    version: problem?.version ?? 0,
    confirmed: [],
  }))
  const [phase, setPhase] = useState<Phase>({ is: 'asking' })
  const queries = useQueryClient()
  const sendAs = async (as: Command, body: Values) => {
    setCommand(as)
    setPhase({ is: 'sending' })
    try {
      const acted = await carryOut(act, problem?.id ?? null, body, as)
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
    send: (body: Values) => sendAs(command, body),
    sendAnew: (version: number, body: Values) => sendAs({ ...command, commandId: newId(), version }, body),
    sendConfirmed: (ruleKey: string, body: Values) =>
      sendAs({ ...command, confirmed: [...command.confirmed, ruleKey] }, body),
  }
}

/** `id` is null for acts that begin a problem; those carry no version. */
export function carryOut(act: SentAct, id: string | null, fields: Values, command: Command): Promise<Acted> {
  const { commandId, version, confirmed } = command
  // One function for all acts: which fields fit is known by the schema that checked them, not by this type.
  const body = { ...fields, commandId, ...(id !== null && { version }) } as never
  const headers = confirmedHeaders(confirmed)
  return call(actEndpoints[act], id === null ? { body, headers } : { params: { id }, body, headers })
}
