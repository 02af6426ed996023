import { randomInt, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { readReceipt, receiptOf } from '#features/appeals/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Deps } from './deps.ts'
import type { CampaignRow } from './row.ts'

/**
 * The codes of a batch, out of a key that the database does not hold and the command that made them: sent again, it is
 * answered with the same. Ten random symbols and two that check them, as a receipt has.
 */
export function codesOf(
  { receipts }: Pick<Deps, 'receipts'>,
  countyId: number,
  commandId: string,
  n: number,
): string[] {
  const secret = receipts.contentHash(countyId, `evaluation codes ${commandId}`)
  return Array.from({ length: n }, (_, i) => receiptOf(secret, `${commandId} ${i}`))
}

/** A code as somebody typed it; undefined: mistyped, or none. */
export const readCode = readReceipt

/** Set apart from receipts of appeals, which go through the same key. */
const asKnown = (code: string): string => `evaluation ${code}`

export const codeDigests = ({ receipts }: Pick<Deps, 'receipts'>, countyId: number, code: string): string[] =>
  receipts.digests(countyId, asKnown(code))

/** Rows under random ids and in random order, so that where a code stands in a pile says nothing. */
export async function issueInvitations(
  deps: Pick<Deps, 'receipts'>,
  tx: Tx,
  row: CampaignRow,
  { batchId, n }: { batchId: string; n: number },
  commandId: string,
): Promise<void> {
  const digests = codesOf(deps, row.county_id, commandId, n).map(
    (code) => deps.receipts.issue(row.county_id, asKnown(code)).digest,
  )
  const rows = shuffled(digests).map((digest) => ({ id: randomUUID(), digest }))
  await sql`INSERT INTO evaluation_invitations (county_id, id, campaign_id, batch_id, digest)
    SELECT ${row.county_id}, r.id, ${row.id}::uuid, ${batchId}::uuid, r.digest
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, digest text)`.execute(tx)
}

/** What is left of a batch can be used by nobody. What a paper was read in for stays. */
export async function voidUnused(tx: Tx, row: CampaignRow, batchId: string): Promise<void> {
  await sql`UPDATE evaluation_invitations SET is_void = true
    WHERE county_id = ${row.county_id} AND campaign_id = ${row.id} AND batch_id = ${batchId}::uuid
      AND NOT used AND paper IS NULL`.execute(tx)
}

/** Fisher and Yates, with numbers that nobody can foresee. */
export function shuffled<T>(all: readonly T[]): T[] {
  const mixed = [...all]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T]
  }
  return mixed
}
