import type { actEndpoints } from '#features/problems/api.ts'
import { newId } from '#platform/ids.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { bodyOf } from '../../bodies.ts'
import { day, rectifying } from '../../house.ts'
import { always, type Example, type Examples } from '../example.ts'
import { answered, type Scene } from '../scene.ts'

type Act = keyof typeof actEndpoints
type Fields = Parameters<ProblemWalk['act']>[2]

/** A problem of the upper village in each situation that some act is possible in, brought there by people of the roster. */
async function situations({ east, inspector }: Scene) {
  const walk = () => new ProblemWalk(east, new Date(Date.now() - 4 * 86_400_000).toISOString())
  const reason = { reason: '说明情况' }
  /** A check that names an inspector who will be asked to confirm it. */
  const check = (w: ProblemWalk) => ({ ...w.check('inspector2'), withPersonId: inspector.personId ?? '' })
  const begun = () => walk().report('upperVillage')
  const issued = async () => (await begun()).act('office', 'issue', {})
  const claimed = async () =>
    (await issued()).act('villageSecretary', 'claim', { leaderId: east.people.townSecretary })
  const planned = async () => {
    const w = await claimed()
    return w.act('villageClerk', 'submitPlan', w.plan())
  }
  const rectifying = () => walk().toRectifying()
  const suspensionAsked = async () => {
    const w = await rectifying()
    const asked = { until: w.day(30), reasonClass: 'funding', ...reason }
    return w.act('villageSecretary', 'requestSuspension', asked)
  }
  const everythingAsked = async () => {
    const w = await suspensionAsked()
    await w.act('villageSecretary', 'requestExtension', { newDueOn: w.day(90), ...reason })
    await w.act('office', 'requestCorrection', { newText: '更正后的反馈原文。', ...reason })
    const organizationId = east.organizations.willowVillage
    await w.act('office', 'requestReassignment', { organizationId, ...reason })
    return w.act('office', 'list', reason)
  }
  const ready = async () => (await (await rectifying()).finishMeasures()).addEvidence()
  const applied = async () => (await rectifying()).toClosureRequested()
  const endorsed = async () => (await applied()).act('townSecretary', 'endorse', { opinion: '属实' })
  const papersPassed = async () => (await endorsed()).act('office', 'passDocuments', { opinion: '齐全' })
  const checked = async () => {
    const w = await papersPassed()
    return w.act('inspector', 'recordSiteCheck', { ...check(w), passed: true })
  }
  const checkPassed = async () => {
    const w = await papersPassed()
    await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
    return w.act('inspector2', 'passSiteCheck', {})
  }
  const evaluated = async () => {
    const w = await checkPassed()
    const counts = { handedOut: 10, valid: 10, satisfied: 8, fair: 1, unsatisfied: 1 }
    return w.act('townSecretary', 'attachEvaluation', {
      ...{ raterClass: 'residents' as const, ratedOn: w.today, ...counts },
    })
  }
  const countersigning = async () => (await evaluated()).act('office2', 'passEvaluation', {})
  const countersigned = async () => (await applied()).toCountersigned()
  const longTerm = async () =>
    (await countersigned()).act('office2', 'keepLongTerm', { remaining: '管护需持续', opinion: '同意' })
  const closed = async () => (await applied()).toClosed()
  const immediate = async () => (await walk().orderImmediate('upperVillage')).addEvidence()
  const fixReported = async () =>
    (await immediate()).act('villageSecretary', 'reportFix', { report: '当天已清理' })
  const tasksReported = async () =>
    (await fixReported()).act('townSecretary', 'reportSupervision', { report: '已督办到场' })
  const recorded = async (
    w: Promise<ProblemWalk>,
    act: 'recordReview' | 'recordSpotCheck' | 'recordRelapse',
  ) => {
    const walked = await w
    const fields = { ...check(walked), relapseKind: 'returned' } as Fields
    return walked.act('inspector', act, fields as never)
  }
  const immediateChecked = async () => {
    const w = await tasksReported()
    return w.act('inspector', 'recordSiteCheck', { ...check(w), passed: true })
  }
  return {
    begun: await begun(),
    issued: await issued(),
    claimed: await claimed(),
    planned: await planned(),
    rectifying: await rectifying(),
    suspensionAsked: await suspensionAsked(),
    everythingAsked: await everythingAsked(),
    suspended: await (await suspensionAsked()).act('leader', 'approveSuspension', {}),
    ready: await ready(),
    applied: await applied(),
    endorsed: await endorsed(),
    papersPassed: await papersPassed(),
    checked: await checked(),
    checkPassed: await checkPassed(),
    evaluated: await evaluated(),
    countersigning: await countersigning(),
    countersigned: await countersigned(),
    refused: await (await endorsed()).act('office', 'refuseClosure', reason),
    longTerm: await longTerm(),
    reviewed: await recorded(longTerm(), 'recordReview'),
    immediate: await immediate(),
    fixReported: await fixReported(),
    tasksReported: await tasksReported(),
    immediateChecked: await immediateChecked(),
    closed: await closed(),
    spotChecked: await recorded(closed(), 'recordSpotCheck'),
    relapseRecorded: await recorded(closed(), 'recordRelapse'),
    relapsed: await (await closed()).relapsed(),
  }
}

/** Which situation each act is asked for in. A new act does not compile until it is said here. */
const situationOf = {
  issue: 'begun',
  claim: 'issued',
  dispute: 'issued',
  submitPlan: 'claimed',
  approvePlan: 'planned',
  returnPlan: 'planned',
  reportProgress: 'rectifying',
  completeMeasure: 'rectifying',
  addEvidence: 'rectifying',
  requestExtension: 'rectifying',
  approveExtension: 'everythingAsked',
  refuseExtension: 'everythingAsked',
  requestSuspension: 'rectifying',
  approveSuspension: 'suspensionAsked',
  refuseSuspension: 'everythingAsked',
  resume: 'suspended',
  requestClosure: 'ready',
  endorse: 'applied',
  sendBack: 'applied',
  passDocuments: 'endorsed',
  recordSiteCheck: 'papersPassed',
  passSiteCheck: 'checked',
  attachEvaluation: 'checkPassed',
  withdrawEvaluation: 'evaluated',
  passEvaluation: 'evaluated',
  countersign: 'countersigning',
  close: 'countersigned',
  keepLongTerm: 'countersigned',
  refuseClosure: 'endorsed',
  attribute: 'refused',
  recordReview: 'longTerm',
  confirmReview: 'reviewed',
  endLongTerm: 'longTerm',
  reportFix: 'immediate',
  reportSupervision: 'fixReported',
  verifyImmediate: 'immediateChecked',
  sendBackImmediate: 'tasksReported',
  recordSpotCheck: 'closed',
  recordRelapse: 'closed',
  consolidate: 'spotChecked',
  findRelapse: 'relapseRecorded',
  refuseCheck: 'spotChecked',
  reopen: 'relapsed',
  requestCorrection: 'rectifying',
  confirmCorrection: 'everythingAsked',
  refuseCorrection: 'everythingAsked',
  requestReassignment: 'rectifying',
  approveReassignment: 'everythingAsked',
  refuseReassignment: 'everythingAsked',
  list: 'rectifying',
  unlist: 'everythingAsked',
} as const satisfies Record<
  Exclude<Act, 'report' | 'orderImmediate'>,
  keyof Awaited<ReturnType<typeof situations>>
>

export async function problemExamples(scene: Scene): Promise<Examples> {
  const { east, uploads } = scene
  const walks = await situations(scene)
  const [measureId = ''] = await walks.rectifying.openMeasures()
  const [evaluationId = ''] = await walks.evaluated.evaluations()
  const acts = Object.entries(situationOf).map(([act, situation]): [string, Example] => {
    const { id, version } = walks[situation].acted
    return [
      act,
      (asker) => {
        const own = { commandId: newId(), uploadId: uploads.picture(asker), measureId, evaluationId }
        const body = { ...bodyOf(east, act, version), ...own }
        if (act === 'addEvidence') return { params: { id }, body: { ...body, measureId: undefined } }
        return { params: { id }, body }
      },
    ]
  })
  const begins = ['report', 'orderImmediate'].map((act): [string, Example] => [
    act,
    () => ({ body: bodyOf(east, act, 0) }),
  ])
  const one = always({ params: { id: walks.rectifying.acted.id } })
  const { id: shown, sha256 } = await withPicture(scene)
  return {
    ...Object.fromEntries([...begins, ...acts]),
    listProblems: {
      ledger: always(),
      search: always({ query: { q: scene.word } }),
    },
    countProblems: always(),
    getOverview: always(),
    getProblem: one,
    getProblemHistory: one,
    getWork: always(),
    exportProblems: always(),
    getEvidenceFile: always({ params: { sha256 }, query: { problem: shown } }),
    listViews: always(),
    saveView: () => ({ params: { id: newId() }, body: { name: '我的', query: '' } }),
    dropView: () => ({ params: { id: newId() } }),
  }
}

/** A problem with a picture that really is there. */
export async function withPicture({ house, east, clerk, uploads }: Scene) {
  const { id, version } = await rectifying(east)
  const body = {
    commandId: newId(),
    version,
    uploadId: uploads.picture(clerk),
    kind: 'site',
    takenOn: day(0),
  }
  await answered(house, clerk, { method: 'POST', url: `/api/v1/problems/${id}/add-evidence`, payload: body })
  const whole = await answered(house, clerk, { url: `/api/v1/problems/${id}` })
  const { evidence } = whole.json<{ evidence: { sha256: string }[] }>()
  return { id, sha256: evidence[0]!.sha256 }
}
