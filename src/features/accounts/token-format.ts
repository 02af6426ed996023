import { createHash, randomBytes } from 'node:crypto'

/** What an API token may be given; the endpoints name the same words. */
export const TOKEN_SCOPES = [
  'organizations:read',
  'problems:read',
  'problems:write',
  'problems:export',
  'imports:write',
  'publicity:read',
  'publicity:write',
  'appeals:read',
  'appeals:write',
] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

export const isTokenScope = (text: string): text is TokenScope =>
  (TOKEN_SCOPES as readonly string[]).includes(text)

/** A token outlives no year: whoever still needs it makes a new one. */
export const TOKEN_DAYS = { min: 1, max: 365 } as const

/** 256 random bits behind a prefix by which a leaked one is recognised. */
export const makeToken = (): string => `bh_${randomBytes(32).toString('base64url')}`

export const looksLikeToken = (text: string): boolean => /^bh_[\w-]{43}$/.test(text)

/** All that is kept of a token. Plain SHA-256 suffices: nobody guesses 256 random bits. */
export const hashToken = (token: string): string =>
  `sha256:${createHash('sha256').update(token).digest('hex')}`
