import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appealMonths, freezeMonth } from '#features/appeals/index.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { addAppeals } from '../../../bench/appeals.ts'
import { maskedContent } from './masks.ts'

/** Whose names are hidden in the typical cases of a month of appeals. */
let db: TestDatabase
let county: SmallCounty
const START = '2026-06-03T02:00:00Z'
const MONTH = '2026-05'

before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  const at = (day: string) => new Date(`2026-${day}T00:00:00Z`)
  await addAppeals(db.owner, {
    ...{ countyId: county.countyId, count: 200, from: at('04-20'), to: at('05-30'), until: at('06-02') },
  })
  const { townClerk } = county.people
  await db.owner.query(`UPDATE people SET name = '王强' WHERE id = $1`, [townClerk])
  await db.owner.query(
    `INSERT INTO posts (county_id, id, organization_id, person_id, kind, title, valid_from)
     VALUES (1, $1, $2, $3, 'deputy', '党委副书记', '2020-01-01')`,
    [newId(), county.organizations.stoneBridge, townClerk],
  )
  await db.owner.query(`UPDATE appeals SET cause = '村民高兴家门口的路灯半个月不亮。' WHERE state = 'closed'`)
  const { database } = county.deps
  const world = await county.world(new Date(START))
  assert.equal(await freezeMonth({ database }, world, county.countyId, MONTH, null), 'frozen')
})
after(() => db.close())

/** What is shown of an answer in the issue of the county, whatever happened between drafting and masking. */
async function shownOf(answer: string, between?: () => Promise<unknown>): Promise<string> {
  await db.owner.query('UPDATE appeal_answers SET text = $1', [answer])
  const w = await new PublicationWalk(county, START).begin('office', {
    ...{ kind: 'appeals', audience: 'society', month: MONTH, organizationId: county.organizations.county },
  })
  await between?.()
  await w.toMaskCheck('office')
  const { row } = await w.row()
  await w.act('office', 'sendBack', { reason: '重拟' })
  await w.act('office', 'drop', { reason: '重拟' })
  const solved = maskedContent(row.content, row.masks).pages.find(({ key }) => key === 'solved')
  const [said] = solved?.paragraphs ?? []
  assert.ok(said)
  return said.slice(said.indexOf('。') + 1)
}

test('who is named in an appeal is hidden in its answer, whole and without anything around it', async () => {
  assert.equal(await shownOf('已和高兴商定，三天内修好。'), '已和***商定，三天内修好。')
  assert.equal(await shownOf('周德福同志，路灯已经修好。'), '***同志，路灯已经修好。')
})

test('whoever is named in office is not hidden; the same name without it is', async () => {
  assert.equal(
    await shownOf('副书记王强到场督办，王强家门口一并修好。'),
    '副书记王强到场督办，***家门口一并修好。',
  )
  assert.equal(await shownOf('经办人：王强。'), '经办人：王强。')
  assert.equal(await shownOf('经办人：周德福。'), '经办人：***。')
})

test('whoever held an office before, or lives somewhere, is not named in office', async () => {
  for (const former of ['老书记王强', '原镇党委副书记王强', '王强书记员', '前任副书记：王强'])
    assert.equal(await shownOf(`${former}，水沟已修好。`), `${former.replace('王强', '***')}，水沟已修好。`)
  assert.equal(await shownOf('书记王强家的水沟已修好。'), '书记***家的水沟已修好。')
  assert.equal(await shownOf('王强党委副书记到场，王强书记的意见。'), '王强党委副书记到场，王强书记的意见。')
  const until = (day: string | null) =>
    db.owner.query(`UPDATE posts SET valid_to = $1 WHERE title = '党委副书记'`, [day])
  await until('2026-05-01')
  assert.equal(await shownOf('副书记王强到场。'), '副书记***到场。', 'gone before the month')
  await until('2026-05-02')
  assert.equal(await shownOf('副书记王强到场。'), '副书记王强到场。', 'on its first day still')
  await until(null)
})

test('what residents say after an issue was drafted takes nobody’s mask away', async () => {
  await db.owner.query('CREATE TABLE kept AS SELECT id, state, solved, satisfaction FROM appeals')
  const shown = await shownOf('已和高兴商定，三天内修好。', () =>
    db.owner.query(
      "UPDATE appeals SET state = 'handling', solved = false, satisfaction = 'unsatisfied' WHERE state = 'closed'",
    ),
  )
  assert.equal(shown, '已和***商定，三天内修好。')
  await db.owner.query(
    `UPDATE appeals a SET state = k.state, solved = k.solved, satisfaction = k.satisfaction FROM kept k WHERE k.id = a.id`,
  )
})

test('a month of 20,000 appeals is masked within seconds', async () => {
  await db.owner.query(`
    CREATE TABLE many AS SELECT gen_random_uuid() AS id, n, (SELECT id FROM appeals WHERE state = 'closed' LIMIT 1) AS of
      FROM generate_series(1, 20000) n;
    CREATE TABLE likeness AS SELECT a.* FROM appeals a WHERE a.id = (SELECT of FROM many LIMIT 1);
  `)
  const { rows } = await db.owner.query(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'appeals' AND is_generated = 'NEVER'`,
  )
  const own: Record<string, string> = {
    ...{ id: 'm.id', number: "'M' || m.n", external_key: 'NULL' },
    cause: `'第' || m.n || '号：' || repeat('村口路灯坏了半个月，晚上老人出行不便，张建国家门口也是。', 8)`,
  }
  const columns = rows.map(({ name }) => name as string)
  await db.owner.query(
    `INSERT INTO appeals (${columns.join()}) SELECT ${columns.map((name) => own[name] ?? `l.${name}`).join()}
     FROM many m, likeness l`,
  )
  await db.owner.query(`
    INSERT INTO appeal_spans (county_id, appeal_id, seq, from_at, state, round, place_id, township_id, due_at)
      SELECT 1, m.id, 1, '2026-05-10', 'closed', 1, l.place_id, l.township_id, 'infinity' FROM many m, likeness l;
    INSERT INTO appeal_answers (county_id, id, appeal_id, round, kind, text, status, entered_at, person_id)
      SELECT 1, gen_random_uuid(), m.id, 1, 'answer', '第' || m.n || '号已派人处理，李卫东同意。', 'passed', '2026-05-09', gen_random_uuid()
      FROM many m, likeness l`)
  const asked = { countyId: 1, world: await county.world(new Date(START)), month: MONTH, townshipId: null }
  // Of the processor: other tests run beside this one.
  const begun = process.cpuUsage()
  const { people } = await county.deps.database.read(1, (tx) => appealMonths.names(tx, asked))
  const { user, system } = process.cpuUsage(begun)
  const took = (user + system) / 1_000
  assert.ok(people.includes('张建国') && people.includes('李卫东') && people.includes('高兴'))
  assert.ok(took < 5_000, `${Math.round(took)} ms`)
})
