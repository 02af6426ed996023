import type { actEndpoints } from '#features/evaluations/api.ts'
import { keyName } from '#features/evaluations/ballot.ts'
import { newId } from '#platform/ids.ts'
import { content, EvaluationWalk } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { always, type Example, type Examples } from '../example.ts'
import type { Scene } from '../scene.ts'

type Act = keyof typeof actEndpoints

/** A campaign about a problem of the upper village in each situation, brought there by people of the roster. */
async function situations({ house, east }: Scene) {
  const { evaluations } = house.program
  const problem = await new ProblemWalk(
    east,
    new Date(Date.now() - 4 * 86_400_000).toISOString(),
  ).toRectifying()
  await problem.toClosureRequested()
  const walk = () => new EvaluationWalk(east, evaluations, evaluations.database, new Date())
  const ids = [problem.acted.id]
  const begun = () => walk().begin('townClerk', ids)
  const proposed = async () => (await begun()).act('townClerk', 'submit', {})
  const running = async () => {
    const w = await walk().open(ids)
    return { w, codes: await w.issue(8) }
  }
  const counting = async () => {
    const { w, codes } = await running()
    for (const code of codes.slice(0, 6)) await w.answer(code, content)
    return w.act('townClerk', 'endAnswers', {})
  }
  const closed = async () => (await counting()).act('townClerk', 'close', {})
  const open = await running()
  return {
    ids,
    code: open.codes[0] ?? '',
    of: {
      draft: await begun(),
      proposed: await proposed(),
      running: open.w,
      counting: await counting(),
      closed: await closed(),
    },
  }
}

type Situation = keyof Awaited<ReturnType<typeof situations>>['of']

/** Which situation each act is asked for in. A new act does not compile until it is said here. */
const situationOf = {
  revise: 'draft',
  submit: 'draft',
  sendBack: 'proposed',
  open: 'proposed',
  voidRest: 'running',
  endAnswers: 'running',
  close: 'counting',
  cancel: 'running',
} as const satisfies Record<Exclude<Act, 'begin'>, Situation>

const form = (fields: Record<string, string>): Example =>
  always({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

export async function evaluationExamples(scene: Scene): Promise<Examples> {
  const { house, east } = scene
  const { of, ids, code } = await situations(scene)
  const { rows } = await house.test.owner.query<{ id: string }>(
    'SELECT id FROM evaluation_batches WHERE campaign_id = $1',
    [of.running.acted.id],
  )
  const plan = of.draft.plan(ids)
  const example =
    (act: keyof typeof situationOf): Example =>
    () => {
      const { id, version } = of[situationOf[act]].acted
      // Whoever succeeded before has destroyed it; the rows are put back, a file is not.
      if (act === 'close' || act === 'cancel')
        house.program.evaluations.ballotKeys.make(keyName(east.countyId, id))
      const body = { commandId: newId(), version, ...plan, reason: '说明', batchId: rows[0]?.id }
      return { params: { id }, body }
    }
  const { id, version } = of.running.acted
  const surveyId = newId()
  const survey = {
    purpose: 'service',
    title: '服务满意度',
    questions: [{ kind: 'text', key: 'q1', title: '意见' }],
  }
  await house.test.owner.query(
    `INSERT INTO survey_drafts (county_id, id, purpose, title, questions, changed_at, changed_by)
     VALUES ($1, $2, 'service', '问卷', $3, now(), $4)`,
    [east.countyId, surveyId, JSON.stringify(survey.questions), east.people.office],
  )
  return {
    'GET /evaluate': always({ query: { code } }),
    'POST /evaluate': form({ code }),
    'GET /evaluate/answer': always(),
    'POST /evaluate/answer': form({ code, form: newId(), ...content }),
    'GET /evaluations': always(),
    'GET /evaluations/:slug': always({ params: { slug: of.closed.acted.number } }),
    listCampaigns: always(),
    listEvaluationChoices: always({ query: { holder: east.organizations.stoneBridge } }),
    getCampaignWork: always(),
    getCampaign: always({ params: { id: of.closed.acted.id } }),
    getCampaignCsv: always({ params: { id: of.closed.acted.id } }),
    evaluationBegin: () => ({
      body: { commandId: newId(), organizationId: east.organizations.stoneBridge, ...plan },
    }),
    evaluationIssue: () => ({
      params: { id },
      body: {
        ...{ commandId: newId(), version, placeId: east.organizations.upperVillage },
        ...{ raterClass: 'residents', n: 2 },
      },
    }),
    findPaper: always({ params: { id }, body: { code } }),
    enterPaper: always({ params: { id }, body: { code, answers: content } }),
    listSurveys: always(),
    listSurveyVersions: always({ query: { purpose: 'evaluation' } }),
    saveSurvey: () => ({ body: { id: newId(), version: 0, ...survey } }),
    publishSurvey: always({ params: { id: surveyId }, body: { version: 1 } }),
    ...Object.fromEntries(
      (Object.keys(situationOf) as (keyof typeof situationOf)[]).map((act) => [
        `evaluation${act[0]?.toUpperCase()}${act.slice(1)}`,
        example(act),
      ]),
    ),
  }
}
