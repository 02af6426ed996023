import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { factsOf } from '#features/appeals/figures/facts.ts'
import { monthLines } from '#features/appeals/figures/months.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { createWorlds } from '#platform/world.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { addAppeals } from '../../bench/appeals.ts'
import { COUNTY, makeCounty } from '../../bench/county.ts'
import { Recorder } from '../../bench/recording.ts'

/**
 * What the rates of a month touch in the database: a page that is read touches the month's lines alone, and counting
 * the month anew reads the month's appeals by indexes, however many others there are.
 */
type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }
type Explained = { Plan: Plan & { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }

const MONTH = { from: new Date('2026-05-01T00:00:00+08:00'), to: new Date('2026-06-01T00:00:00+08:00') }
const asOf = new Date('2026-05-31T12:00:00+08:00')
const NOW = asOf

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
  await makeCounty(db.owner)
  await addAppeals(db.owner, { countyId: COUNTY, count: 1_000, ...MONTH, to: asOf, until: asOf })
})
after(() => db.close())

/** Three years before the month: what is over when it begins. */
const older = (count: number) =>
  addAppeals(db.owner, {
    ...{ countyId: COUNTY, count, until: new Date('2026-04-30T00:00:00+08:00') },
    ...{ from: new Date('2023-01-01T00:00:00Z'), to: new Date('2025-10-01T00:00:00Z') },
  })

test('the rates of a month touch the month, and no more of it when there are ten times as many before', async () => {
  await older(1_000)
  const small = await touched()
  await older(9_000)
  const large = await touched()
  for (const { derived, read } of [small, large]) {
    assert.deepEqual(derived.scanned, [], 'derived from a table read from end to end')
    assert.deepEqual(read.scanned, [])
    assert.ok(read.buffers < 200, `a page read touches ${read.buffers}`)
  }
  assert.ok(
    large.derived.buffers < small.derived.buffers * 1.5,
    `${small.derived.buffers}, then ${large.derived.buffers}`,
  )
  assert.ok(large.read.buffers < small.read.buffers + 40, `${small.read.buffers}, then ${large.read.buffers}`)
})

async function touched() {
  const database = connectDatabase(db.app)
  const derived = await database.read(COUNTY, async (tx) => {
    const { rows } = await sql<{ 'QUERY PLAN': Explained[] }>`
      EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
      SELECT count(*) FROM (${factsOf({ ...MONTH, countyId: COUNTY, asOf, live: true })}) f`.execute(tx)
    return told(rows[0]?.['QUERY PLAN'][0])
  })
  const world = await createWorlds(database).of(COUNTY, NOW)
  const wanted = { scope: 'township', within: '*' } as const
  // The first derives it; the one that is looked at reads.
  await monthLines({ database }, world, COUNTY, '2026-05', wanted)
  const packets = await new Recorder(db.app).record((recorded) =>
    monthLines({ database: recorded }, world, COUNTY, '2026-05', wanted).then(() => undefined),
  )
  const client = await db.app.connect()
  let buffers = 0
  const scanned: string[] = []
  try {
    for (const { text, values } of packets.flat()) {
      if (!/^(SELECT|WITH)/i.test(text.trim())) await client.query(text)
      else {
        const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(
          `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
          [...(values ?? [])],
        )
        const one = told(rows[0]?.['QUERY PLAN'][0])
        buffers += one.buffers
        scanned.push(...one.scanned)
      }
    }
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
  return { derived, read: { buffers, scanned } }
}

function told(explained: Explained | undefined) {
  if (!explained) throw new Error('no plan')
  const { Plan: plan } = explained
  return { buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], scanned: scannedIn(plan) }
}

const scannedIn = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' &&
  /^appeal(s$|_(?!months|month_derivings))/.test(plan['Relation Name'] ?? '')
    ? [plan['Relation Name'] ?? '']
    : []),
  ...(plan.Plans ?? []).flatMap(scannedIn),
]
