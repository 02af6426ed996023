import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sayAbout, sayAct } from '#features/accounts/log-says.ts'
import { listLog } from '#features/accounts/log-store.ts'
import { wordOf } from '#features/personal-data/facts.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { SaveSurvey } from './api.ts'
import { findDraft, lockDraft, publishDraft, saveDraft } from './store.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const NOW = new Date('2026-06-10T02:00:00Z')
const by = () => ({ countyId: 1, personId: county.people.office, now: NOW })
const draft = (given: Partial<SaveSurvey> = {}): SaveSurvey => ({
  ...{ id: newId(), version: 0, purpose: 'service', title: '服务满意度' },
  questions: [{ kind: 'text', key: 'q1', title: '还有什么意见？', required: false }],
  ...given,
})
const save = (body: SaveSurvey) => county.deps.database.write(1, (tx) => saveDraft(tx, by(), body))
const publish = (id: string, version: number) =>
  county.deps.database.write(1, async (tx) => {
    await lockDraft(tx, 1, id)
    const found = await findDraft(tx, 1, id)
    assert.ok(found)
    return publishDraft(tx, by(), found, version)
  })

const historyOf = async (id: string) =>
  (
    await db.owner.query(
      `SELECT h.seq, h.entry->>'kind' AS kind, h.entry->>'act' AS act, h.entry->>'actor' AS actor, h.entry->>'as' AS "as",
         v.content->>'title' AS title FROM history h
         JOIN row_versions v ON v.county_id = h.county_id AND v.case_id = h.case_id AND v.seq = h.seq
       WHERE h.case_id = $1 ORDER BY h.seq`,
      [id],
    )
  ).rows

test('what is drafted and what is published stands in the history, with what it said', async () => {
  const first = draft()
  await save(first)
  await save({ ...first, version: 1, title: '办事满意度' })
  assert.equal(await publish(first.id, 2), 1)
  const office = { kind: 'survey', actor: county.people.office, as: 'office' }
  assert.deepEqual(await historyOf(first.id), [
    { seq: 1, act: 'saveSurvey', title: '服务满意度', ...office },
    { seq: 2, act: 'saveSurvey', title: '办事满意度', ...office },
    { seq: 3, act: 'publishSurvey', title: '办事满意度', ...office },
  ])
})

test('what is refused leaves no entry, and of two who publish at once one does', async () => {
  const one = draft()
  await save(one)
  await assert.rejects(save(one), Refused)
  const both = await Promise.allSettled([publish(one.id, 1), publish(one.id, 1)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const failed = both.find((each) => each.status === 'rejected')
  assert.ok(failed?.reason instanceof Refused, String(failed?.reason))
  assert.deepEqual(
    (await historyOf(one.id)).map(({ act }) => act),
    ['saveSurvey', 'publishSurvey'],
  )
})

test('a questionnaire under the id of a problem or a person is refused, and their histories stay as they are', async () => {
  const problem = await new ProblemWalk(county, '2026-03-02T01:00:00Z').report('upperVillage')
  for (const id of [problem.acted.id, county.people.townClerk]) {
    const before = await historyOf(id)
    await assert.rejects(save(draft({ id })), (error: unknown) => {
      assert.ok(error instanceof Refused, String(error))
      assert.deepEqual(error.refusal, { code: 'invalid', issues: [{ path: 'id', reason: 'taken' }] })
      return true
    })
    assert.deepEqual(await historyOf(id), before)
    assert.deepEqual((await db.owner.query('SELECT FROM survey_drafts WHERE id = $1', [id])).rowCount, 0)
  }
})

test('a questionnaire from before anything was recorded begins its history with what is done next', async () => {
  const id = newId()
  await db.owner.query(
    `INSERT INTO survey_drafts (county_id, id, purpose, title, questions, changed_at, changed_by)
     VALUES (1, $1, 'service', '旧问卷', '[]', now(), $2)`,
    [id, county.people.office],
  )
  await publish(id, 1)
  assert.deepEqual(
    (await historyOf(id)).map(({ seq, act }) => [seq, act]),
    [[1, 'publishSurvey']],
  )
})

test('the log says who changed and published which questionnaire, in words, and nothing of what it says', async () => {
  const one = draft({ title: '日志里的问卷' })
  await save(one)
  await publish(one.id, 1)
  const { rows } = await county.deps.database.read(1, (tx) => listLog(tx, 1, {}))
  assert.ok(!JSON.stringify(rows).includes('日志里的问卷'))
  const about = `服务满意度 ${one.id.slice(-8)}`
  const told = rows.filter((line) => sayAbout(line, 'zh') === about)
  assert.deepEqual(told.map(({ act }) => sayAct(act, 'zh')).sort(), ['修改问卷', '发布问卷'])
  for (const { facts } of told)
    for (const { table, fields } of facts)
      for (const field of fields) assert.ok(wordOf(table, field), `${table}.${field} has no words`)
})
