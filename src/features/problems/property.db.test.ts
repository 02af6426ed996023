import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import type { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { walkAtRandom } from '#tests/support/random-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { ActOnProblem } from './acts/index.ts'
import { type Party, type ProblemAct, type ProblemState, problemLifecycle } from './lifecycle.ts'
import { performAct } from './perform.ts'
import { partiesOf } from './policy.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const START = '2026-03-02T01:00:00Z'

/** A body that is right in form for every act; whether it is right in substance is for the act to say. */
async function bodyFor(w: ProblemWalk, act: ActOnProblem): Promise<object> {
  const { people, organizations } = county
  const text = '说明情况'
  const any: object = {
    ...{
      reason: text,
      opinion: text,
      note: text,
      text,
      report: text,
      summary: text,
      remaining: text,
      result: text,
    },
    ...{ happenedOn: w.today, doneOn: w.today, takenOn: w.today, ratedOn: w.today },
    ...{
      leaderId: people.townSecretary,
      completion: 'done',
      agrees: true,
      passed: true,
      relapseKind: 'returned',
    },
    ...{
      raterClass: 'residents',
      handedOut: 9,
      valid: 9,
      satisfied: 7,
      fair: 1,
      unsatisfied: 1,
      kind: 'site',
    },
    ...{ newDueOn: w.day(200), until: w.day(30), reasonClass: 'funding', newText: '更正后的原文' },
    ...{ organizationId: organizations.willowVillage, followUpBody: 'discipline' },
    parties: [{ level: 'direct', organizationId: organizations.upperVillage, opinion: text }],
    ...w.check('inspector2'),
  }
  if (act === 'submitPlan') return { ...any, ...w.plan() }
  if (act === 'withdrawEvaluation') return { ...any, evaluationId: (await w.evaluations())[0] ?? newId() }
  return act === 'completeMeasure' ? { ...any, measureId: (await w.openMeasures())[0] ?? newId() } : any
}

test('random acts by random people never leave the table, and every acknowledged act is recorded once', async () => {
  await walkAtRandom<ProblemWalk, ProblemState, ProblemAct, Party>({
    ...{ db, lifecycle: problemLifecycle, leaveOut: ['succeed', 'attachCampaign', 'addEvidence'] },
    begunBy: ['office', 'report'],
    begin: (choice) => {
      const w = new ProblemWalk(county, START)
      return choice % 2 === 0 ? w.report('upperVillage') : w.orderImmediate('upperVillage')
    },
    do: (w, by, act, body) => w.act(by, act as ActOnProblem, body as never),
    bodyFor: (w, act) => bodyFor(w, act as ActOnProblem),
    partiesOf: async (w) => {
      const of = await belonging(w.acted.id)
      return (by) => partiesOf(county.actor(by), of)
    },
  })
  const wrong = await db.owner.query(
    `SELECT count(*)::int AS n FROM (SELECT organization_id, state, sum(n) AS counted FROM
       (SELECT organization_id, state, n FROM problem_counts UNION ALL SELECT organization_id, state, n FROM problem_count_deltas) d
       GROUP BY 1, 2) c FULL JOIN (SELECT organization_id, state, count(*) AS counted FROM problems GROUP BY 1, 2) p
       USING (organization_id, state) WHERE coalesce(c.counted, 0) <> coalesce(p.counted, 0)`,
  )
  assert.equal(wrong.rows[0].n, 0, 'the counts agree with the rows')
})

async function belonging(id: string) {
  const { rows } = await db.owner.query('SELECT organization_id, township_id FROM problems WHERE id = $1', [
    id,
  ])
  return rows[0]
}

test('of two who act at the same moment exactly one wins, and the other is told', async () => {
  const w = await new ProblemWalk(county, START).toRectifying()
  const world = await county.world(w.at)
  const attempt = (by: 'villageClerk' | 'villageSecretary') =>
    performAct(county.deps, world, county.actor(by), 'reportProgress', w.acted.id, {
      ...{ commandId: newId(), version: w.acted.version, text: by, happenedOn: w.today },
    })
  const outcomes = await Promise.allSettled([attempt('villageClerk'), attempt('villageSecretary')])
  assert.deepEqual(outcomes.map((o) => o.status).sort(), ['fulfilled', 'rejected'])
  const lost = outcomes.find((o) => o.status === 'rejected')
  assert.equal(lost?.reason.refusal.code, 'stale_version')
})

test('the same command sent many times at once is carried out once and answered alike', async () => {
  const w = await new ProblemWalk(county, START).toRectifying()
  const world = await county.world(w.at)
  const body = { commandId: newId(), version: w.acted.version, text: '清淤完成一半', happenedOn: w.today }
  const send = () =>
    performAct(county.deps, world, county.actor('villageClerk'), 'reportProgress', w.acted.id, body)
  const answers = await Promise.all([send(), send(), send(), send()])
  for (const answer of answers) assert.deepEqual(answer, answers[0])
  const { rows } = await db.owner.query(
    'SELECT count(*)::int AS n FROM problem_progress WHERE problem_id = $1',
    [w.acted.id],
  )
  assert.equal(rows[0].n, 1)
  const other = { ...body, text: '别的内容' }
  await assert.rejects(
    performAct(county.deps, world, county.actor('villageClerk'), 'reportProgress', w.acted.id, other),
    (e: Refused) => e.refusal.code === 'command_reused',
  )
})
