import {
  type ActRow,
  defineLifecycle,
  type Lifecycle,
  type StateSpec,
} from '#platform/lifecycle/lifecycle.ts'

/**
 * The life of one appeal 群众诉求 (domain.md 3.3, 2.7): registered, classified, dispatched, signed for, first contact,
 * handled, answered, reviewed, called back by somebody else, closed; or redone, suspended, refused with where to go
 * instead, joined, diverted. Read a row as in the ledger of problems.
 */
export type Party =
  /** 登记人: registers, dispatches and calls back; the only one who may open who it was */
  | 'registrar'
  /** 分管领导: the township's secretary, the county's leaders for what lies above townships */
  | 'leaders'
  /** 上级: the county's leading group, which reviews what a township answered to a petition (复查、复核) */
  | 'superior'
  /** 巡察办, which takes an appeal into the ledger of problems */
  | 'office'
  /** 承办单位 */
  | 'handler'
  /** 协办单位 */
  | 'assistant'
  /** 群众, by the receipt */
  | 'resident'
  /** The system's clock (jobs), and what comes in by machine */
  | 'timer'

export type AppealState =
  | 'screening'
  | 'registered'
  | 'dispatched'
  | 'signed'
  | 'handling'
  | 'waiting'
  | 'returning'
  | 'return_disputed'
  | 'answered'
  | 'callback'
  | 'objected'
  | 'joint_meeting'
  | 'suspended'
  | 'closed'
  | 'reviewing'
  | 'final_review'
  | 'refused'
  | 'joined'
  | 'diverted'
  | 'set_aside'
  | 'withdrawn'
  | 'archived'

export type AppealAct =
  | 'register'
  | 'registerJoined'
  | 'receive'
  | 'pass'
  | 'setAside'
  | 'restore'
  | 'withholdPictures'
  | 'showPictures'
  | 'amend'
  | 'classify'
  | 'answerAtOnce'
  | 'dispatch'
  | 'recall'
  | 'reassign'
  | 'refuse'
  | 'object'
  | 'join'
  | 'separate'
  | 'divert'
  | 'sign'
  | 'requestReturn'
  | 'requestSecondReturn'
  | 'agreeReturn'
  | 'refuseReturn'
  | 'forceHandler'
  | 'contact'
  | 'reportProgress'
  | 'addEvidence'
  | 'recordMediation'
  | 'reportAssistance'
  | 'askResident'
  | 'replyResident'
  | 'resumeHandling'
  | 'requestExtension'
  | 'approveExtension'
  | 'refuseExtension'
  | 'requestSuspension'
  | 'approveSuspension'
  | 'refuseSuspension'
  | 'returnFromSuspension'
  | 'requestExclusion'
  | 'approveExclusion'
  | 'refuseExclusion'
  | 'urge'
  | 'assignLeader'
  | 'answer'
  | 'passAnswer'
  | 'returnAnswer'
  | 'recordCall'
  | 'closeSolved'
  | 'closeUnsolved'
  | 'closeUnreached'
  | 'redo'
  | 'callMeeting'
  | 'keepClosed'
  | 'meetingRedo'
  | 'meetingClose'
  | 'sayUnsolved'
  | 'hearJoined'
  | 'confirmSolved'
  | 'rate'
  | 'message'
  | 'reply'
  | 'withdraw'
  | 'archive'
  | 'applyReview'
  | 'decideReview'
  | 'applyFinalReview'
  | 'decideFinalReview'
  | 'makeProblem'
  | 'pledge'
  | 'succeed'

/** What must hold before an act. Each is a named check in `needs.ts`; screens list the missing ones. */
export type Need =
  | 'classified'
  | 'isInquiry'
  | 'insideReturnWindow'
  | 'firstReturn'
  | 'secondReturn'
  | 'extensionFree'
  | 'extensionPending'
  | 'extensionLeft'
  | 'suspensionFree'
  | 'suspensionPending'
  | 'exclusionFree'
  | 'exclusionPending'
  | 'redoLeft'
  | 'redoSpent'
  | 'threeTries'
  | 'insideWindow'
  /** What it was joined into has been answered, and may still be spoken about */
  | 'mainAnswered'
  | 'isPetition'
  | 'notReviewed'
  | 'reviewed'
  | 'notObjected'
  | 'noProblemYet'
  /** Who was joined into it is separated first: what becomes of this one would take them along unseen */
  | 'nothingJoined'
  | 'picturesShown'
  | 'picturesWithheld'
  /** Questions that nobody answered stop the clock twice in a round, and no more */
  | 'questionLeft'

export type ClockKind =
  | 'screen'
  | 'dispatch'
  | 'sign'
  | 'contact'
  | 'handle'
  | 'wait'
  | 'return_decision'
  | 'forced_decision'
  | 'review'
  | 'callback'
  | 'objection'
  | 'meeting'
  | 'suspension'
  | 'window'
  | 'petition_review'
  | 'petition_final'

type Row = ActRow<AppealState, AppealAct, Party, Need>
type Rows = Partial<Record<AppealAct, Row>>

/**
 * Whoever did any of the work, and whoever answered, neither judges the answer nor calls back about it. `contact` is
 * not among them: the registrar speaks to the person for a handler who may not know the number.
 */
const workers = ['reportProgress', 'recordMediation', 'answer'] as const

/** The dialogue by receipt, open as long as somebody may still answer. */
const talking = (state: AppealState): Rows => ({
  message: { by: ['resident'], to: state },
  reply: { by: ['registrar', 'handler'], to: state },
})

/** An organisation merged away leaves its appeals to its successor. */
const inheritable = (state: AppealState): Rows => ({ succeed: { by: ['timer'], to: state } })

/** What pictures tell of who brought it up may be found at any time, and by mistake. */
const viewable = (state: AppealState): Rows => ({
  withholdPictures: { by: ['registrar'], to: state, needs: ['picturesShown'] },
  showPictures: { by: ['registrar'], to: state, needs: ['picturesWithheld'] },
})

/** That it accuses an official may be found at any time, also of what is over: the ledger keeps a number (2.7). */
const divertible: Rows = {
  divert: { by: ['registrar', 'leaders'], to: 'diverted', needs: ['nothingJoined'] },
}

const joinable: Rows = { join: { by: ['registrar'], to: 'joined', needs: ['nothingJoined'] } }
const withdrawable: Rows = { withdraw: { by: ['resident'], to: 'withdrawn', needs: ['nothingJoined'] } }

/** Before anybody has worked on it, the registrar may still find that it is something else. */
const sortable: Rows = {
  ...joinable,
  refuse: { by: ['registrar'], to: 'refused' },
  ...divertible,
}

/** What those above it do while it is worked on. */
const supervised = (state: AppealState): Rows => ({
  ...talking(state),
  ...inheritable(state),
  ...viewable(state),
  urge: { by: ['registrar', 'leaders'], to: state },
  assignLeader: { by: ['leaders'], to: state },
  pledge: { by: ['leaders'], to: state },
  ...divertible,
  ...joinable,
  ...withdrawable,
  reassign: { by: ['registrar', 'leaders'], to: 'dispatched', restart: true },
})

/** 剔除 from the rates: for a reason about the matter, never about the person; asked by one, decided by another. */
const excludable = (state: AppealState): Rows => ({
  requestExclusion: { by: ['registrar', 'handler'], to: state, needs: ['exclusionFree'] },
  approveExclusion: {
    by: ['leaders'],
    to: state,
    needs: ['exclusionPending'],
    apartFrom: ['requestExclusion'],
  },
  refuseExclusion: {
    by: ['leaders'],
    to: state,
    needs: ['exclusionPending'],
    apartFrom: ['requestExclusion'],
  },
})

const returnable: Rows = {
  requestReturn: { by: ['handler'], to: 'returning', needs: ['firstReturn', 'insideReturnWindow'] },
  requestSecondReturn: {
    by: ['handler'],
    to: 'return_disputed',
    needs: ['secondReturn', 'insideReturnWindow'],
  },
}

/** What came of it when somebody else asked: solved, not solved though all was done, once more, or a meeting. */
const concluding: Rows = {
  redo: { by: ['registrar'], to: 'handling', needs: ['redoLeft'], apartFrom: workers, newRound: true },
  callMeeting: { by: ['registrar'], to: 'joint_meeting', needs: ['redoSpent'], apartFrom: workers },
}

/** 没解决 inside the window: it comes back to be decided by people. */
const contestable: Rows = {
  sayUnsolved: { by: ['resident'], to: 'objected', needs: ['insideWindow'] },
}

const states: Record<AppealState, StateSpec<Party, ClockKind, AppealAct>> = {
  screening: { owner: 'registrar', clock: 'screen' },
  registered: { owner: 'registrar', clock: 'dispatch' },
  dispatched: { owner: 'handler', clock: 'sign' },
  signed: { owner: 'handler', clock: 'contact' },
  handling: { owner: 'handler', clock: 'handle', onLeave: 'hold' },
  waiting: { owner: null, clock: 'wait', expires: 'resumeHandling' },
  returning: { owner: 'registrar', clock: 'return_decision' },
  return_disputed: { owner: 'leaders', clock: 'forced_decision' },
  answered: { owner: 'leaders', clock: 'review' },
  callback: { owner: 'registrar', clock: 'callback' },
  objected: { owner: 'registrar', clock: 'objection' },
  joint_meeting: { owner: 'leaders', clock: 'meeting' },
  suspended: { owner: null, clock: 'suspension', expires: 'returnFromSuspension' },
  closed: { owner: null, clock: 'window', expires: 'archive' },
  reviewing: { owner: 'superior', clock: 'petition_review' },
  final_review: { owner: 'superior', clock: 'petition_final' },
  refused: { owner: null, clock: 'window', expires: 'archive' },
  joined: { owner: null, clock: null, ends: true },
  diverted: { owner: null, clock: null, ends: true },
  set_aside: { owner: null, clock: null, ends: true },
  withdrawn: { owner: null, clock: null, ends: true },
  archived: { owner: null, clock: null, ends: true },
}

const table: Record<AppealState, Rows> = {
  screening: {
    ...inheritable('screening'),
    ...viewable('screening'),
    pass: { by: ['registrar'], to: 'registered' },
    setAside: { by: ['registrar'], to: 'set_aside' },
    ...sortable,
    ...withdrawable,
  },
  registered: {
    ...inheritable('registered'),
    ...viewable('registered'),
    ...talking('registered'),
    ...sortable,
    amend: { by: ['registrar'], to: 'registered' },
    classify: { by: ['registrar'], to: 'registered' },
    dispatch: { by: ['registrar'], to: 'dispatched', needs: ['classified'], restart: true },
    // 咨询 answered while the person is still on the phone.
    answerAtOnce: { by: ['registrar'], to: 'closed', needs: ['isInquiry'] },
    ...withdrawable,
  },
  dispatched: {
    ...supervised('dispatched'),
    ...returnable,
    recall: { by: ['registrar'], to: 'registered', restart: true },
    sign: { by: ['handler'], to: 'signed' },
  },
  signed: {
    ...supervised('signed'),
    ...excludable('signed'),
    ...returnable,
    // Whoever may not know the number asks the registrar to speak to the person for them.
    contact: { by: ['handler', 'registrar'], to: 'handling' },
  },
  handling: {
    ...supervised('handling'),
    ...excludable('handling'),
    reportProgress: { by: ['handler'], to: 'handling' },
    addEvidence: { by: ['handler', 'assistant'], to: 'handling' },
    recordMediation: { by: ['handler', 'leaders'], to: 'handling' },
    reportAssistance: { by: ['assistant'], to: 'handling' },
    askResident: { by: ['handler', 'registrar'], to: 'waiting', needs: ['questionLeft'] },
    requestExtension: { by: ['handler'], to: 'handling', needs: ['extensionFree', 'extensionLeft'] },
    approveExtension: {
      by: ['leaders'],
      to: 'handling',
      needs: ['extensionPending'],
      apartFrom: ['requestExtension'],
    },
    refuseExtension: {
      by: ['leaders'],
      to: 'handling',
      needs: ['extensionPending'],
      apartFrom: ['requestExtension'],
    },
    requestSuspension: { by: ['handler', 'registrar'], to: 'handling', needs: ['suspensionFree'] },
    approveSuspension: {
      by: ['leaders'],
      to: 'suspended',
      needs: ['suspensionPending', 'extensionFree'],
      apartFrom: ['requestSuspension'],
    },
    refuseSuspension: {
      by: ['leaders'],
      to: 'handling',
      needs: ['suspensionPending'],
      apartFrom: ['requestSuspension'],
    },
    answer: { by: ['handler'], to: 'answered', needs: ['extensionFree', 'suspensionFree'] },
  },
  waiting: {
    ...supervised('waiting'),
    ...excludable('waiting'),
    replyResident: { by: ['resident', 'registrar'], to: 'handling' },
    resumeHandling: { by: ['timer', 'handler', 'registrar'], to: 'handling' },
  },
  returning: {
    ...talking('returning'),
    ...inheritable('returning'),
    ...viewable('returning'),
    agreeReturn: { by: ['registrar'], to: 'registered', apartFrom: ['requestReturn'], restart: true },
    refuseReturn: { by: ['registrar'], to: 'dispatched', apartFrom: ['requestReturn'] },
    ...divertible,
    ...withdrawable,
  },
  return_disputed: {
    ...talking('return_disputed'),
    ...inheritable('return_disputed'),
    ...viewable('return_disputed'),
    forceHandler: { by: ['leaders'], to: 'dispatched', apartFrom: ['requestSecondReturn'], restart: true },
    ...divertible,
    ...withdrawable,
  },
  answered: {
    ...talking('answered'),
    ...inheritable('answered'),
    ...viewable('answered'),
    ...divertible,
    passAnswer: { by: ['leaders', 'registrar'], to: 'callback', apartFrom: workers },
    returnAnswer: { by: ['leaders', 'registrar'], to: 'handling', apartFrom: workers },
  },
  callback: {
    ...talking('callback'),
    ...inheritable('callback'),
    ...viewable('callback'),
    ...divertible,
    ...contestable,
    // Said by somebody who was joined: the registrar sees it, and asks the one who is counted all the same.
    hearJoined: { by: ['timer'], to: 'callback' },
    ...concluding,
    ...excludable('callback'),
    confirmSolved: { by: ['resident'], to: 'closed' },
    recordCall: { by: ['registrar'], to: 'callback', apartFrom: workers },
    closeSolved: { by: ['registrar'], to: 'closed', apartFrom: workers },
    closeUnsolved: { by: ['registrar'], to: 'closed', apartFrom: workers },
    closeUnreached: { by: ['registrar'], to: 'closed', needs: ['threeTries'], apartFrom: workers },
  },
  objected: {
    ...talking('objected'),
    ...inheritable('objected'),
    ...viewable('objected'),
    ...divertible,
    ...concluding,
    keepClosed: { by: ['leaders'], to: 'closed', apartFrom: workers },
  },
  joint_meeting: {
    ...talking('joint_meeting'),
    ...inheritable('joint_meeting'),
    ...viewable('joint_meeting'),
    ...divertible,
    meetingRedo: { by: ['leaders'], to: 'dispatched', newRound: true },
    meetingClose: { by: ['leaders'], to: 'closed', apartFrom: workers },
  },
  suspended: {
    ...talking('suspended'),
    ...inheritable('suspended'),
    ...viewable('suspended'),
    ...divertible,
    returnFromSuspension: { by: ['timer', 'leaders'], to: 'handling' },
    ...withdrawable,
  },
  closed: {
    ...inheritable('closed'),
    ...viewable('closed'),
    ...divertible,
    ...contestable,
    // Said by somebody who was joined, by their own receipt: it comes back for all of them.
    hearJoined: { by: ['timer'], to: 'objected', needs: ['insideWindow'] },
    rate: { by: ['resident'], to: 'closed', needs: ['insideWindow'] },
    applyReview: {
      by: ['resident', 'registrar'],
      to: 'reviewing',
      needs: ['isPetition', 'notReviewed', 'insideWindow'],
    },
    applyFinalReview: {
      by: ['resident', 'registrar'],
      to: 'final_review',
      needs: ['isPetition', 'reviewed', 'insideWindow'],
    },
    makeProblem: { by: ['office'], to: 'closed', needs: ['noProblemYet'] },
    archive: { by: ['timer'], to: 'archived' },
  },
  reviewing: {
    ...talking('reviewing'),
    ...inheritable('reviewing'),
    ...viewable('reviewing'),
    ...divertible,
    decideReview: { by: ['superior'], to: 'closed', apartFrom: workers },
  },
  final_review: {
    ...talking('final_review'),
    ...inheritable('final_review'),
    ...viewable('final_review'),
    ...divertible,
    // Final: the same facts are not taken up again (信访工作条例 Art. 36).
    decideFinalReview: { by: ['superior'], to: 'archived', apartFrom: [...workers, 'decideReview'] },
  },
  refused: {
    ...inheritable('refused'),
    ...viewable('refused'),
    ...divertible,
    object: { by: ['resident', 'registrar'], to: 'registered', needs: ['notObjected', 'insideWindow'] },
    archive: { by: ['timer'], to: 'archived' },
  },
  joined: {
    ...inheritable('joined'),
    ...viewable('joined'),
    ...divertible,
    // The dialogue stays with this receipt: whoever handles the main appeal might know them by what they write.
    message: { by: ['resident'], to: 'joined' },
    reply: { by: ['registrar'], to: 'joined' },
    sayUnsolved: { by: ['resident'], to: 'joined', needs: ['mainAnswered'] },
    rate: { by: ['resident'], to: 'joined', needs: ['mainAnswered'] },
    separate: { by: ['registrar'], to: 'registered' },
  },
  diverted: {},
  set_aside: {
    ...divertible,
    // Looked at once more, its pictures too: it was never let in.
    restore: { by: ['leaders', 'registrar'], to: 'screening', apartFrom: ['setAside'] },
  },
  withdrawn: { ...divertible, ...viewable('withdrawn') },
  archived: {
    ...inheritable('archived'),
    ...viewable('archived'),
    ...divertible,
    makeProblem: { by: ['office'], to: 'archived', needs: ['noProblemYet'] },
  },
}

export const appealLifecycle: Lifecycle<AppealState, AppealAct, Party, Need, ClockKind> = defineLifecycle({
  kind: 'appeal',
  begins: {
    register: { by: ['registrar'], to: 'registered' },
    registerJoined: { by: ['registrar'], to: 'joined' },
    receive: { by: ['timer'], to: 'screening' },
  },
  states,
  table,
})
