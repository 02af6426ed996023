import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { connectDatabase } from '#platform/database/transaction.ts'
import { sealVolumes } from '#platform/search/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { COUNTY } from '../../bench/county.ts'

/**
 * What a search reads, by how often its words stand in the ledger: as much in one ten times as large. Of words made up,
 * so that how often each stands is certain; find_problems() reads nothing but these.
 */
const SMALL = 10_000
const LARGE = 100_000
const YEAR = 2_025_000_000
const PAGE = 51

/** Words that stand in each second, tenth, hundredth … place, from a first one on. */
const often = { second: 2, third: 3, tenth: 10, hundredth: 100, thousandth: 1_000, myriad: 10_000 }
const words = (place: string) =>
  Object.entries(often)
    .map(([word, n]) => `'1 ${word}' || ${place} % ${n}`)
    .join(', ')

const searches: Record<string, { words: string[]; units?: string[]; holds: (n: number) => boolean }> = {
  everywhere: { words: ['second0'], holds: (n) => n % 2 === 0 },
  common: { words: ['tenth3'], holds: (n) => n % 10 === 3 },
  medium: { words: ['hundredth7'], holds: (n) => n % 100 === 7 },
  seldom: { words: ['thousandth7'], holds: (n) => n % 1_000 === 7 },
  rare: { words: ['myriad7'], holds: (n) => n % 10_000 === 7 },
  absent: { words: ['nowhere'], holds: () => false },
  'two common ones': { words: ['tenth3', 'third1'], holds: (n) => n % 10 === 3 && n % 3 === 1 },
  'two common ones that never meet': { words: ['tenth3', 'tenth4'], holds: () => false },
  'four common ones that never meet': {
    words: ['tenth3', 'second0', 'third1', 'third2'],
    holds: () => false,
  },
  'a common one and a medium one that never meet': { words: ['tenth3', 'hundredth7'], holds: () => false },
  'a common one and a rare one': { words: ['second1', 'myriad7'], holds: (n) => n % 10_000 === 7 },
  'a common one and an absent one': { words: ['second1', 'nowhere'], holds: () => false },
  'only in the oldest': { words: ['old'], holds: (n) => n <= 2_000 },
  'of two units': {
    words: ['tenth3'],
    units: ['@1', '@2'],
    holds: (n) => n % 10 === 3 && [1, 2].includes(n % 7),
  },
  'of a unit where it never is': { words: ['second0'], units: ['@@1'], holds: () => false },
}

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
  await db.owner.query(`INSERT INTO counties (county_id, code, name) VALUES (${COUNTY}, 'PLANS', '测试县')`)
})
after(() => db.close())

async function enter(from: number, to: number): Promise<void> {
  await db.owner.query(
    `INSERT INTO problem_search (county_id, place, problem_id, search)
     SELECT ${COUNTY}, ${YEAR} + n, gen_random_uuid(), array_to_tsvector(ARRAY[${words('n')}, '1 @' || n % 7, '1 @@' || n % 2,
       '1 #1000.' || (${YEAR} + n) / 1000, '1 #32000.' || (${YEAR} + n) / 32000, CASE WHEN n <= 2000 THEN '1 old' ELSE '1 new' END])
     FROM generate_series(${from}, ${to}) n`,
  )
  await sealVolumes(connectDatabase(db.app), COUNTY, 'seal_search_volume')
  await db.owner.query('VACUUM ANALYZE problem_search, problem_search_bits, problem_search_volumes')
}

async function look(name: string): Promise<{ found: number[]; buffers: number }> {
  const asked = searches[name]
  const client = await db.app.connect()
  const text = 'SELECT place FROM find_problems($1, $2, 2147483647, $3)'
  const values = [asked?.words.map((w) => `1 ${w}`), (asked?.units ?? []).map((u) => `1 ${u}`), PAGE]
  try {
    await client.query(`BEGIN; SET LOCAL app.county = ${COUNTY}`)
    const found = await client.query<{ place: number }>(text, values)
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)
    const plan = rows[0]['QUERY PLAN'][0].Plan
    const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    return { found: found.rows.map(({ place }) => place - YEAR), buffers }
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const expected = (name: string, size: number): number[] =>
  Array.from({ length: size }, (_, i) => size - i)
    .filter((n) => searches[name]?.holds(n))
    .slice(0, PAGE)

test('a search finds the newest and reads no more pages in a ledger ten times as large', async () => {
  await enter(1, SMALL)
  const small = new Map<string, number>()
  for (const name of Object.keys(searches)) {
    const { found, buffers } = await look(name)
    assert.deepEqual(found, expected(name, SMALL), name)
    small.set(name, buffers)
  }
  await enter(SMALL + 1, LARGE)
  for (const name of Object.keys(searches)) {
    const { found, buffers } = await look(name)
    assert.deepEqual(found, expected(name, LARGE), name)
    const was = small.get(name) ?? 0
    // The bits of a common word are a row for each 8,000 problems; nothing else may grow.
    assert.ok(buffers < 300 && buffers < was * 1.1 + 110, `${name} read ${was} pages, then ${buffers}`)
  }
})
