import type { Pool } from 'pg'
import { rightsRules, signInSeed } from '#features/accounts/index.ts'
import { appealRules } from '#features/appeals/index.ts'
import { evaluationRules } from '#features/evaluations/index.ts'
import { boundarySeed } from '#features/files/index.ts'
import { noticeRules } from '#features/notices/index.ts'
import { createCounty } from '#features/organizations/index.ts'
import { personalDataRules } from '#features/personal-data/index.ts'
import { problemRules } from '#features/problems/index.ts'
import { completeSearch, publicityRules } from '#features/publicity/index.ts'
import { connectDatabase, type Tx } from '#platform/database/transaction.ts'
import { type RuleSeed, seedRules } from '#platform/rules/seed.ts'

/** Every rule that ships with the program. */
export const shippedRules: readonly RuleSeed[] = [
  ...problemRules,
  ...appealRules,
  ...publicityRules,
  ...evaluationRules,
  ...personalDataRules,
  ...noticeRules,
  ...boundarySeed,
  ...rightsRules,
  ...signInSeed,
]

/**
 * A new county with its root organisation and the shipped rules; organisations and people come by import. One
 * transaction, with whatever `more` enters: interrupted at any moment, a county is there whole or not at all.
 */
export function setUpCounty(
  owner: Pool,
  county: Parameters<typeof createCounty>[1],
  now = new Date(),
  more?: (tx: Tx, made: { countyId: number; rootId: string }) => Promise<void>,
) {
  return createCounty(owner, county, now, async (tx, made) => {
    await seedRules(tx, made.countyId, shippedRules)
    await more?.(tx, made)
  })
}

/** What was published before it could be found by its words is found by them. */
export async function completeSearches(owner: Pool): Promise<void> {
  const database = connectDatabase(owner)
  const { rows } = await owner.query<{ county_id: number }>('SELECT county_id FROM counties')
  for (const { county_id } of rows)
    while (await database.write(county_id, (tx) => completeSearch(tx, county_id)));
}

/** Gives every county the rules that a newer program ships; what a county has stays as it is. */
export async function completeRules(owner: Pool): Promise<void> {
  const { rows } = await owner.query<{ county_id: number }>('SELECT county_id FROM counties')
  for (const { county_id } of rows)
    await connectDatabase(owner).write(county_id, (tx) => seedRules(tx, county_id, shippedRules))
}
