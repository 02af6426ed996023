import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { publish } from '#tests/support/published.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { listChoices, listPublished } from './store.ts'

let db: TestDatabase
let county: SmallCounty
const now = new Date()
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const village = () => ({ organization: { id: county.organizations.upperVillage, name: '上河村' } })
const list = (filter: object) =>
  county.deps.database.read(1, (tx) => listPublished(tx, 1, now, filter, { most: 20 }))

/** Rows of `published` that were fetched since the server started, by an index or by reading it from end to end. */
async function fetched(): Promise<{ scans: number; rows: number }> {
  for (const pool of [db.app, db.owner]) await pool.query('SELECT pg_stat_force_next_flush()')
  const { rows } = await db.owner.query(
    "SELECT seq_scan::int AS scans, (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int AS rows FROM pg_stat_user_tables WHERE relname = 'published'",
  )
  return rows[0]
}

test('a month is the one in which it came out by the county’s own clock', async () => {
  await db.owner.query("UPDATE counties SET time_zone = 'Asia/Urumqi' WHERE county_id = 1")
  // In Shanghai it is June by then, in Ürümqi not yet.
  await publish(db.owner, 1, {
    ...{ slug: '2026-0001', ...village(), publishedAt: new Date('2026-05-31T17:00:00Z') },
  })
  assert.deepEqual(
    (await list({ month: '2026-05' })).map(({ slug }) => slug),
    ['2026-0001'],
  )
  const { months } = await county.deps.database.read(1, (tx) => listChoices(tx, 1, now, undefined))
  assert.deepEqual(
    months.map(({ value }) => value),
    ['2026-05'],
  )
})

test('a search looks through what stands, however much was withdrawn over the years', async () => {
  await publish(db.owner, 1, { slug: '2020-0001', ...village(), withdrawn: { at: now, kind: 'ended' } })
  await db.owner.query(
    `WITH old AS (INSERT INTO publications (county_id, id, number, edition, state, entered_state_at, kind, audience, title,
         organization_id, created_at, generated, content, days)
       SELECT p.county_id, gen_random_uuid(), '2020-' || lpad((n + 1)::text, 4, '0'), 1, 'withdrawn', now(), p.kind,
         'society', p.title, p.organization_id, now(), '{}', '{}', 90
       FROM publications p, generate_series(1, 3000) n WHERE p.number = '2020-0001' RETURNING id, number)
     INSERT INTO published (county_id, slug, publication_id, number, edition, kind, title, organization_id,
       organization_name, body, sha256, published_at, until, withdrawn_at, withdrawn_kind)
     SELECT 1, old.number, old.id, old.number, 1, s.kind, s.title, s.organization_id, s.organization_name, s.body,
       s.sha256, s.published_at, s.until, s.withdrawn_at, s.withdrawn_kind
     FROM old, published s WHERE s.slug = '2020-0001'`,
  )
  await db.owner.query('ANALYZE published')
  const before_ = await fetched()
  assert.deepEqual(
    (await list({ text: '排水沟' })).map(({ slug }) => slug),
    ['2026-0001'],
  )
  const after_ = await fetched()
  assert.equal(after_.scans, before_.scans, 'not from end to end')
  assert.ok(after_.rows - before_.rows < 100, `${after_.rows - before_.rows} rows`)
})
