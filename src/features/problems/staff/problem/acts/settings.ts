import type { Role } from '#features/accounts/api.ts'
import type { OrganizationKind } from '#features/organizations/api.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { ActBody } from '../../../schema.ts'
import type { ProblemDetail } from '../../../views.ts'
import { answering } from '../leaders.ts'

/** Where the choices of a field come from. */
export type Source =
  | { from: 'dictionary'; key: string }
  | { from: 'organizations'; only?: readonly OrganizationKind[] }
  /** Who holds a post in the organisation, or is a village's contact; of the problem's, or of the row's own. */
  | { from: 'people'; of: 'problem' | 'row' }
  /** Everybody of a role but the reader: a second pair of eyes is somebody else. */
  | { from: 'others'; role: Role }
  /** Measures of this round that are still open. */
  | { from: 'openMeasures' }
  /** Measures of this round, finished or not. */
  | { from: 'measures' }
  /** Results entered from paper that may be taken back. */
  | { from: 'evaluations' }
  | { from: 'upload' }
  /** Named by the link that opens the form, and by nobody's hand. */
  | { from: 'link' }

/** What is known when a form opens; `problem` is null for acts that begin one. */
export type Known = {
  problem: ProblemDetail | null
  today: string
  /** What a link that opened it has filled in. */
  given?: Readonly<Record<string, unknown>> | undefined
}

/** What a form adds to the schema: choices, what is filled in, units. Labels stand in the words. */
export type Setting = {
  source?: Source
  start?: (known: Known) => unknown
  /** Kept as 分, typed as 元. */
  money?: true
  /** Only asked when this holds for what was typed so far. */
  when?: (values: Record<string, unknown>) => boolean
  /** Asked although the schema leaves it open, when this holds. */
  needed?: (values: Record<string, unknown>) => boolean
  each?: Record<string, Setting>
}

type Typed<A extends ProblemAct> = Exclude<keyof ActBody<A>, 'commandId' | 'version'>
type SettingsOf<A extends ProblemAct> = Record<Typed<A>, Setting>

const today = { start: (known: Known) => known.today } satisfies Setting
const word = (key: string): Setting => ({ source: { from: 'dictionary', key: `problem.${key}` } })
const reason = { reason: {} }
const opinion = { opinion: {} }
const note = { note: {} }
const check = {
  withPersonId: { source: { from: 'others', role: 'inspector' } },
  checkedOn: today,
  method: word('check_method'),
  finding: {},
} satisfies Record<string, Setting>

const feedback = {
  organizationId: { source: { from: 'organizations' } },
  title: {},
  feedbackText: {},
  basis: {},
  source: word('source'),
  sourceYear: { start: (known) => Number(known.today.slice(0, 4)) },
  sourceRef: {},
  feedbackOn: today,
  classCode: word('class'),
  fieldCode: word('field'),
  severity: word('severity'),
  scope: word('scope'),
  timing: word('timing'),
  secrecy: { start: () => 'internal' },
  amountCents: { money: true },
  households: {},
  externalKey: { when: () => false },
} satisfies Record<Exclude<Typed<'report'>, 'appealIds'>, Setting>

/** Nothing to choose where there is only one. */
function onlyWithdrawable({ problem }: Known): string | undefined {
  const [first, ...others] = problem?.evaluations.filter((e) => e.mayBeWithdrawn) ?? []
  return others.length === 0 ? first?.id : undefined
}

const answeringFor = ({ problem }: Known) => problem && answering(problem)

/** A returned plan is mended, not typed again; a new round begins with a measure of each horizon. */
function measuresToStartWith({ problem }: Known) {
  const kept = problem?.measures.filter((m) => m.round === problem.round && !m.dropped) ?? []
  if (kept.length > 0)
    return kept.map(({ horizon, kind, text, leader, organizationId, dueOn }) => ({
      horizon,
      kind,
      text,
      leaderId: leader?.id,
      organizationId,
      dueOn,
    }))
  return (['now', 'lasting'] as const).map((horizon) => ({
    horizon,
    organizationId: problem?.organizationId,
  }))
}

/** Every act's form, total over the lifecycle: an act or field without one does not compile. */
export const settings: { [A in ProblemAct]: SettingsOf<A> } = {
  report: { ...feedback, appealIds: { source: { from: 'link' } } },
  orderImmediate: {
    ...feedback,
    organizationId: { source: { from: 'organizations', only: ['village', 'community'] } },
    workdays: { start: () => 5 },
  },
  issue: {},
  claim: { leaderId: { source: { from: 'people', of: 'problem' } } },
  dispute: reason,
  submitPlan: {
    goal: { start: ({ problem }) => problem?.goal },
    rootCause: { ...word('root_cause'), start: ({ problem }) => problem?.rootCause },
    plannedOn: { start: ({ problem }) => problem?.plannedOn },
    leadLeaderId: {
      source: { from: 'people', of: 'problem' },
      start: (known) => answeringFor(known)?.lead?.id,
    },
    coLeaderIds: {
      source: { from: 'people', of: 'problem' },
      start: (known) => answeringFor(known)?.co.map((person) => person.id) ?? [],
    },
    measures: {
      start: measuresToStartWith,
      each: {
        horizon: {},
        kind: word('measure_kind'),
        text: {},
        organizationId: {
          source: { from: 'organizations' },
          start: ({ problem }) => problem?.organizationId,
        },
        leaderId: { source: { from: 'people', of: 'row' } },
        dueOn: {},
      },
    },
  },
  approvePlan: note,
  returnPlan: reason,
  reportProgress: { text: {}, difficulty: {}, happenedOn: today },
  completeMeasure: { measureId: { source: { from: 'openMeasures' } }, doneOn: today, result: {} },
  addEvidence: {
    uploadId: { source: { from: 'upload' } },
    kind: {},
    measureId: { source: { from: 'measures' } },
    takenOn: today,
    place: {},
    note: {},
  },
  requestExtension: { newDueOn: {}, ...reason },
  approveExtension: note,
  refuseExtension: reason,
  requestSuspension: { until: {}, reasonClass: word('suspension_reason'), ...reason },
  approveSuspension: note,
  refuseSuspension: reason,
  resume: note,
  requestClosure: {
    completion: {},
    summary: {},
    remaining: {
      when: (values) => values.completion === 'mostly',
      needed: (values) => values.completion === 'mostly',
    },
  },
  endorse: opinion,
  sendBack: reason,
  passDocuments: opinion,
  recordSiteCheck: { ...check, passed: {} },
  passSiteCheck: note,
  attachEvaluation: {
    raterClass: { start: () => 'residents' },
    handedOut: {},
    valid: {},
    satisfied: {},
    fair: {},
    unsatisfied: {},
    ratedOn: today,
  },
  withdrawEvaluation: {
    evaluationId: { source: { from: 'evaluations' }, start: onlyWithdrawable },
    ...reason,
  },
  // Carried out by the clock alone; nobody is shown this form.
  attachCampaign: {
    campaignId: {},
    results: {
      start: () => [],
      each: { raterClass: {}, handedOut: {}, valid: {}, satisfied: {}, fair: {}, unsatisfied: {} },
    },
    ratedOn: today,
  },
  passEvaluation: note,
  countersign: { agrees: {}, note: { needed: (values) => values.agrees === false } },
  close: opinion,
  keepLongTerm: { remaining: { start: ({ problem }) => problem?.remaining }, ...opinion },
  refuseClosure: reason,
  attribute: {
    parties: {
      start: ({ problem }) => [{ level: 'direct', organizationId: problem?.organizationId }],
      each: { level: {}, organizationId: { source: { from: 'organizations' } }, opinion: {} },
    },
    followUpBody: {},
  },
  recordReview: check,
  confirmReview: note,
  endLongTerm: reason,
  reportFix: { report: {} },
  reportSupervision: { report: {} },
  verifyImmediate: note,
  sendBackImmediate: reason,
  recordSpotCheck: check,
  recordRelapse: { ...check, relapseKind: word('relapse_kind') },
  consolidate: note,
  findRelapse: note,
  refuseCheck: reason,
  reopen: reason,
  requestCorrection: {
    newTitle: { start: ({ problem }) => problem?.title },
    newText: { start: ({ problem }) => problem?.feedbackText },
    ...reason,
  },
  confirmCorrection: note,
  refuseCorrection: reason,
  requestReassignment: { organizationId: { source: { from: 'organizations' } }, ...reason },
  approveReassignment: note,
  refuseReassignment: reason,
  list: reason,
  unlist: reason,
  succeed: {
    organizationId: { source: { from: 'organizations' } },
    superiorId: { source: { from: 'organizations' } },
  },
}
