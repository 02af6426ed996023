import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listOrganizations } from '#features/organizations/index.ts'
import { findOrganizationDetail, listOrganizationHistory } from '#features/organizations/read-organization.ts'
import { findOrganizationPeople } from '#features/organizations/store.ts'
import type { Database } from '#platform/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, noon, type TwoCounties } from '#tests/support/two-counties.ts'
import { Recorder } from '../../bench/recording.ts'

/**
 * What pages of organisations touch in a county of 3,000 organisations and 20,000 people, from the program's own
 * statements: people and their posts are found by indexes, never read from end to end.
 */
const ORGANIZATIONS = 3_000
const PEOPLE = 20_000

let db: TestDatabase
let house: TwoCounties
before(async () => {
  db = await createTestDatabase()
  house = await createTwoCounties(db)
  await db.owner.query(
    `INSERT INTO organizations (county_id, id, code, kind, name, short_name, parent_id, township_id)
     SELECT 1, gen_random_uuid(), 'X' || i, 'village', '村' || i, '村' || i, $1, $1 FROM generate_series(1, $2) i`,
    [house.east.bridge, ORGANIZATIONS],
  )
  await db.owner.query(
    `INSERT INTO people (county_id, id, name, username)
     SELECT 1, gen_random_uuid(), '人' || i, 'p' || i FROM generate_series(1, $1) i`,
    [PEOPLE],
  )
  await db.owner.query(
    `INSERT INTO posts (county_id, id, person_id, organization_id, kind, title, valid_from)
     SELECT 1, gen_random_uuid(), p.id, o.id, CASE WHEN p.n <= $1 THEN 'secretary' ELSE 'staff' END, '职', '2020-01-01'
     FROM (SELECT id, row_number() OVER (ORDER BY username) AS n FROM people WHERE username LIKE 'p%') p
     JOIN (SELECT id, row_number() OVER (ORDER BY code) AS n FROM organizations WHERE code LIKE 'X%') o
       ON o.n = (p.n - 1) % $1 + 1`,
    [ORGANIZATIONS],
  )
  await db.owner.query('ANALYZE organizations, people, posts, village_contacts, role_grants')
})
after(() => db.close())

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }
const scannedIn = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : []),
  ...(plan.Plans ?? []).flatMap(scannedIn),
]

/** Tables that the work's own statements read from end to end, and how many statements there are. */
async function touchedBy(work: (database: Database) => Promise<unknown>) {
  const recording = await new Recorder(db.app).record(work)
  const client = await db.app.connect()
  const scanned = new Set<string>()
  let reads = 0
  try {
    for (const { text, values } of recording.flat()) {
      if (!/^(SELECT|WITH)/i.test(text.trim())) {
        await client.query(text)
        continue
      }
      reads++
      const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...(values ?? [])])
      for (const table of scannedIn(rows[0]['QUERY PLAN'][0].Plan)) scanned.add(table)
    }
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
  return {
    scanned: [...scanned].filter((table) => /^(people|posts|organizations|history)$/.test(table)),
    reads,
  }
}

test('one organisation with its people and changes is found by indexes, in a statement each', async () => {
  const { bridge, upper } = house.east
  for (const id of [bridge, upper]) {
    const pages = [
      await touchedBy((database) => database.read(1, (tx) => findOrganizationDetail(tx, 1, id))),
      await touchedBy((database) => database.read(1, (tx) => findOrganizationPeople(tx, 1, id, noon))),
      await touchedBy((database) => database.read(1, (tx) => listOrganizationHistory(tx, 1, id))),
    ]
    for (const [at, { scanned, reads }] of pages.entries()) {
      assert.deepEqual(scanned, [], `page ${at}`)
      assert.ok(reads <= 3, String(reads))
    }
  }
})

test('the whole tree with its secretaries is one statement, however many there are', async () => {
  const { reads } = await touchedBy((database) => database.read(1, (tx) => listOrganizations(tx, 1, noon)))
  assert.equal(reads, 1)
  const rows = await house.database.read(1, (tx) => listOrganizations(tx, 1, noon))
  assert.equal(rows.length, ORGANIZATIONS + 7)
  assert.equal(rows.filter(({ secretaryName }) => secretaryName !== null).length, ORGANIZATIONS)
  const took: number[] = []
  for (let i = 0; i < 9; i++) {
    const begun = performance.now()
    await house.database.read(1, (tx) => listOrganizations(tx, 1, noon))
    took.push(performance.now() - begun)
  }
  const median = took.sort((a, b) => a - b)[4]!
  process.stderr.write(`tree of ${rows.length}: ${median.toFixed(0)} ms\n`)
  assert.ok(median < 3_000, String(median))
})
