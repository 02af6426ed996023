import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freezeMonth } from '#features/appeals/index.ts'
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
