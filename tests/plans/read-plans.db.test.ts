import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PoolClient } from 'pg'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { makeCounty } from '../../bench/county.ts'
import { addProblems, mixedStates } from '../../bench/ledger.ts'
import type { Material, Operation } from '../../bench/operation.ts'
import { reads } from '../../bench/reads.ts'
import { Recorder } from '../../bench/recording.ts'

/**
 * What the reads of the ledger touch in the database, from the program's own statements: no case table is read from
 * end to end, and the pages read are few, however large the ledger is.
 */
const SMALL = 2_000
const LARGE = 8_000
const TURNS = 24
/** Pages of 8 kB one request may read; a list of 50 lies on 50 pages of the ledger, and the way there. */
const MOST_BUFFERS = { list: 300, detail: 150, count: 60, search: 600 } as const
/** Tables that grow with the ledger. */
const isCaseTable = (name: string) =>
  /^(problems|problem_(?!counts|place_counts|count_deltas)\w+|case_chains|history|row_versions)$/.test(name)

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] }
type Explained = { Plan: Plan & { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }
type Touched = { buffers: number; scanned: string[] }

let db: TestDatabase
let material: Material
before(async () => {
  db = await createTestDatabase()
  const county = await makeCounty(db.owner)
  await addProblems(db.owner, { count: SMALL, states: mixedStates })
  material = { county, problems: await someProblems(), loops: [], plannedOn: '', receipts: [], dataDir: '' }
})
after(() => db.close())

const someProblems = async () =>
  (await db.owner.query<{ id: string }>('SELECT id FROM problems ORDER BY md5(id::text) LIMIT 50')).rows.map(
    ({ id }) => id,
  )

test('reads of the ledger go by indexes, and touch no more when it is four times as large', async () => {
  const small = await touchedByAll()
  await addProblems(db.owner, { count: LARGE - SMALL, states: mixedStates, year: 2026 })
  const large = await touchedByAll()
  for (const { name } of reads) {
    const most = MOST_BUFFERS[name as keyof typeof MOST_BUFFERS]
    for (const touched of [small, large]) {
      assert.deepEqual(touched.get(name)?.scanned, [], `${name} reads a case table from end to end`)
      assert.ok((touched.get(name)?.buffers ?? 0) < most, `${name}: ${touched.get(name)?.buffers} pages`)
    }
    const [was, is] = [small.get(name)?.buffers ?? 0, large.get(name)?.buffers ?? 0]
    assert.ok(is < was * 2 + 40, `${name} touched ${was} pages, then ${is}`)
  }
})

test('what reads from end to end is found out', async () => {
  const client = await db.owner.connect()
  try {
    const { scanned } = await explain(client, 'SELECT count(*) FROM problems WHERE title LIKE $1', ['%沟%'])
    assert.deepEqual(scanned, ['problems'])
  } finally {
    client.release()
  }
})

/** The most pages that one turn of each operation touched, and the case tables any of them scanned. */
async function touchedByAll(): Promise<Map<string, Touched>> {
  const touched = new Map<string, Touched>()
  for (const operation of reads) touched.set(operation.name, await touchedBy(operation))
  return touched
}

async function touchedBy(operation: Operation): Promise<Touched> {
  const recorder = new Recorder(db.app)
  const all: Touched[] = []
  const before = await sequentialScans()
  for (let turn = 0; turn < TURNS; turn++)
    for (const packets of await operation.record(recorder, material, turn)) {
      const client = await db.app.connect()
      try {
        for (const { text, values } of packets.flat()) {
          if (/^(SELECT|WITH)/i.test(text.trim())) all.push(await explain(client, text, values ?? []))
          else await client.query(text)
        }
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
    }
  // What functions do inside stands in no plan, but is counted.
  const inside = [...(await sequentialScans())].filter(([table, n]) => n > (before.get(table) ?? 0))
  const scanned = [...all.flatMap((one) => one.scanned), ...inside.map(([table]) => table)]
  return { buffers: Math.max(...all.map(({ buffers }) => buffers)), scanned: [...new Set(scanned)] }
}

async function explain(client: PoolClient, text: string, values: readonly unknown[]): Promise<Touched> {
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
    [...values],
  )
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
  if (!plan) throw new Error('no plan')
  return { buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], scanned: scannedIn(plan) }
}

const scannedIn = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && isCaseTable(plan['Relation Name'] ?? '')
    ? [plan['Relation Name'] ?? '']
    : []),
  ...(plan.Plans ?? []).flatMap(scannedIn),
]

async function sequentialScans(): Promise<Map<string, number>> {
  for (const pool of [db.app, db.owner]) await pool.query('SELECT pg_stat_force_next_flush()')
  const { rows } = await db.owner.query<{ relname: string; seq_scan: string }>(
    'SELECT relname, seq_scan FROM pg_stat_user_tables',
  )
  return new Map(
    rows.filter(({ relname }) => isCaseTable(relname)).map((row) => [row.relname, Number(row.seq_scan)]),
  )
}
