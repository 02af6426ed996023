import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import type { Portal } from '#features/publicity/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { createBox } from '#platform/sealing/index.ts'
import { appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { createReceipts } from '../receipts.ts'
import { type InboxDeps, openInbox, publishBoxKey } from './open-inbox.ts'
import { Fault, submit } from './open311/submit.ts'
import { createAppealPortal, findPage, leaveInInbox } from './portal.ts'

/** The public pages in a network zone of their own: their log-in at the database, and one key file. */
let db: TestDatabase
let county: SmallCounty
let inner: ReturnType<typeof appealDeps>
let pool: pg.Pool
let zone: string
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  inner = appealDeps(county)
  pool = new pg.Pool({ connectionString: db.portalUrl, max: 2 })
  zone = mkdtempSync(join(tmpdir(), 'bihuan-zone-'))
})
after(async () => {
  await pool.end()
  rmSync(zone, { recursive: true })
  await db.close()
})

const now = () => new Date('2026-03-02T02:00:00Z')

test('with the key of receipts alone it takes a form, and shows its page to whoever has the receipt', async () => {
  const receipts = createReceipts(zone, { makes: false })
  assert.equal(receipts.isReady(), false, 'until the key is brought, nothing is promised')
  const secrets = join(inner.dataDir, 'secrets')
  inner.identities.keys.current()
  const box = createBox(inner.dataDir)
  await publishBoxKey(inner.database, box, 1, now())
  mkdirSync(join(zone, 'secrets'))
  for (const file of readdirSync(secrets).filter((name) => name.startsWith('receipt-')))
    copyFileSync(join(secrets, file), join(zone, 'secrets', file))
  assert.equal(receipts.isReady(), true)
  const database = connectDatabase(pool)
  const portal = { deps: { database, now } } as unknown as Portal
  const outer = createAppealPortal(portal, { receipts, isAtBoundary: () => false })
  const receipt = receipts.receiptFor(1, newId())
  const { digest, pageKey } = receipts.issue(1, receipt)
  const id = newId()
  const { upperVillage: placeId } = county.organizations
  const matter = { placeId, title: '路灯不亮', cause: '路灯坏了', aboutVillage: false, people: 1 }
  const content = { pageKey, openness: 'registrar', person: { name: '周德福' }, matter }
  assert.equal(await leaveInInbox(outer, 1, { id, kind: 'submission', digest, content, sameAs: 'a' }), 'kept')
  assert.equal((await findPage(outer, 1, receipt)).is, 'waiting')
  const { rows } = await db.owner.query('SELECT sealed, key_id FROM appeal_inbox WHERE id = $1', [id])
  assert.throws(() => createBox(zone).open(rows[0].key_id, '', rows[0].sealed), { message: 'key_missing' })
  const deps: InboxDeps = { ...inner, box, now, adviceOn: () => null, onError: (error) => assert.fail(error) }
  assert.equal(await openInbox(deps, 1), 1)
  const found = await findPage(outer, 1, receipt)
  assert.ok(found.is === 'there')
  assert.match(found.page.sentence, /已收到，工作人员正在看/)
  assert.equal((await findPage(outer, 1, receipts.receiptFor(1, newId()))).is, 'none')
  await assert.rejects(pool.query('SELECT 1 FROM appeals'), /permission denied/)
})

test('a source whose key ended between its look and its taking leaves nothing behind', async () => {
  const database = connectDatabase(pool)
  const portal = { deps: { database, now } } as unknown as Portal
  const receipts = createReceipts(zone, { makes: false })
  const outer = createAppealPortal(portal, { receipts, isAtBoundary: () => false })
  const waiting = async () => (await db.owner.query('SELECT count(*)::int AS n FROM appeal_inbox')).rows[0].n
  const before = await waiting()
  const form = new URLSearchParams({
    ...{ service_code: 'roads', 'attribute[village]': county.organizations.upperVillage },
    description: '村口路灯不亮',
  })
  await assert.rejects(
    submit(outer, 1, form, { key: 'bo_ended', source: 'citizen-app' }),
    (error) => error instanceof Fault && error.status === 403,
  )
  assert.equal(await waiting(), before)
})
