import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../database/transaction.ts'
import { inCounty } from './marks.ts'
import { queryTokens } from './tokens.ts'

/** All of these words, in one of these units; without units, in the whole county. */
export type SearchTerms = { words: string[]; units: string[] }

/**
 * What to hand to the function that finds. The longest words first, for they stand in the fewest texts. Undefined:
 * nothing to look for.
 */
export function searchTerms(countyId: number, q: string, units: readonly string[]): SearchTerms | undefined {
  const words = queryTokens(q).sort((a, b) => b.length - a.length)
  if (words.length === 0) return undefined
  return { words: inCounty(countyId, words), units: inCounty(countyId, [...new Set(units)]) }
}

/** What is searched: the function of the owner's that finds places, and the rows that stand there. */
export type Searched = {
  /** Of the migrations: words, units, a place to begin below, how many at most; gives an id and its place. */
  find: 'find_problems' | 'find_appeals'
  id: 'problem_id' | 'appeal_id'
  /** The table of the rows, which the columns and filters call `p`. */
  rows: 'problems' | 'appeals'
}

/** One page looks at this many hits at most; if filters leave few of them, the next page looks further. */
const MOST_HITS = 500
const NEWEST = 2_147_483_647

type Hits = { hits: number; lowest: number | null }

/**
 * One page of the rows that hold all the words, newest first. Through a function of the owner's: behind row-level
 * security the planner may not use an index with an operator that is not leak-proof, and `@@` is none. The function
 * holds the county itself.
 * @param filters what the index does not know of a row
 */
export async function searchPage<Row extends { id: string }>(
  tx: Tx,
  countyId: number,
  { find, id, rows: table }: Searched,
  { words, units }: SearchTerms,
  columns: RawBuilder<unknown>,
  filters: readonly RawBuilder<unknown>[],
  page: { after?: string | undefined; limit: number },
): Promise<{ rows: Row[]; next: string | null }> {
  const wanted = page.limit + 1
  const most = filters.length > 0 ? Math.max(MOST_HITS, wanted) : wanted
  const { rows } = await sql<Hits & Row & { place: number }>`
    WITH hit AS MATERIALIZED (
      SELECT ${sql.ref(id)} AS id, place
      FROM ${sql.ref(find)}(${words}::text[], ${units}::text[], ${placeBefore(page.after)}::int, ${most}::int)
    ), line AS (
      SELECT ${columns}, hit.place FROM hit JOIN ${sql.table(table)} p ON p.county_id = ${countyId} AND p.id = hit.id
      WHERE ${sql.join([sql`true`, ...filters], sql` AND `)} ORDER BY hit.place DESC LIMIT ${wanted}
    )
    SELECT looked.hits, looked.lowest, line.*
    FROM (SELECT count(*)::int AS hits, min(place) AS lowest FROM hit) looked LEFT JOIN line ON true
    ORDER BY line.place DESC`.execute(tx)
  const lines = rows.filter((row) => row.id !== null)
  const shown = lines.slice(0, page.limit)
  if (lines.length > page.limit) return { rows: shown, next: cursorOf(shown.at(-1)?.place) }
  const looked = rows[0]
  const isAll = !looked || looked.hits < most
  return { rows: shown, next: isAll ? null : cursorOf(looked.lowest) }
}

/**
 * Writes down for each full volume where its frequent words stand, so that searches need not walk their lists. A search
 * finds the same without it, only slower.
 * @param seal of the migrations: seals one volume and names it, or nothing when none is left
 */
export async function sealVolumes(
  database: Database,
  countyId: number,
  seal: 'seal_search_volume' | 'seal_appeal_search_volume',
): Promise<void> {
  for (let sealed: number | null | undefined = 0; typeof sealed === 'number'; )
    sealed = await database.writeOnce(countyId, async (tx) => {
      const { rows } = await sql<{ volume: number | null }>`SELECT ${sql.ref(seal)}() AS volume`.execute(tx)
      return rows[0]?.volume
    })
}

const cursorOf = (place: number | null | undefined): string | null =>
  typeof place === 'number' ? Buffer.from(`place ${place}`).toString('base64url') : null

/** A cursor that was not made here is as good as none: the search begins with the newest. */
function placeBefore(after: string | undefined): number {
  const [, place] = /^place (\d{1,10})$/.exec(Buffer.from(after ?? '', 'base64url').toString()) ?? []
  return Math.min(Number(place ?? NEWEST), NEWEST)
}
