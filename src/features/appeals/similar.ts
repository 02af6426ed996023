import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { queryTokens } from '#platform/search/index.ts'
import type { LineRow } from './read/line.ts'
import { runningStates } from './read/running.ts'
import { inSight } from './read/sight.ts'
import type { AppealRow } from './row.ts'

type SimilarRow = Pick<LineRow, 'id' | 'number' | 'title' | 'state' | 'received_on' | 'people'> & {
  likeness: number
}
/** Fewer words in common are chance. */
const ALIKE = 0.2
/** More words than anybody types before looking. */
const MOST_WORDS = 200

/** Characters alone stand in everything; two and more say what it is about. */
export const similarWords = (text: string): string[] =>
  [...new Set(queryTokens(text).filter((word) => [...word].length > 1))].slice(0, MOST_WORDS)

/** Running appeals of a place that share these words, likest first, as far as the actor may see them. */
export async function findSimilar(
  tx: Tx,
  actor: Actor,
  placeId: string,
  words: readonly string[],
): Promise<SimilarRow[]> {
  const { countyId } = actor
  const inCounty = words.map((word) => `${countyId} ${word}`)
  const { rows } = await sql<SimilarRow & AppealRow>`
    SELECT p.*, l.likeness, p.people + (SELECT coalesce(sum(j.people), 0)::int FROM appeals j
      WHERE j.county_id = p.county_id AND j.main_id = p.id) AS people
    FROM like_appeals(${placeId}, ${inCounty}::text[], ${runningStates}::text[]) l
    JOIN appeals p ON p.county_id = ${countyId} AND p.id = l.appeal_id
    WHERE l.likeness >= ${ALIKE} ORDER BY l.likeness DESC, p.id`.execute(tx)
  return rows.filter((row) => inSight(actor, row)).slice(0, 5)
}
