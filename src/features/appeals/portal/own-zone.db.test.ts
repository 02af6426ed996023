import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import type { Portal } from '#features/publicity/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { jpeg, png } from '#platform/files/samples.ts'
import { stripMetadata } from '#platform/files/strip/index.ts'
import { jpegWith, pngWith, SECRET } from '#platform/files/strip/with-metadata.ts'
import { newId } from '#platform/ids.ts'
import { createBox, DoesNotOpen } from '#platform/sealing/index.ts'
import { appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { createReceipts } from '../receipts.ts'
import { carryOutItem, type InboxDeps, openInbox, publishBoxKey } from './open-inbox.ts'
import { Fault, submit } from './open311/submit.ts'
import { hashOf, leavePhotos, PhotosFull } from './photos.ts'
import { createAppealPortal, findPage, leaveInInbox } from './portal.ts'
import { inboxContext, photoContext } from './sent.ts'

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
  const context = inboxContext(1, 'submission', id)
  assert.match(box.open(rows[0].key_id, context, rows[0].sealed), /路灯坏了/)
  assert.throws(() => createBox(zone).open(rows[0].key_id, context, rows[0].sealed), {
    message: 'key_missing',
  })
  const deps: InboxDeps = { ...inner, box, now, adviceOn: () => null, onError: (error) => assert.fail(error) }
  assert.equal(await openInbox(deps, 1), 1)
  const found = await findPage(outer, 1, receipt)
  assert.ok(found.is === 'there')
  assert.match(found.page.sentence, /已收到，工作人员正在看/)
  assert.equal((await findPage(outer, 1, receipts.receiptFor(1, newId()))).is, 'none')
  await assert.rejects(pool.query('SELECT 1 FROM appeals'), /permission denied/)
})

test('pictures lie sealed beside the form, are kept as pixels alone when it is opened, and are gone then', async () => {
  const receipts = createReceipts(zone, { makes: false })
  const box = createBox(inner.dataDir)
  const portal = { deps: { database: connectDatabase(pool), now } } as unknown as Portal
  const outer = createAppealPortal(portal, { receipts, isAtBoundary: () => false })
  const left = async (photos: Buffer[], named = photos.map(hashOf)) => {
    const { digest, pageKey } = receipts.issue(1, receipts.receiptFor(1, newId()))
    const id = newId()
    const matter = {
      ...{ placeId: county.organizations.upperVillage, title: '路面塌了', cause: `塌了 ${id}` },
      ...{ aboutVillage: false, people: 1 },
    }
    const content = { pageKey, openness: 'registrar', person: {}, matter, photos: named }
    const item = { id, kind: 'submission' as const, digest, content, sameAs: id }
    await leaveInInbox(outer, 1, item, (tx, key) => leavePhotos(tx, 1, id, key, photos))
    return { id, digest }
  }
  const evidence = async (digest: string) =>
    (
      await db.owner.query(
        `SELECT e.kind, e.file_name, e.person_id, e.sha256 FROM appeal_evidence e
         JOIN appeal_receipts r ON r.appeal_id = e.appeal_id WHERE r.digest = $1 ORDER BY e.file_name`,
        [digest],
      )
    ).rows
  const waiting = async () =>
    (await db.owner.query('SELECT item_id, nth, sealed FROM appeal_inbox_photos')).rows

  // As a portal that somebody took over might leave them: with all that a camera writes.
  const [first, second] = [jpegWith(jpeg()), pngWith(png())]
  const { id, digest } = await left([first, second])
  const sealed = await waiting()
  assert.equal(sealed.length, 2)
  const { keyId } = box.publicKey()
  for (const { nth, sealed: bytes } of sealed) {
    assert.ok(!bytes.includes(SECRET) && !bytes.includes('JFIF') && !bytes.includes('IHDR'))
    assert.ok(box.openBytes(keyId, photoContext(1, id, nth), bytes).includes(SECRET))
    assert.throws(() => createBox(zone).openBytes(keyId, photoContext(1, id, nth), bytes), {
      message: 'key_missing',
    })
    assert.throws(() => box.openBytes(keyId, photoContext(1, id, nth + 1), bytes), DoesNotOpen)
  }
  await assert.rejects(pool.query('SELECT 1 FROM appeal_inbox_photos'), /permission denied/)
  const later = await portal.deps.database.write(1, (tx) =>
    sql<{ left: boolean }>`SELECT leave_inbox_photo(${id}, 3, ${first}) AS left`.execute(tx),
  )
  assert.equal(later.rows[0]?.left, false, 'nothing is put beside what was left before')

  const errors: Error[] = []
  const deps: InboxDeps = { ...inner, box, now, adviceOn: () => null, onError: (e) => errors.push(e) }
  await openInbox(deps, 1)
  const kept = await evidence(digest)
  assert.deepEqual(
    kept.map(({ kind, file_name, person_id }) => [kind, file_name, person_id]),
    [
      ['resident', '照片1.jpeg', null],
      ['resident', '照片2.png', null],
    ],
  )
  for (const { sha256 } of kept) {
    const opened = await inner.files.open(1, sha256)
    assert.ok(opened && !(await buffer(opened.body)).includes(SECRET))
  }
  assert.deepEqual(await waiting(), [])

  // What the submission does not name, and what is no picture, is not kept.
  const odd = await left([png(), Buffer.from('MZ this is a program, and no picture at all')], [hashOf(first)])
  const none = await left([Buffer.from('MZ this is a program, and no picture at all')])
  await openInbox(deps, 1)
  for (const each of [odd, none]) assert.deepEqual(await evidence(each.digest), [])
  assert.deepEqual(
    errors.splice(0).map(({ message }) => message),
    [odd, none].map((each) => `1 of 1 pictures that came with ${each.id} were not kept`),
  )
  assert.deepEqual(await waiting(), [])

  // What the county's rules keep out is not kept, nor what came with it.
  const refused = await left([png()])
  await openInbox({ ...deps, adviceOn: () => '不能写' }, 1)
  assert.deepEqual([await evidence(refused.digest), await waiting()], [[], []])
  assert.deepEqual(errors, [])
})

test('pictures of what cannot be registered are not kept, and are there when somebody registers it after all', async () => {
  const receipts = createReceipts(zone, { makes: false })
  const box = createBox(inner.dataDir)
  const portal = { deps: { database: connectDatabase(pool), now } } as unknown as Portal
  const outer = createAppealPortal(portal, { receipts, isAtBoundary: () => false })
  const deps: InboxDeps = { ...inner, box, now, adviceOn: () => null, onError: (error) => assert.fail(error) }
  const { digest, pageKey } = receipts.issue(1, receipts.receiptFor(1, newId()))
  const id = newId()
  // Pixels that no other test has kept.
  const photo = Buffer.concat([jpeg().subarray(0, -2), Buffer.from('2affd9', 'hex')])
  const matter = { placeId: newId(), title: '路面塌了', cause: `塌了 ${id}`, aboutVillage: false, people: 1 }
  const content = { pageKey, openness: 'registrar', person: {}, matter, photos: [hashOf(photo)] }
  const item = { id, kind: 'submission' as const, digest, content, sameAs: id }
  await leaveInInbox(outer, 1, item, (tx, key) => leavePhotos(tx, 1, id, key, [photo]))
  const sha256 = hashOf(stripMetadata(photo, 'image/jpeg'))
  const rows = async () => (await db.owner.query('SELECT 1 FROM files WHERE sha256 = $1', [sha256])).rowCount
  await openInbox(deps, 1)
  const { rows: failed } = await db.owner.query('SELECT * FROM appeal_inbox WHERE id = $1', [id])
  assert.equal(failed[0].failed, 'invalid.placeId')
  assert.deepEqual([await rows(), await inner.files.has(1, sha256)], [0, false])
  await carryOutItem(deps, 1, failed[0], { placeId: county.organizations.upperVillage })
  assert.deepEqual([await rows(), await inner.files.has(1, sha256)], [1, true])
})

test('so many bytes of pictures wait in a county, and with more of them the form is not taken either', async () => {
  const receipts = createReceipts(zone, { makes: false })
  const portal = { deps: { database: connectDatabase(pool), now } } as unknown as Portal
  const outer = createAppealPortal(portal, { receipts, isAtBoundary: () => false })
  const [id, filler] = [newId(), newId()]
  const count = async () =>
    (await db.owner.query('SELECT count(*)::int AS n FROM appeal_inbox WHERE id = $1', [id])).rows[0].n
  await db.owner.query(
    `INSERT INTO appeal_inbox (county_id, id, kind, digest, key_id, sealed, content_hash, received_at)
      SELECT 1, ($1::text || lpad(n::text, 4, '0'))::uuid, 'submission', digest, key_id, 'x25519:' || repeat('a', 43) || ':b',
        content_hash, now() FROM appeal_inbox, generate_series(1, 34) n WHERE id = (SELECT id FROM appeal_inbox LIMIT 1)`,
    [filler.slice(0, -4)],
  )
  await db.owner.query(
    `INSERT INTO appeal_inbox_photos SELECT 1, id, n, convert_to(repeat('a', 10000000), 'UTF8')
      FROM appeal_inbox, generate_series(1, 3) n WHERE id::text LIKE $1 || '%'`,
    [filler.slice(0, -4)],
  )
  const { digest } = receipts.issue(1, receipts.receiptFor(1, newId()))
  const item = { id, kind: 'submission' as const, digest, content: {}, sameAs: id }
  await assert.rejects(
    leaveInInbox(outer, 1, item, (tx, key) => leavePhotos(tx, 1, id, key, [png()])),
    PhotosFull,
  )
  assert.equal(await count(), 0)
  await db.owner.query(`DELETE FROM appeal_inbox WHERE id::text LIKE $1 || '%'`, [filler.slice(0, -4)])
})

test('pictures on appeals that nobody has screened count as waiting, and so do those of a day', async () => {
  const receipts = createReceipts(zone, { makes: false })
  const portal = { deps: { database: connectDatabase(pool), now } } as unknown as Portal
  const outer = createAppealPortal(portal, { receipts, isAtBoundary: () => false })
  const leave = async () => {
    const { digest } = receipts.issue(1, receipts.receiptFor(1, newId()))
    const id = newId()
    const item = { id, kind: 'submission' as const, digest, content: {}, sameAs: id }
    return leaveInInbox(outer, 1, item, (tx, key) => leavePhotos(tx, 1, id, key, [png()]))
  }
  const sha256 = hashOf(png())
  const { rows: ours } = await db.owner.query(
    `SELECT a.id, a.state FROM appeals a JOIN appeal_evidence e ON e.appeal_id = a.id WHERE e.sha256 = $1`,
    [sha256],
  )
  assert.ok(ours.length > 0 && ours.every(({ state }) => state === 'screening'))
  await db.owner.query('UPDATE files SET size = 2000000000 WHERE sha256 = $1', [sha256])
  await assert.rejects(leave(), PhotosFull)
  await db.owner.query(`UPDATE appeals SET state = 'registered' WHERE id = ANY($1)`, [
    ours.map(({ id }) => id),
  ])
  assert.equal(await leave(), 'kept')
  await db.owner.query('UPDATE appeal_evidence SET entered_at = now() WHERE sha256 = $1', [sha256])
  await assert.rejects(leave(), PhotosFull)
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
