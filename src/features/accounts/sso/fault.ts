import { z } from 'zod'

/**
 * Why a way to the identity provider and back led nowhere, for the words on the page:
 * `cancelled` by the person; `declined` by the provider; `away`: it does not answer; `late`: begun too long ago, in
 * another browser, or walked before; `refused`: what it vouched for does not hold; `clock`: its clock and ours are
 * too far apart; `again`: it did not ask the person anew; `unknown`: nobody here is linked; `closed`: who is linked
 * has left; `locked`: too many wrong passwords at the user name; `often`: too many tries from one address; `taken`:
 * somebody else is linked.
 */
export const SsoFault = z.enum([
  ...(['cancelled', 'declined', 'away', 'late', 'refused', 'clock', 'again'] as const),
  ...(['unknown', 'closed', 'locked', 'often', 'taken'] as const),
])
export type SsoFault = z.infer<typeof SsoFault>

export class SsoRefused extends Error {
  readonly fault: SsoFault
  /** Whom it concerns, where that is known. */
  readonly personId: string | null
  constructor(
    fault: SsoFault,
    { cause, personId = null }: { cause?: unknown; personId?: string | null } = {},
  ) {
    super(fault, { cause })
    this.fault = fault
    this.personId = personId
  }
}

type Told = { code?: unknown; error?: unknown; status?: unknown; message: string; cause?: unknown }

const chainOf = (error: unknown): Told[] =>
  error instanceof Error ? [error as Told, ...chainOf(error.cause)] : []

const AWAY = [
  ...['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_RESPONSE_IS_NOT_CONFORM'],
  ...['OAUTH_PARSE_ERROR', 'OAUTH_INVALID_SERVER_METADATA', 'OAUTH_MISSING_SERVER_METADATA'],
]

/** What a failed exchange comes to. */
export function faultOf(error: unknown): SsoFault {
  const told = chainOf(error)
  const codes = told.map(({ code }) => code)
  if (codes.includes('OAUTH_AUTHORIZATION_RESPONSE_ERROR'))
    return told.some((each) => each.error === 'access_denied') ? 'cancelled' : 'declined'
  if (codes.includes('OAUTH_JWT_TIMESTAMP_CHECK_FAILED')) return 'clock'
  // A code that is old or was used; any other word of the token endpoint is about our own registration.
  if (codes.includes('OAUTH_RESPONSE_BODY_ERROR'))
    return told.some((each) => each.error === 'invalid_grant') ? 'late' : 'declined'
  if (codes.some((code) => AWAY.includes(String(code)))) return 'away'
  return told.some(({ message }) => message === 'fetch failed') ? 'away' : 'refused'
}

/** For the log: kinds of errors only. Messages and causes of the library quote answers, which hold codes and tokens. */
export const kindsOf = (error: unknown): string[] =>
  chainOf(error).flatMap(({ code, error: said }) =>
    [code, said].filter((each) => typeof each === 'string' && /^\w{1,60}$/.test(each)).map(String),
  )
