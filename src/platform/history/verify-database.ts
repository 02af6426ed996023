import type { ClientBase } from 'pg'
import type { StoredCase, StoredChain, StoredEntry, StoredVersion } from './verify-case.ts'
import { groupCases } from './verify-merge.ts'

const pageSize = 2000

type Query = <R>(sql: string, values: unknown[]) => Promise<R[]>

/**
 * Every case in the database, by county and case id, read by key from one snapshot. As the owner: the app role sees
 * one county only. Give a connection with nothing open on it; it holds a transaction until the stream ends.
 */
export async function* casesInDatabase(client: ClientBase): AsyncIterable<StoredCase> {
  // Three streams share the connection: each statement waits for the one before.
  let busy: Promise<unknown> = Promise.resolve()
  const query: Query = (sql, values) => {
    const answer = busy.then(async () => (await client.query(sql, values)).rows)
    busy = answer.catch(() => undefined)
    return answer
  }
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    for (let county = await countyAfter(query, 0); county; county = await countyAfter(query, county))
      yield* groupCases(rowsOf(query, county))
  } finally {
    await busy
    await client.query('ROLLBACK')
  }
}

/** Also finds what is left of a county whose row was removed. */
async function countyAfter(query: Query, county: number): Promise<number | null> {
  const rows = await query<{ county: number | null }>(
    `SELECT least((SELECT min(county_id) FROM case_chains WHERE county_id > $1),
                  (SELECT min(county_id) FROM history WHERE county_id > $1),
                  (SELECT min(county_id) FROM row_versions WHERE county_id > $1)) AS county`,
    [county],
  )
  return rows[0]!.county
}

function rowsOf(query: Query, county: number) {
  return {
    chains: pages<StoredChain>(
      query,
      county,
      `SELECT county_id AS county, case_id AS "case", case_kind AS kind, length, head FROM case_chains
       WHERE county_id = $1`,
      ['case_id'],
      (last) => [last.case],
    ),
    entries: pages<StoredEntry>(
      query,
      county,
      `SELECT county_id AS county, case_id AS "case", seq, entry::text AS text, hash FROM history
       WHERE county_id = $1`,
      ['case_id', 'seq'],
      (last) => [last.case, last.seq],
    ),
    versions: pages<StoredVersion>(
      query,
      county,
      `SELECT county_id AS county, case_id AS "case", seq, ref, salt, content::text AS text,
         erased_at IS NOT NULL AS erased FROM row_versions
       WHERE county_id = $1`,
      ['case_id', 'seq', 'ref'],
      (last) => [last.case, last.seq, last.ref],
    ),
  }
}

/** Pages by key. The next page is asked for before this one is looked at, so that server and program both work. */
async function* pages<T>(
  query: Query,
  county: number,
  select: string,
  key: readonly string[],
  keyOf: (last: T) => unknown[],
): AsyncIterable<T[]> {
  const order = `ORDER BY ${key.join(', ')} LIMIT ${pageSize}`
  const beyond = `AND (${key.join(', ')}) > (${key.map((_, i) => `$${i + 2}`).join(', ')})`
  const ask = (last?: T): Promise<T[]> => {
    const after = last === undefined ? [] : keyOf(last)
    return query<T>(`${select} ${last ? beyond : ''} ${order}`, [county, ...after])
  }
  let coming = ask()
  for (;;) {
    const page = await coming
    const full = page.length === pageSize
    if (full) {
      coming = ask(page.at(-1))
      // Awaited on the next turn; until then a failure must not count as nobody's.
      coming.catch(() => undefined)
    }
    yield page
    if (!full) return
  }
}
