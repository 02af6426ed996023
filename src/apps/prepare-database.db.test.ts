import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { queryTokens, tsquery } from '#platform/search/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { publish, withdraw } from '#tests/support/published.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { prepareDatabase } from './prepare-database.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const found = async (text: string) => {
  const { rows } = await county.deps.database.read(1, (tx) =>
    sql<{
      slug: string
    }>`SELECT slug FROM find_published(${tsquery(queryTokens(text))}::tsquery, 500)`.execute(tx),
  )
  return rows.map(({ slug }) => slug)
}
const words = async (slug: string) =>
  (await db.owner.query('SELECT search::text FROM published WHERE slug = $1', [slug])).rows[0].search

test('what was published before there was a search is found by its words from the next start on', async () => {
  const organization = { id: county.organizations.upperVillage, name: '上河村' }
  const slugs = Array.from({ length: 103 }, (_, n) => `2026-${String(n + 1).padStart(4, '0')}`)
  for (const slug of slugs) await publish(db.owner, 1, { slug, organization })
  const [gone = ''] = slugs
  await withdraw(db.owner, 1, gone)
  await db.owner.query('UPDATE published SET search = NULL')
  assert.deepEqual(await found('雨天 污水'), [])
  await prepareDatabase(db.target)
  assert.deepEqual(
    (await found('雨天 污水')).sort(),
    slugs.filter((slug) => slug !== gone),
  )
  assert.equal(await words(gone), null, 'nobody looks for what was withdrawn')
})
