import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { alike, alikeAfterwards, unlike, unlikeAfterwards } from '#tests/support/similar-pairs.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { ruleOf } from './rules.seed.ts'
import { findSimilar } from './similar.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

test('in a village with a hundred running matters, what somebody types is offered the one it is', async () => {
  const deps = appealDeps(county)
  const same = [...alike, ...alikeAfterwards]
  const matters = new Map(
    [...same, ...unlike, ...unlikeAfterwards].map(({ title, cause }) => [
      `${title} ${cause}`,
      { title, cause },
    ]),
  )
  const ids = new Map<string, string>()
  for (const [key, matter] of matters) {
    const w = await new AppealWalk(county, deps, '2026-03-02T02:00:00Z').register({
      ...{ ...matter, nature: undefined, fieldCode: undefined },
    })
    ids.set(key, w.acted.id)
  }
  assert.ok(ids.size > 90, String(ids.size))
  const keywords = ruleOf(await county.world(new Date('2026-03-02T09:00:00Z')), 'keywords')
  const registrar = county.actor('townRegistrar')
  let found = 0
  let offered = 0
  for (const { typed, title, cause } of same) {
    const rows = await deps.database.read(county.countyId, (tx) =>
      findSimilar(tx, registrar, county.organizations.upperVillage, typed, keywords),
    )
    offered += rows.length
    if (rows.some(({ id }) => id === ids.get(`${title} ${cause}`))) found++
  }
  // No fewer than of the pairs alone: the ten that the database hands over are the right ones.
  assert.ok(found / same.length >= 0.87, `${found} of ${same.length}`)
  // In a village that has every trouble there is, several water pipes among them.
  assert.ok(offered / same.length < 2.2, `${offered} offered, for ${same.length} typed`)
})
