import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { type OrganizationName, type PersonName, personNames } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { listWork } from './work.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const START = '2026-06-03T02:00:00Z'

const begin = (name: OrganizationName, by: PersonName) =>
  new PublicationWalk(county, START).begin(by, {
    ...{ kind: 'organization', audience: 'society', organizationId: county.organizations[name] },
  })

const asked = async (who: PersonName, at: Date) => {
  const world = await county.world(at)
  const rows = await county.deps.database.read(1, (tx) => listWork(tx, county.actor(who), world))
  return new Map(rows.map(({ id, asks }) => [id, asks]))
}

const say = (publicationId: string, status: string) =>
  db.owner.query(
    `INSERT INTO publication_comments (county_id, id, publication_id, words, left_on, status)
     VALUES (1, $1, $2, '沟又堵了', '2026-06-10', $3)`,
    [newId(), publicationId, status],
  )

test('each step and each comment waits for those whose it is, and for nobody else', async () => {
  const draft = await begin('upperVillage', 'villageClerk')
  const reviewing = await (await begin('upperVillage', 'townClerk')).toSecrecyReview()
  const approving = await (await begin('upperVillage', 'townClerk')).toSecrecyReview()
  await approving.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
  const village = await (await begin('upperVillage', 'townClerk')).toPublished()
  const township = await (await begin('stoneBridge', 'townClerk')).toPublished('townClerk', 'leader')
  const whole = await (await begin('county', 'office')).toPublished('office', 'leader')
  for (const { acted } of [village, township, whole]) await say(acted.id, 'waiting')
  await say(village.acted.id, 'forwarded')
  await say(township.acted.id, 'answered')
  const at = township.at
  const whoHas = async ({ acted }: PublicationWalk, act: string) => {
    const names: PersonName[] = []
    for (const name of personNames)
      if ((await asked(name, at)).get(acted.id)?.includes(act as never)) names.push(name)
    return names
  }
  const drafting: PersonName[] = ['office', 'office2', 'townSecretary', 'townClerk']
  assert.deepEqual(await whoHas(draft, 'submit'), [...drafting, 'villageSecretary', 'villageClerk'])
  assert.deepEqual(await whoHas(reviewing, 'passSecrecy'), ['secrecy'])
  assert.deepEqual(await whoHas(approving, 'approve'), ['office', 'office2', 'leader', 'townSecretary'])
  const reading: PersonName[] = ['office', 'office2', 'secrecy']
  assert.deepEqual(await whoHas(village, 'screenComment'), [...reading, 'townSecretary', 'townClerk'])
  assert.deepEqual(await whoHas(village, 'answerComment'), ['villageSecretary', 'villageClerk'])
  assert.deepEqual(await whoHas(township, 'screenComment'), reading)
  assert.deepEqual(await whoHas(township, 'passAnswer'), [
    ...['office', 'office2', 'leader', 'secrecy', 'townSecretary'],
  ] as PersonName[])
  assert.deepEqual(await whoHas(whole, 'screenComment'), ['secrecy'])
})

test('what waits for somebody is not hidden behind what waits for others, however much that is', async () => {
  const w = await (await begin('lowerVillage', 'townClerk')).toSecrecyReview()
  const standing = await (await begin('lowerVillage', 'townClerk')).toPublished()
  await say(standing.acted.id, 'waiting')
  const others = await begin('lowerVillage', 'townClerk')
  await db.owner.query(
    `INSERT INTO publications (county_id, id, number, edition, state, due_at, entered_state_at, kind, audience,
       organization_id, township_id, title, generated, content, days, created_at)
     SELECT county_id, gen_random_uuid(), '1999-' || n, 1, 'draft', '1999-01-01', entered_state_at, kind, audience,
       organization_id, township_id, title, generated, content, days, created_at
     FROM publications, generate_series(1, 310) n WHERE id = $1`,
    [others.acted.id],
  )
  const mine = await asked('secrecy', standing.at)
  assert.ok(mine.get(w.acted.id)?.includes('passSecrecy'))
  assert.ok(mine.get(standing.acted.id)?.includes('screenComment'))
})
