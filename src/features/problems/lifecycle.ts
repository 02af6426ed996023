import {
  type ActRow,
  defineLifecycle,
  type Lifecycle,
  type StateSpec,
} from '#platform/lifecycle/lifecycle.ts'

/**
 * The life of one problem (domain.md 2.6). Read a row as: in this state, these parties may do this act; it leads
 * there; it needs that; and it may not be done by whoever did those.
 */
export type Party =
  /** 巡察办 */
  | 'office'
  /** 领导小组 */
  | 'leaders'
  /** 验收专班、巡察组成员 */
  | 'inspector'
  /** 纪检机关 */
  | 'discipline'
  /** 组织部门 */
  | 'personnel'
  /** 被巡察党组织书记, the first-responsible person */
  | 'obligor_head'
  /** 被巡察党组织整改联络员 */
  | 'obligor'
  /** 所属乡镇党委 of a village's problem */
  | 'township'
  /** Who judges an application first: the township for a village, the office for everybody else. */
  | 'first_reviewer'
  /** Who supervises what must be put right at once: the township for a village, the office for everybody else. */
  | 'supervisor'
  /** The system's clock (jobs) */
  | 'timer'

export type ProblemState =
  | 'reported'
  | 'awaiting_claim'
  | 'claimed'
  | 'plan_review'
  | 'plan_returned'
  | 'rectifying'
  | 'suspended'
  | 'closure_requested'
  | 'document_check'
  | 'site_check'
  | 'awaiting_evaluation'
  | 'countersigning'
  | 'closure_refused'
  | 'second_round'
  | 'long_term'
  | 'immediate'
  | 'closed'
  | 'consolidated'
  | 'relapsed'

export type ProblemAct =
  | 'report'
  | 'orderImmediate'
  | 'issue'
  | 'claim'
  | 'dispute'
  | 'submitPlan'
  | 'approvePlan'
  | 'returnPlan'
  | 'reportProgress'
  | 'completeMeasure'
  | 'addEvidence'
  | 'requestExtension'
  | 'approveExtension'
  | 'refuseExtension'
  | 'requestSuspension'
  | 'approveSuspension'
  | 'refuseSuspension'
  | 'resume'
  | 'requestClosure'
  | 'endorse'
  | 'sendBack'
  | 'passDocuments'
  | 'recordSiteCheck'
  | 'passSiteCheck'
  | 'attachEvaluation'
  | 'withdrawEvaluation'
  | 'attachCampaign'
  | 'passEvaluation'
  | 'countersign'
  | 'close'
  | 'keepLongTerm'
  | 'refuseClosure'
  | 'attribute'
  | 'recordReview'
  | 'confirmReview'
  | 'endLongTerm'
  | 'reportFix'
  | 'reportSupervision'
  | 'verifyImmediate'
  | 'sendBackImmediate'
  | 'recordSpotCheck'
  | 'recordRelapse'
  | 'consolidate'
  | 'findRelapse'
  | 'refuseCheck'
  | 'reopen'
  | 'requestCorrection'
  | 'confirmCorrection'
  | 'refuseCorrection'
  | 'requestReassignment'
  | 'approveReassignment'
  | 'refuseReassignment'
  | 'list'
  | 'unlist'
  | 'succeed'

/** What must hold before an act. Each is a named check in `needs.ts`; screens list the missing ones. */
export type Need =
  | 'measuresDone'
  | 'evidence'
  | 'siteCheckPassed'
  | 'evaluationAttached'
  | 'enteredByHand'
  | 'evaluationPassed'
  | 'bothCountersigned'
  | 'countersignOpen'
  | 'fixOpen'
  | 'supervisionOpen'
  | 'tasksReported'
  | 'extensionPending'
  | 'extensionFree'
  | 'suspensionPending'
  | 'suspensionFree'
  | 'correctionPending'
  | 'correctionFree'
  | 'reassignmentPending'
  | 'reassignmentFree'
  | 'reviewPending'
  | 'consolidationPending'
  | 'relapsePending'
  | 'checkWaiting'
  | 'checksConfirmed'
  | 'namedChecker'
  | 'isListed'
  | 'notListed'

export type ClockKind =
  | 'issue'
  | 'claim'
  | 'plan'
  | 'plan_review'
  | 'replan'
  | 'rectify'
  | 'suspension'
  | 'first_review'
  | 'documents'
  | 'site'
  | 'evaluation'
  | 'countersign'
  | 'attribution'
  | 'review'
  | 'immediate'
  | 'reopening'

type Row = ActRow<ProblemState, ProblemAct, Party, Need>
type Rows = Partial<Record<ProblemAct, Row>>

/** What anybody asks and somebody else decides, alike in every state where it is possible. */
const correctable = (state: ProblemState): Rows => ({
  requestCorrection: { by: ['office'], to: state, needs: ['correctionFree'] },
  confirmCorrection: {
    by: ['office', 'leaders'],
    to: state,
    needs: ['correctionPending'],
    apartFrom: ['requestCorrection'],
  },
  refuseCorrection: {
    by: ['office', 'leaders'],
    to: state,
    needs: ['correctionPending'],
    apartFrom: ['requestCorrection'],
  },
})

/** Merged away, an organisation leaves its problems to its successor, the closed ones too: they may relapse. */
const inheritable = (state: ProblemState): Rows => ({ succeed: { by: ['timer'], to: state } })

/** While the organisation still works on it: the problem may be listed for supervision, or inherited. */
const supervised = (state: ProblemState): Rows => ({
  ...correctable(state),
  list: { by: ['office'], to: state, needs: ['notListed'] },
  unlist: { by: ['leaders'], to: state, needs: ['isListed'], apartFrom: ['list'] },
  ...inheritable(state),
})

/** Moved to another organisation, the problem begins there anew: claimed and planned by whom it now concerns. */
const movable = (state: ProblemState): Rows => ({
  ...supervised(state),
  requestReassignment: { by: ['office', 'obligor_head'], to: state, needs: ['reassignmentFree'] },
  approveReassignment: {
    by: ['leaders'],
    to: state === 'reported' ? 'reported' : 'awaiting_claim',
    needs: ['reassignmentPending'],
    apartFrom: ['requestReassignment'],
    restart: true,
  },
  refuseReassignment: {
    by: ['leaders'],
    to: state,
    needs: ['reassignmentPending'],
    apartFrom: ['requestReassignment'],
  },
})

/** Refusing to close is the same decision at every gate, always by somebody other than who applied. */
const refusable: Rows = {
  refuseClosure: { by: ['office'], to: 'closure_refused', apartFrom: ['requestClosure'] },
}

/**
 * Two people check again what was closed or is kept up (domain.md 2.5): one records what both saw, and nothing moves
 * until the other, whom the record names, confirms it with an act of their own. Whoever may check may set it aside,
 * so that nobody's absence keeps it waiting for ever.
 */
const recheckable = (state: ProblemState): Rows => ({
  recordRelapse: { by: ['inspector', 'office'], to: state, needs: ['checksConfirmed'] },
  findRelapse: {
    by: ['inspector', 'office'],
    to: 'relapsed',
    needs: ['relapsePending', 'namedChecker'],
    apartFrom: ['recordRelapse'],
  },
})
const settingAside = (state: ProblemState): Rows => ({
  refuseCheck: { by: ['inspector', 'office'], to: state, needs: ['checkWaiting'] },
})

const planning: Rows = { submitPlan: { by: ['obligor', 'obligor_head'], to: 'plan_review' } }

const states: Record<ProblemState, StateSpec<Party, ClockKind, ProblemAct>> = {
  reported: { owner: 'office', clock: 'issue' },
  awaiting_claim: { owner: 'obligor_head', clock: 'claim' },
  claimed: { owner: 'obligor', clock: 'plan' },
  plan_review: { owner: 'office', clock: 'plan_review' },
  plan_returned: { owner: 'obligor', clock: 'replan' },
  rectifying: { owner: 'obligor', clock: 'rectify', onLeave: 'hold' },
  suspended: { owner: null, clock: 'suspension', expires: 'resume' },
  closure_requested: { owner: 'first_reviewer', clock: 'first_review' },
  document_check: { owner: 'office', clock: 'documents' },
  site_check: { owner: 'inspector', clock: 'site' },
  awaiting_evaluation: { owner: 'office', clock: 'evaluation' },
  countersigning: { owner: 'office', clock: 'countersign' },
  closure_refused: { owner: 'office', clock: 'attribution' },
  second_round: { owner: 'obligor', clock: 'replan' },
  long_term: { owner: 'inspector', clock: 'review' },
  immediate: { owner: 'obligor', clock: 'immediate' },
  closed: { owner: null, clock: null, ends: true },
  consolidated: { owner: null, clock: null, ends: true },
  relapsed: { owner: 'office', clock: 'reopening' },
}

const table: Record<ProblemState, Rows> = {
  reported: {
    ...movable('reported'),
    issue: { by: ['office'], to: 'awaiting_claim', needs: ['correctionFree'] },
  },
  awaiting_claim: {
    ...movable('awaiting_claim'),
    claim: { by: ['obligor_head'], to: 'claimed' },
    dispute: { by: ['obligor_head'], to: 'reported' },
  },
  claimed: { ...movable('claimed'), ...planning },
  plan_review: {
    ...movable('plan_review'),
    approvePlan: { by: ['office'], to: 'rectifying', apartFrom: ['submitPlan'] },
    returnPlan: { by: ['office'], to: 'plan_returned', apartFrom: ['submitPlan'] },
  },
  plan_returned: { ...movable('plan_returned'), ...planning },
  rectifying: {
    ...movable('rectifying'),
    reportProgress: { by: ['obligor', 'obligor_head'], to: 'rectifying' },
    completeMeasure: { by: ['obligor', 'obligor_head'], to: 'rectifying' },
    addEvidence: { by: ['obligor', 'obligor_head'], to: 'rectifying' },
    requestExtension: { by: ['obligor_head'], to: 'rectifying', needs: ['extensionFree'] },
    approveExtension: {
      by: ['office'],
      to: 'rectifying',
      needs: ['extensionPending'],
      apartFrom: ['requestExtension'],
    },
    refuseExtension: {
      by: ['office'],
      to: 'rectifying',
      needs: ['extensionPending'],
      apartFrom: ['requestExtension'],
    },
    requestSuspension: { by: ['obligor_head', 'office'], to: 'rectifying', needs: ['suspensionFree'] },
    approveSuspension: {
      by: ['leaders'],
      to: 'suspended',
      needs: ['suspensionPending', 'extensionFree'],
      apartFrom: ['requestSuspension'],
    },
    refuseSuspension: {
      by: ['leaders'],
      to: 'rectifying',
      needs: ['suspensionPending'],
      apartFrom: ['requestSuspension'],
    },
    requestClosure: {
      by: ['obligor_head'],
      to: 'closure_requested',
      // Once applied for, none of these could be decided any more.
      needs: ['measuresDone', 'evidence', 'extensionFree', 'suspensionFree', 'reassignmentFree'],
    },
  },
  suspended: { ...movable('suspended'), resume: { by: ['timer', 'office'], to: 'rectifying' } },
  closure_requested: {
    ...supervised('closure_requested'),
    endorse: { by: ['first_reviewer'], to: 'document_check', apartFrom: ['requestClosure'] },
    sendBack: { by: ['first_reviewer'], to: 'rectifying', apartFrom: ['requestClosure'] },
  },
  document_check: {
    ...supervised('document_check'),
    ...refusable,
    passDocuments: { by: ['office'], to: 'site_check', apartFrom: ['requestClosure'] },
    sendBack: { by: ['office'], to: 'rectifying', apartFrom: ['requestClosure'] },
  },
  site_check: {
    ...supervised('site_check'),
    ...refusable,
    // The gates are different people's, whatever posts one of them holds (S0-13).
    recordSiteCheck: {
      by: ['inspector'],
      to: 'site_check',
      apartFrom: ['requestClosure', 'passDocuments'],
    },
    // Two people: one records what both saw, the other confirms it with an act of their own.
    passSiteCheck: {
      by: ['inspector'],
      to: 'awaiting_evaluation',
      needs: ['siteCheckPassed'],
      apartFrom: ['requestClosure', 'passDocuments', 'recordSiteCheck'],
    },
  },
  awaiting_evaluation: {
    ...supervised('awaiting_evaluation'),
    ...refusable,
    attachEvaluation: {
      by: ['office', 'township'],
      to: 'awaiting_evaluation',
      apartFrom: ['requestClosure'],
    },
    // Mistyped from paper; only until somebody relies on it. What a campaign counted is nobody's to take back.
    withdrawEvaluation: {
      by: ['office', 'township'],
      to: 'awaiting_evaluation',
      needs: ['enteredByHand'],
      apartFrom: ['requestClosure'],
    },
    // A campaign attaches what it counted by itself; nobody's hand is in it (S3-57).
    attachCampaign: { by: ['timer'], to: 'awaiting_evaluation' },
    passEvaluation: {
      by: ['office'],
      to: 'countersigning',
      needs: ['evaluationAttached', 'evaluationPassed'],
      apartFrom: ['requestClosure', 'attachEvaluation', 'withdrawEvaluation'],
    },
    // A result below the threshold goes back to be put right; where a campaign brought it and the rule says so, at once.
    sendBack: {
      by: ['office', 'timer'],
      to: 'rectifying',
      apartFrom: ['requestClosure', 'attachEvaluation'],
    },
  },
  countersigning: {
    ...supervised('countersigning'),
    ...refusable,
    countersign: {
      by: ['discipline', 'personnel'],
      to: 'countersigning',
      needs: ['countersignOpen'],
      apartFrom: ['requestClosure'],
    },
    close: {
      by: ['office'],
      to: 'closed',
      needs: ['bothCountersigned', 'correctionFree'],
      // Who passed the papers does not close on them (S0-13, S0-35).
      apartFrom: ['requestClosure', 'passDocuments'],
    },
    keepLongTerm: {
      by: ['office'],
      to: 'long_term',
      needs: ['bothCountersigned'],
      apartFrom: ['requestClosure', 'passDocuments'],
    },
  },
  closure_refused: {
    ...supervised('closure_refused'),
    // A new round forgets who acted in the last one: whoever asked for a correction could then confirm it.
    attribute: { by: ['office'], to: 'second_round', needs: ['correctionFree'], newRound: true },
  },
  second_round: { ...movable('second_round'), ...planning },
  long_term: {
    ...supervised('long_term'),
    addEvidence: { by: ['obligor', 'obligor_head'], to: 'long_term' },
    recordReview: { by: ['inspector'], to: 'long_term', needs: ['checksConfirmed'] },
    confirmReview: {
      by: ['inspector', 'office'],
      to: 'long_term',
      needs: ['reviewPending', 'namedChecker'],
      apartFrom: ['recordReview'],
      restart: true,
    },
    // Every gate anew: what was checked before it became long-term does not count for closing.
    endLongTerm: { by: ['office'], to: 'site_check', needs: ['checksConfirmed'] },
    ...recheckable('long_term'),
    ...settingAside('long_term'),
  },
  immediate: {
    ...supervised('immediate'),
    addEvidence: { by: ['obligor', 'obligor_head', 'township'], to: 'immediate' },
    reportFix: { by: ['obligor', 'obligor_head'], to: 'immediate', needs: ['fixOpen', 'evidence'] },
    reportSupervision: {
      by: ['supervisor'],
      to: 'immediate',
      needs: ['supervisionOpen'],
      apartFrom: ['reportFix'],
    },
    recordSiteCheck: { by: ['inspector'], to: 'immediate', needs: ['tasksReported'] },
    verifyImmediate: {
      by: ['inspector'],
      to: 'closed',
      needs: ['tasksReported', 'siteCheckPassed', 'correctionFree'],
      apartFrom: ['reportFix', 'reportSupervision', 'recordSiteCheck'],
    },
    sendBackImmediate: { by: ['inspector', 'office'], to: 'immediate', needs: ['tasksReported'] },
  },
  closed: {
    ...inheritable('closed'),
    recordSpotCheck: { by: ['inspector', 'office'], to: 'closed', needs: ['checksConfirmed'] },
    consolidate: {
      by: ['inspector', 'office'],
      to: 'consolidated',
      needs: ['consolidationPending', 'namedChecker'],
      apartFrom: ['recordSpotCheck'],
    },
    ...recheckable('closed'),
    ...settingAside('closed'),
  },
  consolidated: {
    ...inheritable('consolidated'),
    ...recheckable('consolidated'),
    ...settingAside('consolidated'),
  },
  relapsed: {
    ...supervised('relapsed'),
    reopen: { by: ['office'], to: 'second_round', needs: ['correctionFree'], newRound: true },
  },
}

export const problemLifecycle: Lifecycle<ProblemState, ProblemAct, Party, Need, ClockKind> = defineLifecycle({
  kind: 'problem',
  begins: {
    report: { by: ['office', 'inspector'], to: 'reported' },
    orderImmediate: { by: ['office', 'inspector'], to: 'immediate' },
  },
  states,
  table,
})
