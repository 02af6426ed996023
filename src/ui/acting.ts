import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { confirmedHeaders } from './api.ts'
import { newId } from './new-id.ts'

export type Acting<A extends string, Acted> = {
  isSending: boolean
  error: unknown
  /** Resolves to what it led to; undefined where it was not done. */
  send: (act: A, fields: object) => Promise<Acted | undefined>
  /** Sends the last once more: what a boundary rule found is something else. */
  confirm: (ruleKey: string) => Promise<Acted | undefined>
}

type Last<A> = { act: A; fields: object; commandId: string; confirmed: readonly string[] }

/**
 * Sends acts on one case. The same fields sent again keep the command's id, so that a lost answer does it once.
 * @param queryKey of the case, which is read anew when an act was refused: it may have moved on
 */
export function useActing<A extends string, Acted extends object>(
  queryKey: QueryKey,
  carryOut: (act: A, fields: { commandId: string }, headers: Record<string, string>) => Promise<Acted>,
): Acting<A, Acted> {
  const queries = useQueryClient()
  const [last, setLast] = useState<Last<A> | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const attempt = async (command: Last<A>) => {
    setLast(command)
    setSending(true)
    setError(null)
    const { act, fields, commandId, confirmed } = command
    try {
      const acted = await carryOut(act, { commandId, ...fields }, confirmedHeaders(confirmed))
      setLast(null)
      await queries.invalidateQueries()
      return acted
    } catch (failure) {
      setError(failure)
      void queries.invalidateQueries({ queryKey })
      return undefined
    } finally {
      setSending(false)
    }
  }
  const isAgain = (act: A, fields: object) =>
    last?.act === act && JSON.stringify(last.fields) === JSON.stringify(fields)
  return {
    ...{ isSending, error },
    send: (act, fields) =>
      attempt({
        ...{ act, fields, confirmed: [] },
        commandId: last && isAgain(act, fields) ? last.commandId : newId(),
      }),
    confirm: async (ruleKey) =>
      last ? attempt({ ...last, confirmed: [...last.confirmed, ruleKey] }) : undefined,
  }
}
