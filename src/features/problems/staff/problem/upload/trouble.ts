import { DetailedError } from 'tus-js-client'

/** Why a file is not up, by the codes of the upload's answers; `offline` and `internal` for everything else. */
export const troubleCodes = [
  'too_large',
  'file_type',
  'file_empty',
  'file_damaged',
  'file_encrypted',
  'file_macros',
  'boundary',
  'upload_expired',
  'not_signed_in',
  'offline',
  'internal',
] as const
export type TroubleCode = (typeof troubleCodes)[number]

/** `ask`: an asking boundary rule, by key, that the sender may answer. */
export type UploadTrouble = { code: TroubleCode; advice?: string; ask?: string }

type Said = { code?: string; advice?: string; action?: string; ruleKey?: string }

/** What went wrong with an upload, from the server's answer; without an answer it is the network. */
export function uploadTrouble(error: unknown): UploadTrouble {
  const response = error instanceof DetailedError ? error.originalResponse : null
  if (!response) return { code: 'offline' }
  return troubleOf(response.getBody())
}

export function troubleOf(body: string): UploadTrouble {
  const said = errorIn(body)
  const code = troubleCodes.find((known) => known === said.code) ?? 'internal'
  if (code !== 'boundary') return { code }
  return { code, advice: said.advice, ask: said.action === 'ask' ? said.ruleKey : undefined }
}

/** What can pass by itself, or once the sender has signed in again; a refused file will be refused again. */
export const canGoOn = ({ code }: UploadTrouble): boolean =>
  code === 'offline' || code === 'internal' || code === 'not_signed_in'

type Standing = { state: 'going' | 'uploaded' | 'failed' | 'sent'; trouble?: UploadTrouble }

/** What keeps chosen files from being handed in: none chosen, some refused for good, some not up yet. */
export function filesWait(
  uploads: readonly Standing[],
): { why: 'none' | 'refused' | 'unfinished'; n: number } | null {
  if (uploads.length === 0) return { why: 'none', n: 0 }
  const failed = uploads.filter(({ state }) => state === 'failed')
  const refused = failed.filter(({ trouble }) => trouble && !canGoOn(trouble) && !trouble.ask)
  if (refused.length > 0) return { why: 'refused', n: refused.length }
  const n = failed.length + uploads.filter(({ state }) => state === 'going').length
  return n > 0 ? { why: 'unfinished', n } : null
}

function errorIn(body: string): Said {
  try {
    return (JSON.parse(body) as { error?: Said }).error ?? {}
  } catch {
    return {}
  }
}
