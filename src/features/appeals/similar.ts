import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { ALIKE, type Keywords, likenessTo, lookedUpBy } from './likeness.ts'
import type { LineRow } from './read/line.ts'
import { runningStates } from './read/running.ts'
import { inSight } from './read/sight.ts'
import type { AppealRow } from './row.ts'

type SimilarRow = Pick<LineRow, 'id' | 'number' | 'title' | 'state' | 'received_on' | 'people'> & {
  likeness: number
}
/** As many words as a search has: more make each row dearer, and find no other. */
const MOST_WORDS = 32
/** More are not read while one types. */
const MOST = 5

/**
 * Running appeals of a place that may be the same matter, likest first, as far as the actor may see them. The database
 * walks those of the place for the ten with most of these words in common; which of them are alike is judged here.
 */
export async function findSimilar(
  tx: Tx,
  actor: Actor,
  placeId: string,
  typed: string,
  keywords: Keywords,
): Promise<SimilarRow[]> {
  const { countyId } = actor
  const inCounty = lookedUpBy(typed, keywords)
    .slice(0, MOST_WORDS)
    .map((word) => `${countyId} ${word}`)
  if (inCounty.length === 0) return []
  const { rows } = await sql<SimilarRow & AppealRow>`
    SELECT p.*, p.people + (SELECT coalesce(sum(j.people), 0)::int FROM appeals j
      WHERE j.county_id = p.county_id AND j.main_id = p.id) AS people
    FROM like_appeals(${placeId}, ${inCounty}::text[], ${runningStates}::text[]) l
    JOIN appeals p ON p.county_id = ${countyId} AND p.id = l.appeal_id
    WHERE l.likeness > 0`.execute(tx)
  const likeness = likenessTo(typed, keywords)
  return rows
    .filter((row) => inSight(actor, row))
    .map((row) => ({ ...row, likeness: likeness(row) }))
    .filter((row) => row.likeness >= ALIKE)
    .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, MOST)
}
