/**
 * Expected outcomes that people must be told about. Stable code + structured details; the wording is chosen at
 * the edge (`ui/words`). Bugs are thrown, never returned as one of these.
 */
export type Refusal =
  /** Somebody was faster, or the screen is old. 409 */
  | { code: 'stale_version'; seen: number; now: number }
  /** The act does not exist in this state: a conflict, not a missing right. 409 */
  | { code: 'wrong_state'; state: string; act: string }
  /** You may not. 403 */
  | { code: 'not_yours'; act: string; by: readonly string[] }
  /** Who did `other` may not do `act` (two-person rule). 403 */
  | { code: 'same_person'; act: string; other: string }
  /** Preconditions that are not met yet, by name. 422 */
  | { code: 'missing'; needs: readonly string[] }
  /** Fields that are wrong, one reason each. 422 */
  | { code: 'invalid'; issues: readonly { path: string; reason: string; detail?: string }[] }
  /** Text, a file name or metadata hit a boundary rule (domain.md 7.5). 422 */
  | {
      code: 'boundary'
      path: string
      ruleId: string
      ruleKey: string
      advice: string
      /** `ask`: may be sent again with the rule's key confirmed; `refuse`: never. */
      action: 'refuse' | 'ask'
    }
  /** The same command id came with another content. 422 */
  | { code: 'command_reused' }
  | { code: 'not_found' }
  /** User name or password is wrong or the account is closed: one answer, which says no more. 401 */
  | { code: 'wrong_credentials' }
  /** Too many attempts: again after so many seconds. 429 */
  | { code: 'too_many_attempts'; retryAfter: number }
  /** The key that this was sealed with is not in the data folder: the operator has to put it back. 503 */
  | { code: 'key_missing'; keyId: string }
  /** A browser sent it for a page of another site. 403 */
  | { code: 'foreign_origin' }
  /** Signed in as far as this step: a second factor or a new password comes first. 403 */
  | { code: 'sign_in_unfinished'; step: string }
  /** The code of the second factor is wrong, too old or was used. 422 */
  | { code: 'wrong_code' }
  /** Who is linked with the county's single sign-on signs in there and no more by password. 403 */
  | { code: 'sso_only' }
  /** The county's identity provider does not answer. 503 */
  | { code: 'sso_away' }
  /** An access token stands in the address, where everybody on the way writes it down. 400 */
  | { code: 'token_in_url' }

export type RefusalCode = Refusal['code']
export type Decision<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const decided = <T>(value: T): Decision<T> => ({ ok: true, value })
export const refuse = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal })

export const httpStatus: Record<RefusalCode, number> = {
  stale_version: 409,
  wrong_state: 409,
  not_yours: 403,
  same_person: 403,
  missing: 422,
  invalid: 422,
  boundary: 422,
  command_reused: 422,
  not_found: 404,
  wrong_credentials: 401,
  too_many_attempts: 429,
  key_missing: 503,
  foreign_origin: 403,
  sign_in_unfinished: 403,
  wrong_code: 422,
  sso_only: 403,
  sso_away: 503,
  token_in_url: 400,
}

/** Carries a refusal out of a transaction that must roll back. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
