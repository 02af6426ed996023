import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { SESSION_COOKIE } from './auth.ts'

export function sessionCookie(headers: IncomingHttpHeaders): string | undefined {
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? []
  const value = cookies
    .find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1)
  return value && /^[\w%.+/=-]{1,300}$/.test(value) ? value : undefined
}

/** Under which a credential is remembered: never itself. */
export const keyOf = (credential: string): string => createHash('sha256').update(credential).digest('base64')

const MONTH_S = 30 * 24 * 3600

/**
 * The server alone decides when a session is over, so the cookie outlives it and need not be renewed; and it never
 * travels in the clear when it was given over https.
 */
export function dressed(cookie: string, request: { protocol: string }): string {
  const lasting = cookie.replace(/Max-Age=(?!0\b)\d+/, `Max-Age=${MONTH_S}`)
  return request.protocol === 'https' ? `${lasting}; Secure` : lasting
}
