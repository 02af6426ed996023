import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Acted } from '../../../api.ts'
import type { Phase } from '../acts/send.ts'
import { carryOut } from '../acts/send.ts'
import type { Values } from '../form/faults.ts'
import type { useUploads } from './uploads.ts'

/**
 * Submits every uploaded file as an act of its own, in turn, each with the version the one before left. What is
 * submitted stays submitted when a later one is refused; trying again goes on with the rest.
 */
export function useSendFiles(
  problem: { id: string; version: number } | null,
  files: ReturnType<typeof useUploads>,
) {
  const [version, setVersion] = useState(problem?.version ?? 0)
  const [confirmed, setConfirmed] = useState<readonly string[]>([])
  const [phase, setPhase] = useState<Phase>({ is: 'asking' })
  const queries = useQueryClient()
  const sendAll = async (body: Values, from: number, answered: readonly string[]) => {
    if (!problem) return null
    setConfirmed(answered)
    setPhase({ is: 'sending' })
    let at = from
    let last: Acted | null = null
    try {
      for (const { key, uploadId, commandId } of files.uploads.filter((u) => u.state === 'uploaded')) {
        const command = { commandId, version: at, confirmed: answered }
        last = await carryOut('addEvidence', problem.id, { ...body, uploadId }, command)
        at = last.version
        files.markSent(key)
      }
      if (last) setPhase({ is: 'done', acted: last })
    } catch (error) {
      last = null
      setPhase({ is: 'refused', error })
    }
    setVersion(at)
    void queries.invalidateQueries()
    return last
  }
  return {
    phase,
    send: (body: Values) => sendAll(body, version, confirmed),
    sendAnew: (now: number, body: Values) => sendAll(body, now, confirmed),
    sendConfirmed: (ruleKey: string, body: Values) => sendAll(body, version, [...confirmed, ruleKey]),
  }
}
