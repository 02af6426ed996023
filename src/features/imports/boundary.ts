import type { By } from '#features/accounts/index.ts'
import { compileBoundary, type Hit, type Scanner, scan } from '#platform/boundary/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { rulesInForce } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'

/** Looks at what a file brings; keys of asking rules that the person has answered are passed over. */
export type Boundary = { scanner: Scanner; confirmed: ReadonlySet<string> }

/** The county's boundary rules of today (domain.md 7.5), compiled once a file. */
export const boundaryOf = ({ rules, today }: World, confirmed: ReadonlySet<string>): Boundary => ({
  scanner: compileBoundary(rulesInForce(rules, 'boundary', today)),
  confirmed,
})

export const look = ({ scanner, confirmed }: Boundary, value: unknown): Hit | null =>
  scan(scanner, value, { confirmed })

/** Whether a text may not be given out again: what is only asked about may. */
export const isForbidden = (boundary: Boundary, text: string): boolean =>
  look(boundary, text)?.action === 'refuse'

/**
 * Keeps who tried to bring in what which rule refuses, or who answered for what a rule asks about
 * (`boundary_confirmed`), and when: never the text. One row a hit.
 */
export async function recordHits(
  database: Database,
  countyId: number,
  { personId }: By,
  hits: readonly Hit[],
  at: Date,
  reason: 'boundary' | 'boundary_confirmed' = 'boundary',
): Promise<void> {
  if (hits.length === 0) return
  const attempts = hits.slice(0, MOST).map(({ ruleId }) => ({
    ...{ county_id: countyId, id: newId(), at, person_id: personId, act: 'import', case_id: null },
    ...{ reason, rule_id: ruleId },
  }))
  await database.write(countyId, (tx) => tx.insertInto('refused_attempts').values(attempts).execute())
}

/** More of one file say nothing more. */
const MOST = 1_000
