import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { overviewOf } from './overview.ts'
import { listViewsOf, putView } from './views-store.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')

test('the overview is of one moment, whatever is entered while it is read', async () => {
  const { deps } = county
  await walk().report('upperVillage')
  const world = await county.world(new Date('2026-03-03T01:00:00Z'))
  const organizations = await deps.directory.organizations(1)
  await deps.database.read(1, async (tx) => {
    const look = () => overviewOf(tx, 1, { all: true }, {}, world, organizations)
    const before = await look()
    await walk().report('lowerVillage')
    assert.deepEqual(await look(), before)
  })
})

test('a person keeps fifty views and is told so at the next, two at once or not', async () => {
  const { people, deps } = county
  const put = (id: string, name: string) =>
    deps.database.write(1, (tx) => putView(tx, 1, people.office, { id, name, query: 'state=closed' }))
  const first = newId()
  await put(first, '第一个')
  for (let i = 2; i <= 49; i++) await put(newId(), `视图${i}`)
  const settled = await Promise.allSettled([put(newId(), '同时甲'), put(newId(), '同时乙')])
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  assert.equal(refused.length, 1)
  assert.ok(refused[0] instanceof Refused)
  assert.deepEqual(refused[0].refusal, {
    code: 'invalid',
    issues: [{ path: '', reason: 'too_many_views', detail: '50' }],
  })
  await put(first, '改了名字')
  const rows = await deps.database.read(1, (tx) => listViewsOf(tx, 1, people.office))
  assert.equal(rows.length, 50)
  assert.equal(rows[0]?.name, '改了名字')
  await deps.database.write(1, (tx) =>
    putView(tx, 1, people.leader, { id: newId(), name: '别人的', query: '' }),
  )
})
