import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { operator } from '#features/accounts/index.ts'
import { type Reorganizing, reorganize, together } from '#features/organizations/index.ts'
import { succession } from '#features/problems/index.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { content, EvaluationWalk, evaluationDeps } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'
import { partiesOf } from './policy.ts'
import { findCampaign } from './store.ts'
import { campaignSuccession } from './succession.ts'
import { CampaignDetail } from './views.ts'

let db: TestDatabase
let county: SmallCounty
let deps: Deps
beforeEach(async () => {
  await db?.close()
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  ;({ deps } = evaluationDeps(county))
})
after(() => db.close())

// In the order in which apps/business.ts puts them together.
const business = together([succession, campaignSuccession])

const START = '2026-03-02T01:00:00Z'
const reported = (organization: OrganizationName) => new ProblemWalk(county, START).report(organization)
const campaign = (w: ProblemWalk) => new EvaluationWalk(county, deps, deps.database, w.at)

const places = (of: Partial<Record<OrganizationName, ProblemWalk[]>>) => ({
  places: Object.entries(of).map(([name, walks]) => ({
    organizationId: county.organizations[name as OrganizationName],
    problems: walks.map(({ acted }) => ({ problemId: acted.id, title: '水沟' })),
    asked: { residents: 20, delegates: 2, cppcc: 0 },
  })),
})

/** Does an act on an organisation; the walks go on from their rows' new version. */
async function act(id: string, asked: Reorganizing, ...walks: EvaluationWalk[]) {
  const at = walks[0]?.at ?? new Date(START)
  const order = { id, by: operator, world: await county.world(at), business }
  const done = await county.deps.database.write(1, (tx) => reorganize(tx, 1, order, asked))
  county.deps.directory.forget(1)
  for (const w of walks) w.acted = { ...w.acted, version: (await rowOf(w)).version }
  return done
}

const rowOf = async ({ acted }: EvaluationWalk) => {
  const found = await deps.database.read(1, (tx) => findCampaign(tx, 1, acted.id))
  assert.ok(found)
  return found.row
}
const planOf = async (w: EvaluationWalk) =>
  (await rowOf(w)).plan.places.map(({ id, name, asked, items }) => [
    ...[id, name, asked.residents],
    items.map(({ key, problemId }) => [key, problemId]),
  ])

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === code, String(error))
  return true
}

test('before slips go out a plan asks about merged villages as one, and as many as of both', async () => {
  const { upperVillage, lowerVillage } = county.organizations
  const [one, two] = [await reported('upperVillage'), await reported('lowerVillage')]
  const c = await campaign(one).begin('townClerk', [], places({ lowerVillage: [two], upperVillage: [one] }))
  const done = await act(upperVillage, { act: 'merge', into: lowerVillage }, c)
  assert.equal(done.campaignsMoved, 1)
  assert.deepEqual(await planOf(c), [
    [
      ...[lowerVillage, '下河村', 40],
      [
        ['item_1', two.acted.id],
        ['item_2', one.acted.id],
      ],
    ],
  ])
  await c.act('townClerk', 'submit', {})
  await c.act('townSecretary', 'open', {})
  const again = await db.owner.query(
    "SELECT count(*)::int AS n FROM history WHERE entry->>'act' = 'succeed' AND entry->>'kind' = 'evaluation'",
  )
  assert.equal(again.rows[0].n, 1)
})

test('merged villages that ask more than one may together can be read, are not opened so, and can be changed', async () => {
  const { upperVillage, lowerVillage } = county.organizations
  const [one, two] = [await reported('upperVillage'), await reported('lowerVillage')]
  const asked = { residents: 1_200, delegates: 2, cppcc: 0 }
  const plan = places({ lowerVillage: [two], upperVillage: [one] }).places.map((each) => ({ ...each, asked }))
  const c = await campaign(one).begin('townClerk', [], { places: plan })
  await act(upperVillage, { act: 'merge', into: lowerVillage }, c)
  const { plan: merged } = await rowOf(c)
  assert.equal(merged.places[0]?.asked.residents, 2_400)
  assert.ok(CampaignDetail.shape.plan.safeParse(merged).success)
  await assert.rejects(c.act('townClerk', 'submit', {}), (error: Refused) => {
    assert.deepEqual(error.refusal, {
      code: 'invalid',
      issues: [{ path: 'asked', reason: 'too_many', detail: '2000' }],
    })
    return true
  })
  const fewer = { organizationId: lowerVillage, asked: { ...asked, residents: 2_000 } }
  const problems = [one, two].map(({ acted }) => ({ problemId: acted.id, title: '水沟' }))
  await c.act('townClerk', 'revise', c.plan([], { places: [{ ...fewer, problems }] }))
  await c.act('townClerk', 'submit', {})
})

test('once slips are out the place stays: ballots open, the result goes where the problem is, the successor has no part', async () => {
  const { upperVillage, lowerVillage, stoneBridge } = county.organizations
  const w = await new ProblemWalk(county, START).toRectifying()
  await w.wait(20).toClosureRequested()
  await w.toAwaitingEvaluation()
  const c = await campaign(w).open([w.acted.id])
  const codes = await c.issue(6)
  for (const code of codes.slice(0, 3)) await c.answer(code, content)
  await act(upperVillage, { act: 'merge', into: lowerVillage }, c)
  for (const code of codes.slice(3)) assert.equal(await c.answer(code, content), 'kept')
  const row = await rowOf(c)
  assert.deepEqual(
    row.plan.places.map(({ id, name, heirs }) => ({ id, name, heirs })),
    [{ id: upperVillage, name: '上河村', heirs: [{ id: lowerVillage, name: '下河村' }] }],
  )
  const sibling = county.actor('siblingSecretary')
  const town = county.actor('townSecretary')
  assert.ok(partiesOf(town, row).has('organizer'))
  assert.deepEqual([...partiesOf({ ...town, grants: [...town.grants, ...sibling.grants] }, row)], [])
  await c.act('townClerk', 'endAnswers', {})
  await c.act('townClerk', 'close', {})
  const { rows } = await db.owner.query(
    `SELECT p.organization_id, e.valid, e.passed FROM problem_evaluations e JOIN problems p ON p.id = e.problem_id
     WHERE e.campaign_id = $1`,
    [c.acted.id],
  )
  assert.deepEqual(rows, [{ organization_id: lowerVillage, valid: 6, passed: true }])
  assert.equal((await rowOf(c)).organization_id, stoneBridge)
})

test('a village that becomes part of its township leaves the township no part in rating it', async () => {
  const { upperVillage, stoneBridge } = county.organizations
  const w = await reported('upperVillage')
  const draft = await campaign(w).begin('townClerk', [w.acted.id])
  const running = await campaign(w).open([w.acted.id])
  await act(upperVillage, { act: 'merge', into: stoneBridge }, draft, running)
  assert.equal((await rowOf(draft)).state, 'cancelled')
  await assert.rejects(running.act('townClerk', 'endAnswers', {}), refusedWith('not_yours'))
  await running.act('office', 'cancel', { reason: '改由县里组织' })
})

test('campaigns of a merged township are the successor’s, those that are over too', async () => {
  const { stoneBridge, willow } = county.organizations
  const w = await reported('upperVillage')
  const running = await campaign(w).open([w.acted.id])
  const over = await campaign(w).open([w.acted.id])
  await over.act('office', 'cancel', { reason: '推迟' })
  const done = await act(stoneBridge, { act: 'merge', into: willow }, running, over)
  assert.equal(done.campaignsMoved, 2)
  for (const c of [running, over]) {
    const { organization_id, township_id } = await rowOf(c)
    assert.deepEqual([organization_id, township_id], [willow, willow])
  }
  await assert.rejects(running.issue(6), refusedWith('not_yours'))
  await running.act('otherTownSecretary', 'cancel', { reason: '合并后重新组织' })
})

test('what a township may not ask about any more is left out of its drafts; a draft of nothing is cancelled', async () => {
  const { upperVillage, lowerVillage, willow } = county.organizations
  const [one, two] = [await reported('upperVillage'), await reported('lowerVillage')]
  const both = await campaign(one).begin(
    'townClerk',
    [],
    places({ upperVillage: [one], lowerVillage: [two] }),
  )
  const proposed = await campaign(one).begin('townClerk', [], places({ upperVillage: [one] }))
  await proposed.act('townClerk', 'submit', {})
  const running = await campaign(one).open([one.acted.id])
  const countys = await campaign(one).begin('office', [], {
    ...places({ upperVillage: [one] }),
    ...{ organizationId: county.organizations.county },
  })
  const done = await act(upperVillage, { act: 'move', to: willow }, both, proposed, running, countys)
  assert.equal(done.campaignsMoved, 2)
  assert.deepEqual(await planOf(both), [[lowerVillage, '下河村', 20, [['item_1', two.acted.id]]]])
  const items = await db.owner.query('SELECT problem_id AS id FROM evaluation_items WHERE campaign_id = $1', [
    both.acted.id,
  ])
  assert.deepEqual(items.rows, [{ id: two.acted.id }])
  assert.equal((await rowOf(proposed)).state, 'cancelled')
  assert.equal((await rowOf(running)).state, 'running')
  assert.equal((await planOf(countys)).length, 1)
})

test('after a split a draft asks about each place by itself; a running one knows both', async () => {
  const { upperVillage } = county.organizations
  const [going, staying] = [await reported('upperVillage'), await reported('upperVillage')]
  const draft = await campaign(going).begin('townClerk', [], places({ upperVillage: [staying, going] }))
  const running = await campaign(going).open([staying.acted.id, going.acted.id])
  const done = await act(
    upperVillage,
    {
      ...{ act: 'split', into: { code: 'NEW', name: '上河新村' }, below: [] },
      problems: [going.acted.number],
    },
    ...[draft, running],
  )
  assert.deepEqual(await planOf(draft), [
    [upperVillage, '上河村', 20, [['item_1', staying.acted.id]]],
    [done.id, '上河新村', 20, [['item_1', going.acted.id]]],
  ])
  const [place] = (await rowOf(running)).plan.places
  assert.deepEqual(
    [place?.id, place?.items.length, place?.heirs],
    [upperVillage, 2, [{ id: done.id, name: '上河新村' }]],
  )
})

test('an organisation that holds a campaign, or is rated in one, is not closed before it is over', async () => {
  const { upperVillage } = county.organizations
  const w = await new ProblemWalk(county, START).toRectifying()
  await w.toClosureRequested()
  await w.toClosed()
  const c = await campaign(w).open([w.acted.id])
  await assert.rejects(act(upperVillage, { act: 'close' }), (error: Refused) => {
    assert.deepEqual(error.refusal, { code: 'missing', needs: ['noOpenCampaigns'] })
    return true
  })
  await c.act('office', 'cancel', { reason: '单位撤销' })
  await act(upperVillage, { act: 'close' })
})
