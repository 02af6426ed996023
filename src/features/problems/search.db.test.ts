import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import { connectDatabase, type Database } from '#platform/database/transaction.ts'
import { placeOf } from '#platform/search/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { COUNTY, makeCounty } from '../../../bench/county.ts'
import { addProblems, mixedStates } from '../../../bench/ledger.ts'
import type { LedgerQuery } from './api.ts'
import { listProblems } from './read/list.ts'
import { problemTerms } from './search.ts'

/** A ledger of two years, the first of them sealed, where 排水沟 stands in every tenth problem. */
let db: TestDatabase
let database: Database
before(async () => {
  db = await createTestDatabase()
  database = connectDatabase(db.app)
  await makeCounty(db.owner)
  await addProblems(db.owner, { count: 2_500, states: mixedStates, year: 2024 })
  await addProblems(db.owner, { count: 1_200, states: mixedStates, year: 2026 })
})
after(() => db.close())

const everything: Scope = { all: true }

async function findAll(query: LedgerQuery, scope = everything, limit = 70) {
  const pages: string[][] = []
  for (let after: string | undefined; ; ) {
    const page = await database.readOnce(COUNTY, (tx) =>
      listProblems(tx, COUNTY, scope, query, new Date(), { limit, after }),
    )
    pages.push(page.rows.map((row) => row.number))
    if (page.next === null) return { pages, found: pages.flat() }
    after = page.next
  }
}

const standing = async (condition: string): Promise<string[]> =>
  (
    await db.owner.query(
      `SELECT number FROM problems WHERE ${condition} ORDER BY source_year DESC, number DESC`,
    )
  ).rows.map((row) => row.number)

test('every problem with the word is found once, the newest first, page by page', async () => {
  const { pages, found } = await findAll({ q: '排水沟' })
  const all = await standing("title LIKE '%排水沟%'")
  assert.equal(all.length, 370)
  assert.deepEqual(found, all)
  assert.deepEqual(
    pages.map((page) => page.length),
    [70, 70, 70, 70, 70, 20],
  )
})

test('all words must be there: the trouble and the village it is about', async () => {
  const [village] = (
    await db.owner.query("SELECT organization_id AS id, title FROM problems WHERE title LIKE '%村排水沟%'")
  ).rows
  const name = village.title.slice(0, 3)
  const { found } = await findAll({ q: `排水沟 ${name}` })
  const own = await standing(`title LIKE '${name}排水沟%'`)
  assert.ok(own.length > 0 && own.every((number) => found.includes(number)))
  const others = (await standing("title LIKE '%排水沟%'")).filter((number) => !found.includes(number))
  assert.ok(others.length > 100)
  assert.deepEqual((await findAll({ q: '排水沟 没有这样的词' })).found, [])
})

test('a filter that leaves little of much still finds all of it', async () => {
  const query: LedgerQuery = { q: '村', state: ['countersigning'], year: 2024 }
  const { found } = await findAll(query)
  assert.deepEqual(
    found,
    await standing("title LIKE '%村%' AND state = 'countersigning' AND source_year = 2024"),
  )
  assert.ok(found.length > 50)
})

test('a village finds its own, however many the county has', async () => {
  const [first] = (
    await db.owner.query("SELECT id FROM organizations WHERE kind = 'village' ORDER BY sort LIMIT 1")
  ).rows
  const [township] = (
    await db.owner.query("SELECT id FROM organizations WHERE kind = 'township' ORDER BY sort LIMIT 1")
  ).rows
  const own = await findAll({ q: '村' }, { all: false, organizationIds: [first.id], townshipIds: [] })
  assert.deepEqual(own.found, await standing(`organization_id = '${first.id}'`))
  const theirs = await findAll({ q: '村' }, { all: false, organizationIds: [], townshipIds: [township.id] })
  assert.deepEqual(theirs.found, await standing(`township_id = '${township.id}'`))
  const narrowed = await findAll({ q: '村', organization: first.id })
  assert.deepEqual(narrowed.found, own.found)
  const foreign = await findAll(
    { q: '村', township: township.id },
    { all: false, organizationIds: [], townshipIds: [first.id] },
  )
  assert.deepEqual(foreign.found, [])
})

test('a cursor of another kind begins with the newest, and nothing to look for finds nothing', async () => {
  const page = await database.readOnce(COUNTY, (tx) =>
    listProblems(tx, COUNTY, everything, { q: '排水沟' }, new Date(), { limit: 1, after: 'bm9uc2Vuc2U' }),
  )
  assert.deepEqual([page.rows[0]?.number], (await standing("title LIKE '%排水沟%'")).slice(0, 1))
  assert.deepEqual((await findAll({ q: '，。！' })).found, [])
})

test('places are in the order of years and numbers; a query is quoted', () => {
  assert.ok(placeOf('2026-00001') > placeOf('2025-99999'))
  assert.ok(placeOf('2025-100000') > placeOf('2025-99999'))
  assert.throws(() => placeOf('limit'))
  const unit = { by: 'township' as const, id: 'x' }
  assert.deepEqual(problemTerms(1, "a' | bc", [unit]), { words: ['1 bc', '1 a'], units: ['1 @@x'] })
  assert.deepEqual(problemTerms(1, 'a', [unit, { by: 'county', id: null }]), { words: ['1 a'], units: [] })
  assert.equal(problemTerms(1, 'a', []), undefined)
})

test('a corrected text in a sealed volume is found by what it says now', async () => {
  const sealed = await db.owner.query('SELECT volume FROM problem_search_volumes WHERE sealed')
  assert.deepEqual(sealed.rows, [{ volume: Math.floor(placeOf('2024-00001') / 8000) }])
  const found = async (q: string) => (await findAll({ q })).found
  const [before, latrines] = [await found('排水沟'), await found('户厕')]
  const [number = '', other = ''] = [before.at(-5), latrines.at(-1)]
  assert.ok(number.startsWith('2024') && !latrines.includes(number))
  await database.write(COUNTY, (tx) =>
    sql`UPDATE problem_search SET search = (SELECT o.search FROM problem_search o WHERE o.place = ${placeOf(other)})
      WHERE place = ${placeOf(number)}`.execute(tx),
  )
  assert.deepEqual(
    await found('排水沟'),
    before.filter((n) => n !== number),
  )
  assert.deepEqual((await found('户厕')).toSorted(), [...latrines, number].toSorted())
  assert.deepEqual(await found('户厕 排水沟'), [])
})
