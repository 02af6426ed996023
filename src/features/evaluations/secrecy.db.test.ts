import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { openArchive } from '#platform/backup/archive.ts'
import { writeBackup } from '#platform/backup/backup.ts'
import { portalPoolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { openOneTimeKeys, openSealedTo } from '#platform/sealing/index.ts'
import { createTestDatabase, type TestDatabase, testPool } from '#tests/support/database.ts'
import { content, cross, EvaluationWalk, evaluationDeps } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { ballotContext, keyName } from './ballot.ts'
import { openAll } from './counting.ts'
import type { Deps } from './deps.ts'
import { sealBallot } from './sealed-ballot.ts'
import { findCampaign } from './store.ts'

/**
 * docs/evaluation-secrecy.md, tried: as the owner of the database and its superuser, who read every row, every hidden
 * column and the write-ahead log, and keep backups of every moment.
 */
let db: TestDatabase
let county: SmallCounty
let deps: Deps
let dataDir: string
let portal: pg.Pool
let admin: pg.Client
let campaign: EvaluationWalk
let codes: string[]
let before_: Dump
let archive: string
let logFrom: string
/** In no other test and nowhere in the program. */
const MARK = '榫卯咬合处的露水'
type Dump = Map<string, Record<string, unknown>[]>

before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  const made = evaluationDeps(county)
  ;({ deps, dataDir } = made)
  portal = testPool({ ...portalPoolConfig(db.target), max: 4 })
  admin = new pg.Client(db.adminUrl)
  await admin.connect()
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await w.wait(20).toClosureRequested()
  await w.toAwaitingEvaluation()
  campaign = await new EvaluationWalk(county, deps, connectDatabase(portal), w.at).open([w.acted.id])
  codes = await campaign.issue(40)
  logFrom = (await admin.query('SELECT pg_current_wal_lsn() AS at')).rows[0].at
  for (const [i, code] of codes.entries())
    await campaign.answer(code, { ...(i % 3 === 0 ? cross : content), words: `${MARK}${i}号` })
})
after(async () => {
  await admin.end()
  await portal.end()
  await db.close()
})

/** Every table with every row, hidden columns included. */
async function dump(): Promise<Dump> {
  const { rows } = await admin.query(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN ('public','auth','jobs') ORDER BY 1`,
  )
  const all: Dump = new Map()
  for (const { name } of rows)
    all.set(
      name,
      (await admin.query(`SELECT t.*, t.ctid::text, t.xmin::text, t.xmax::text FROM ${name} t`)).rows,
    )
  return all
}

/** What was written to the write-ahead log since then. */
async function logSince(from: string): Promise<Buffer> {
  const { rows } = await admin.query(
    `SELECT name, pg_read_binary_file('pg_wal/' || name) AS bytes FROM pg_ls_waldir()
     WHERE name >= pg_walfile_name($1::pg_lsn) AND name <= pg_walfile_name(pg_current_wal_lsn())
       AND name ~ '^[0-9A-F]{24}$' ORDER BY name`,
    [from],
  )
  assert.ok(rows.length > 0)
  return Buffer.concat(rows.map(({ bytes }) => bytes))
}

const slips = (from: Dump) => from.get('public.evaluation_invitations') ?? []

test('before the count no row and no log holds an answer, and all that is sealed is as long', async () => {
  before_ = await dump()
  assert.doesNotMatch(JSON.stringify([...before_]), new RegExp(`${MARK}|item_1":"(un)?satisfied`))
  assert.equal((await logSince(logFrom)).includes(Buffer.from(MARK)), false)
  const used = slips(before_)
  assert.equal(used.length, 40)
  assert.equal(new Set(used.map(({ sealed }) => String(sealed).length)).size, 1)
})

test('of an invitation no time is kept, nor anything made of its code without the key', async () => {
  const { rows } = await admin.query(
    `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
       AND table_name IN ('evaluation_invitations','evaluation_readings','survey_tallies','survey_texts')
       AND (data_type LIKE 'timestamp%' OR data_type IN ('date','time without time zone') OR is_identity = 'YES')`,
  )
  assert.deepEqual(rows, [])
  const all = JSON.stringify([...before_])
  for (const code of codes) assert.ok(!all.includes(code) && !all.includes(code.replaceAll('-', '')))
})

test('neither kind of backup takes the key along, and a restored one opens nothing', async () => {
  const client = new pg.Client(db.ownerUrl)
  await client.connect()
  const file = join(mkdtempSync(join(tmpdir(), 'ballots-backup-')), 'all.tar')
  const { manifest } = await writeBackup({
    ...{ client, dataDir, file, now: campaign.at, app: 'test', withSecrets: true },
  })
  await client.end()
  archive = file
  const key = readFileSync(join(dataDir, 'ballots', keyName(1, campaign.acted.id)), 'utf8')
  const [, hex = ''] = key.trim().split(' ')
  const bytes = readFileSync(file)
  for (const form of [hex, key, Buffer.from(hex, 'hex').toString('base64url')])
    assert.ok(!bytes.includes(form))
  assert.ok(!bytes.includes(Buffer.from(hex, 'hex')))
  assert.ok(manifest.secrets.every(({ name }) => !name.startsWith('ballots')))
  assert.ok(manifest.tables.some(({ name, rows }) => name === 'evaluation_invitations' && rows === 40))
  await (await openArchive(file)).close()
  const elsewhere = openOneTimeKeys(mkdtempSync(join(tmpdir(), 'ballots-restored-')), 'ballots')
  assert.throws(() => elsewhere.opener(keyName(1, campaign.acted.id)), Refused)
})

test('who owns the database cannot put ballots in the place of all but one, to read that one off the count', async () => {
  const { rows } = await admin.query('SELECT public_key, sealed_length FROM evaluation_campaigns')
  const [victim, ...others] = slips(before_)
  const forger = evaluationDeps(county).deps.receipts
  await admin.query('BEGIN')
  for (const slip of others) {
    const to = {
      ...{ countyId: 1, campaignId: campaign.acted.id, placeId: county.organizations.upperVillage },
      ...{ raterClass: 'residents' as const, digest: String(slip.digest) },
      ...{ publicKey: rows[0].public_key, sealedLength: rows[0].sealed_length },
    }
    await admin.query('UPDATE evaluation_invitations SET sealed = $1 WHERE id = $2', [
      sealBallot(forger, to, { a: content }),
      slip.id,
    ])
  }
  await admin.query('COMMIT')
  assert.ok(victim)
  const counted = await openNow()
  assert.deepEqual(counted.tallies, [], 'one true ballot is fewer than five')
  assert.equal(counted.counts.places[0]?.dropped, 1)
  for (const slip of others)
    await admin.query('UPDATE evaluation_invitations SET sealed = $1 WHERE id = $2', [slip.sealed, slip.id])
})

/** What a count would come to now. */
const openNow = () =>
  deps.database.read(1, async (tx) => {
    const found = await findCampaign(tx, 1, campaign.acted.id)
    assert.ok(found)
    return openAll(deps, tx, found.row)
  })
const changed = (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === 'invalid', String(error))
  assert.equal(error.refusal.issues[0]?.reason, 'ballots_changed')
  return true
}

test('who takes away ballots, or makes one ballot five, gets nothing counted', async () => {
  const [victim, ...others] = slips(before_)
  const taken = others.slice(4).map(({ id }) => id)
  await admin.query('UPDATE evaluation_invitations SET sealed = NULL WHERE id = ANY($1)', [taken])
  await assert.rejects(openNow(), changed)
  for (const slip of others)
    await admin.query('UPDATE evaluation_invitations SET sealed = $1 WHERE id = $2', [slip.sealed, slip.id])
  await admin.query(
    'ALTER TABLE evaluation_invitations DROP CONSTRAINT evaluation_invitations_county_id_digest_key',
  )
  await admin.query(
    `INSERT INTO evaluation_invitations (county_id, id, campaign_id, batch_id, digest, used, form, sealed)
     SELECT county_id, gen_random_uuid(), campaign_id, batch_id, digest, used, form, sealed
     FROM evaluation_invitations, generate_series(1, 4) WHERE id = $1`,
    [victim?.id],
  )
  await assert.rejects(openNow(), changed)
  await admin.query('DELETE FROM evaluation_invitations WHERE digest = $1 AND id <> $2', [
    ...[victim?.digest, victim?.id],
  ])
  await admin.query('ALTER TABLE evaluation_invitations ADD UNIQUE (county_id, digest)')
  assert.equal((await openNow()).counts.places[0]?.dropped, 0)
})

test('after the count nothing joins an answer to an invitation: no column, no transaction, no place, no order', async () => {
  await campaign.act('townClerk', 'endAnswers', {})
  await campaign.act('townClerk', 'close', {})
  const all = await dump()
  const after_ = slips(all)
  assert.ok(after_.every(({ sealed, form, used }) => sealed === null && form === null && used === true))
  // All slips were last touched by the one transaction that wrote the counts.
  const texts = all.get('public.survey_texts') ?? []
  assert.equal(texts.length, 40)
  const touched = new Set(
    [...after_, ...texts, ...(all.get('public.survey_tallies') ?? [])].map(({ xmin }) => xmin),
  )
  assert.equal(touched.size, 1)
  // Counts only: no row says more than how many.
  assert.deepEqual(Object.keys((all.get('public.survey_tallies') ?? [])[0] ?? {}).sort(), [
    ...['county_id', 'ctid', 'n', 'question', 'run_id', 'stratum', 'value', 'xmax', 'xmin'],
  ])
  // Words lie in no order that they came in, by place in the table and by id.
  const cameAs = (rows: Record<string, unknown>[]) =>
    rows.map(({ words }) => Number(/(\d+)号/.exec(String(words))?.[1]))
  const place = ({ ctid }: Record<string, unknown>) =>
    JSON.parse(String(ctid).replace('(', '[').replace(')', ']'))
  const byPlace = [...texts].sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1])
  const byId = [...texts].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
  for (const order of [cameAs(byPlace), cameAs(byId)])
    assert.ok(Math.abs(correlation(order)) < 0.7, order.join())
  assert.ok(
    texts.every(({ id }) => String(id)[14] === '4'),
    'an id that holds the time would tell',
  )
  // No invitation, digest or form of before is named beside anything of an answer.
  const ids = slips(before_).flatMap(({ id, digest, form }) => [id, digest, form].map(String))
  for (const table of ['survey_tallies', 'survey_texts', 'published_evaluations', 'problem_evaluations'])
    for (const id of ids) assert.ok(!JSON.stringify(all.get(`public.${table}`)).includes(id), table)
  // History, receipts of commands and jobs say nothing of any of them either.
  for (const [table, rows] of all)
    if (table !== 'public.survey_texts') assert.ok(!JSON.stringify(rows).includes(MARK), table)
})

test('what was kept from before stays closed: the key is gone, and no other opens it', async () => {
  assert.ok(!existsSync(join(dataDir, 'ballots', keyName(1, campaign.acted.id))))
  assert.deepEqual(readdirSync(join(dataDir, 'ballots')), [])
  assert.throws(() => deps.ballotKeys.opener(keyName(1, campaign.acted.id)), Refused)
  const context = ballotContext(1, campaign.acted.id, {
    ...{ placeId: county.organizations.upperVillage, raterClass: 'residents' },
  })
  const [slip] = slips(before_)
  for (const folder of ['secrets', 'keys'].filter((each) => existsSync(join(dataDir, each))))
    for (const name of readdirSync(join(dataDir, folder))) {
      const [, hex] = /([0-9a-f]{64})/.exec(readFileSync(join(dataDir, folder, name), 'utf8')) ?? []
      if (hex) assert.throws(() => openSealedTo(Buffer.from(hex, 'hex'), context, String(slip?.sealed)))
    }
  assert.ok(!readFileSync(archive).includes(Buffer.from(MARK)))
})

/** Of places with what came there, from −1 to 1; forty in random order pass 0.7 once in a million. */
function correlation(order: readonly number[]): number {
  const n = order.length
  const mean = (n - 1) / 2
  const sum = order.reduce((all, value, i) => all + (value - mean) * (i - mean), 0)
  return sum / ((n * (n * n - 1)) / 12)
}
