import { randomInt } from 'node:crypto'

/**
 * The one spelling under which a user name is kept and looked up: full-width letters made plain, lower case. Null:
 * it cannot be one (letters of any script, digits, `.`, `_`, `-`; 2 to 40 characters).
 */
export function foldUsername(text: string): string | null {
  const folded = text.normalize('NFKC').trim().toLowerCase()
  return /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{1,39}$/u.test(folded) ? folded : null
}

/** A user name is unique in its county, a sign-in account in the installation. */
export const accountName = (countyId: number, username: string): string => `${countyId}/${username}`

export const PASSWORD_LENGTH = { min: 10, max: 200 } as const

/** Without 0 o 1 l i: first passwords are read from paper and over the telephone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A first password, 59 bits: three groups of four. `pick` draws a number below the one it is given, each as likely. */
export const makePassword = (pick: (below: number) => number = randomInt): string =>
  Array.from({ length: 3 }, () =>
    Array.from({ length: 4 }, () => LETTERS[pick(LETTERS.length)]).join(''),
  ).join('-')
