import type { Tx } from '../database/transaction.ts'
import { newId } from '../ids.ts'

/** A rule that ships with the program, as version 1 for every county. */
export type RuleSeed = { kind: string; key: string; value: unknown; basis: string; source: string }

/** Long before any case: a shipped rule must be in force on every day a case can speak of. */
const ALWAYS = '2000-01-01'

/** Gives a county the shipped rules it lacks. What the county has, in whatever version, stays as it is. */
export async function seedRules(tx: Tx, countyId: number, seeds: readonly RuleSeed[]): Promise<number> {
  const rows = seeds.map((seed) => ({
    county_id: countyId,
    id: newId(),
    kind: seed.kind,
    key: seed.key,
    version: 1,
    value: JSON.stringify(seed.value),
    basis: seed.basis,
    source: seed.source,
    valid_from: ALWAYS,
  }))
  const result = await tx
    .insertInto('rules')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['county_id', 'kind', 'key', 'version']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0)
}
