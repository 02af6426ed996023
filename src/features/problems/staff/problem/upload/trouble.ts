import { DetailedError } from 'tus-js-client'
import type { Trouble } from './uploads.ts'

/** What went wrong with an upload, from the server's answer; without an answer it is the network. */
export function uploadTrouble(error: unknown): { trouble: Trouble; advice?: string } {
  const response = error instanceof DetailedError ? error.originalResponse : null
  if (!response) return { trouble: 'network' }
  const said = errorIn(response.getBody())
  if (said.code === 'boundary') return { trouble: 'boundary', advice: said.advice }
  const byStatus: Record<number, Trouble> = { 401: 'signedOut', 413: 'tooLarge', 415: 'wrongType' }
  return { trouble: byStatus[response.getStatus()] ?? 'server' }
}

function errorIn(body: string): { code?: string; advice?: string } {
  try {
    return (JSON.parse(body) as { error?: { code?: string; advice?: string } }).error ?? {}
  } catch {
    return {}
  }
}
