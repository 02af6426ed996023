import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { operator } from '#features/accounts/index.ts'
import { type Reorganizing, reorganize, together } from '#features/organizations/index.ts'
import { succession } from '#features/problems/index.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { publicationSuccession } from './succession.ts'

let db: TestDatabase
let county: SmallCounty
beforeEach(async () => {
  await db?.close()
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

// In the order in which apps/business.ts puts them together.
const business = together([succession, publicationSuccession])

const START = '2026-06-03T02:00:00Z'

const ofVillage = () =>
  new PublicationWalk(county, START).begin('townClerk', {
    ...{ kind: 'organization', audience: 'society', organizationId: county.organizations.upperVillage },
  })

/** Does an act on an organisation; the walks go on from their rows' new version. */
async function act(id: string, asked: Reorganizing, ...walks: PublicationWalk[]) {
  const order = { id, by: operator, world: await county.world(new Date(START)), business }
  const done = await county.deps.database.write(1, (tx) => reorganize(tx, 1, order, asked))
  county.deps.directory.forget(1)
  for (const w of walks) w.acted = { ...w.acted, version: (await w.row()).row.version }
  return done
}

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  assert.equal(error.refusal.code, code)
  return true
}

const placeOf = async (w: PublicationWalk) => {
  const { organization_id, township_id } = (await w.row()).row
  return [organization_id, township_id]
}

test('publications of a merged village go on at the successor; what stands keeps its names, and is answered for', async () => {
  const { upperVillage, willowVillage, willow } = county.organizations
  const draft = await ofVillage()
  const standing = await (await ofVillage()).toPublished()
  const before = (await standing.row()).row
  const done = await act(upperVillage, { act: 'merge', into: willowVillage }, draft, standing)
  assert.equal(done.publicationsMoved, 2)
  assert.deepEqual(await placeOf(draft), [willowVillage, willow])
  const { row } = await standing.row()
  assert.deepEqual(
    [row.state, row.due_at, row.publish_until],
    ['published', before.due_at, before.publish_until],
  )
  const stands = await db.owner.query('SELECT organization_name, withdrawn_at FROM published')
  assert.deepEqual(stands.rows, [{ organization_name: '上河村', withdrawn_at: null }])
  await assert.rejects(draft.act('townClerk', 'edit', { edits: [], days: 30 }), refusedWith('not_yours'))
  await draft.act('otherVillageSecretary', 'edit', { edits: [], days: 30 })
  await standing.act('otherTownSecretary', 'withdraw', { reason: '由新单位重新公示' })
  const entries = await db.owner.query(
    "SELECT count(*)::int AS n FROM history WHERE entry->>'act' = 'succeed' AND entry->>'kind' = 'publication'",
  )
  assert.equal(entries.rows[0].n, 2)
})

test('a township that took another in publishes its own month, beside the issue of the one that is gone', async () => {
  const { stoneBridge, willow } = county.organizations
  const of = (organizationId: string, by: 'townClerk' | 'office') =>
    new PublicationWalk(county, START).begin(by, {
      ...{ kind: 'month', audience: 'society', month: '2026-05', organizationId },
    })
  const absorbed = await (await of(stoneBridge, 'townClerk')).toPublished()
  await act(stoneBridge, { act: 'merge', into: willow }, absorbed)
  const own = await (await of(willow, 'office')).toPublished('office', 'leader')
  // What is corrected of the one that is gone stays told of it, and is followed as before.
  const corrected = await absorbed.revised('office')
  await corrected.act('office', 'edit', { edits: [{ slot: 'title', text: '石桥镇五月公示（更正）' }] })
  await corrected.toPublished('office', 'leader')
  await own.revised('office')
  const { rows } = await db.owner.query('SELECT slug, organization_name FROM published ORDER BY slug')
  assert.deepEqual(rows, [
    { slug: absorbed.acted.number, organization_name: '石桥镇' },
    { slug: own.acted.number, organization_name: '柳林镇' },
    { slug: corrected.acted.number, organization_name: '石桥镇' },
  ])
})

test('after a split, publications of the problems that were named go along, all others stay', async () => {
  const problem = async () => new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const [going, staying] = [await problem(), await problem()]
  const told = (of: ProblemWalk) =>
    new PublicationWalk(county, START).begin('townClerk', {
      ...{ kind: 'problem', audience: 'society', problemId: of.acted.id },
    })
  const [with_, without, whole] = [await told(going), await told(staying), await ofVillage()]
  const { upperVillage, stoneBridge } = county.organizations
  const done = await act(upperVillage, {
    ...{ act: 'split', into: { code: 'NEW', name: '上河新村' }, below: [], problems: [going.acted.number] },
  })
  assert.deepEqual([done.problemsMoved, done.publicationsMoved], [1, 1])
  assert.deepEqual(await placeOf(with_), [done.id, stoneBridge])
  assert.deepEqual(await placeOf(without), [upperVillage, stoneBridge])
  assert.deepEqual(await placeOf(whole), [upperVillage, stoneBridge])
})

test('a village that moves takes its publications under its new township', async () => {
  const { upperVillage, willow } = county.organizations
  const w = await ofVillage()
  const done = await act(upperVillage, { act: 'move', to: willow }, w)
  assert.equal(done.publicationsMoved, 1)
  assert.deepEqual(await placeOf(w), [upperVillage, willow])
  await assert.rejects(w.act('townClerk', 'submit', {}), refusedWith('not_yours'))
  await w.act('otherTownSecretary', 'submit', {})
})

test('an organisation is not closed while anything of it is on its way or stands in public', async () => {
  const { upperVillage } = county.organizations
  const w = await (await ofVillage()).toPublished()
  await assert.rejects(act(upperVillage, { act: 'close' }), (error: Refused) => {
    assert.deepEqual(error.refusal, { code: 'missing', needs: ['noOpenPublications'] })
    return true
  })
  await w.act('secrecy', 'withdraw', { reason: '单位撤销' })
  await act(upperVillage, { act: 'close' })
})
