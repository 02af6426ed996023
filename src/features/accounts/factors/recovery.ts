import { createHash, randomInt } from 'node:crypto'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'

const CODES = 10
/** Without 0 o 1 l i, which are misread on paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** 49 bits: four and four letters and digits, and a wrong one counts towards the lock. */
const makeCode = (): string =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    .map(() => LETTERS[randomInt(LETTERS.length)])
    .join('')
    .replace(/^(.{5})/, '$1-')

/** As typed from paper: case, spaces and the dash make no difference. */
export const foldCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** 49 random bits under a hash that is tied to the person; guessing them needs the table first, and is slow then. */
const hashCode = (personId: string, code: string): string =>
  `sha256:${createHash('sha256')
    .update(`${personId} ${foldCode(code)}`)
    .digest('hex')}`

export const looksLikeRecoveryCode = (typed: string): boolean => /^[a-z0-9]{10}$/.test(foldCode(typed))

/** New codes in place of all former ones. Only their hashes are kept: they are in the answer and nowhere else. */
export async function makeRecoveryCodes(tx: Tx, countyId: number, personId: string): Promise<string[]> {
  await dropRecoveryCodes(tx, countyId, personId)
  const codes = Array.from({ length: CODES }, makeCode)
  const own = { county_id: countyId, person_id: personId }
  await tx
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ ...own, id: newId(), code_hash: hashCode(personId, code) })))
    .execute()
  return codes
}

/** Each is good once, whoever of two is faster. */
export async function takeRecoveryCode(
  tx: Tx,
  countyId: number,
  personId: string,
  typed: string,
  now: Date,
): Promise<boolean> {
  const taken = await tx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('code_hash', '=', hashCode(personId, typed))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

export async function countRecoveryCodes(tx: Tx, countyId: number, personId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('recovery_codes')
    .select((count) => count.fn.countAll<string>().as('n'))
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(n)
}

export async function dropRecoveryCodes(tx: Tx, countyId: number, personId: string): Promise<void> {
  await tx
    .deleteFrom('recovery_codes')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .execute()
}
