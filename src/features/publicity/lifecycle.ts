import {
  type ActRow,
  defineLifecycle,
  type Lifecycle,
  type StateSpec,
} from '#platform/lifecycle/lifecycle.ts'

/**
 * The life of one publication for one audience (公示关, S2-13, domain.md 7.6): drafted from data, masked, reviewed for
 * secrets, approved by somebody else, published, withdrawn when its period ends; or withheld, and looked at again.
 */
export type Party =
  /** 拟稿单位: the inspection office, the organisation that it is about, and its township */
  | 'drafting'
  /** 保密审查员 of the county or of the township */
  | 'secrecy'
  /** 审批人: the leading group, the head of the office, the township's secretary */
  | 'approver'
  /** 领导小组, which alone agrees to withhold */
  | 'leaders'
  /** The organisation that answers the public's comments */
  | 'responsible'
  /** 意见阅看人: reads the public's comments before anybody else, apart from whoever is responsible */
  | 'screening'
  /** The system's clock (jobs) */
  | 'timer'

export type PublicationState =
  | 'draft'
  | 'mask_check'
  | 'secrecy_review'
  | 'approval'
  | 'approved'
  | 'published'
  | 'withdrawn'
  | 'withhold_approval'
  | 'withheld'
  | 'dropped'

export type PublicationAct =
  | 'begin'
  | 'revise'
  | 'edit'
  | 'regenerate'
  | 'choosePictures'
  | 'submit'
  | 'drop'
  | 'confirmPage'
  | 'checkPicture'
  | 'passMasks'
  | 'passSecrecy'
  | 'approve'
  | 'sendBack'
  | 'publish'
  | 'withdraw'
  | 'endPeriod'
  | 'erasePublished'
  | 'supersede'
  | 'succeed'
  | 'recordChannel'
  | 'screenComment'
  | 'answerComment'
  | 'passAnswer'
  | 'returnAnswer'
  | 'withhold'
  | 'approveWithholding'
  | 'refuseWithholding'
  | 'keepWithheld'
  | 'discloseAfterAll'

export type Need =
  | 'pagesConfirmed'
  | 'picturesChecked'
  | 'commentWaiting'
  | 'commentForwarded'
  | 'answerWaiting'
  | 'textKept'

export type ClockKind =
  | 'disclose'
  | 'mask_check'
  | 'secrecy_review'
  | 'approval'
  | 'publish'
  | 'period'
  | 'withhold_approval'
  | 'withheld_review'

type Row = ActRow<PublicationState, PublicationAct, Party, Need>
type Rows = Partial<Record<PublicationAct, Row>>

/** Whoever wrote any of it, and whoever let its masks pass, judges it at no later step. */
const writers = ['begin', 'revise', 'edit', 'regenerate', 'choosePictures', 'submit'] as const
const makers = [...writers, 'confirmPage', 'checkPicture', 'passMasks'] as const

/** What may be said and done about a text that the public has or had before it. */
const answerable = (state: PublicationState): Rows => ({
  screenComment: { by: ['screening'], to: state, needs: ['commentWaiting'] },
  answerComment: { by: ['responsible'], to: state, needs: ['commentForwarded'] },
  // Who answers does not let the answer through: it is published like everything else.
  passAnswer: {
    by: ['secrecy', 'approver'],
    to: state,
    needs: ['answerWaiting'],
    apartFrom: ['answerComment'],
  },
  returnAnswer: {
    by: ['secrecy', 'approver'],
    to: state,
    needs: ['answerWaiting'],
    apartFrom: ['answerComment'],
  },
})

/** Merged, divided or moved: another organisation answers, or stands under another township; all else goes on. */
const inheritable = (state: PublicationState): Rows => ({ succeed: { by: ['timer'], to: state } })

const states: Record<PublicationState, StateSpec<Party, ClockKind, PublicationAct>> = {
  draft: { owner: 'drafting', clock: 'disclose', onLeave: 'hold' },
  mask_check: { owner: 'drafting', clock: 'mask_check' },
  secrecy_review: { owner: 'secrecy', clock: 'secrecy_review' },
  approval: { owner: 'approver', clock: 'approval' },
  approved: { owner: 'drafting', clock: 'publish' },
  published: { owner: null, clock: 'period', expires: 'endPeriod' },
  withdrawn: { owner: null, clock: null, ends: true },
  withhold_approval: { owner: 'leaders', clock: 'withhold_approval' },
  withheld: { owner: 'drafting', clock: 'withheld_review' },
  dropped: { owner: null, clock: null, ends: true },
}

const table: Record<PublicationState, Rows> = {
  draft: {
    ...inheritable('draft'),
    edit: { by: ['drafting'], to: 'draft' },
    // The data moved on meanwhile: drafted anew from what it says today.
    regenerate: { by: ['drafting'], to: 'draft' },
    choosePictures: { by: ['drafting'], to: 'draft' },
    submit: { by: ['drafting'], to: 'mask_check' },
    withhold: { by: ['drafting'], to: 'withhold_approval' },
    drop: { by: ['drafting'], to: 'dropped' },
  },
  mask_check: {
    ...inheritable('mask_check'),
    confirmPage: { by: ['drafting'], to: 'mask_check' },
    checkPicture: { by: ['drafting'], to: 'mask_check' },
    passMasks: { by: ['drafting'], to: 'secrecy_review', needs: ['pagesConfirmed', 'picturesChecked'] },
    sendBack: { by: ['drafting'], to: 'draft' },
  },
  secrecy_review: {
    ...inheritable('secrecy_review'),
    passSecrecy: { by: ['secrecy'], to: 'approval', apartFrom: makers },
    sendBack: { by: ['secrecy'], to: 'draft', apartFrom: makers },
  },
  approval: {
    ...inheritable('approval'),
    approve: { by: ['approver'], to: 'approved', apartFrom: [...makers, 'passSecrecy'] },
    sendBack: { by: ['approver'], to: 'draft', apartFrom: [...makers, 'passSecrecy'] },
  },
  approved: {
    ...inheritable('approved'),
    publish: { by: ['drafting'], to: 'published' },
    sendBack: { by: ['approver', 'secrecy'], to: 'draft' },
  },
  published: {
    ...inheritable('published'),
    ...answerable('published'),
    // What was withdrawn is made known nowhere any more.
    recordChannel: { by: ['drafting'], to: 'published' },
    // What others have approved does not go by the word of whoever drafted it: they ask, one of these decides.
    withdraw: { by: ['secrecy', 'approver'], to: 'withdrawn', apartFrom: makers },
    endPeriod: { by: ['timer'], to: 'withdrawn' },
    supersede: { by: ['timer'], to: 'withdrawn' },
  },
  withdrawn: {
    ...inheritable('withdrawn'),
    ...answerable('withdrawn'),
    // A face or a number that went out by mistake. One withdraws it, another has it erased: it cannot be undone.
    erasePublished: {
      by: ['secrecy', 'leaders'],
      to: 'withdrawn',
      needs: ['textKept'],
      apartFrom: [...makers, 'withdraw'],
    },
  },
  withhold_approval: {
    ...inheritable('withhold_approval'),
    approveWithholding: {
      by: ['leaders'],
      to: 'withheld',
      apartFrom: [...writers, 'withhold', 'keepWithheld'],
    },
    refuseWithholding: { by: ['leaders'], to: 'draft', apartFrom: [...writers, 'withhold', 'keepWithheld'] },
  },
  withheld: {
    ...inheritable('withheld'),
    keepWithheld: { by: ['drafting'], to: 'withhold_approval' },
    discloseAfterAll: { by: ['drafting', 'leaders'], to: 'draft' },
  },
  dropped: inheritable('dropped'),
}

export const publicationLifecycle: Lifecycle<PublicationState, PublicationAct, Party, Need, ClockKind> =
  defineLifecycle({
    kind: 'publication',
    begins: {
      begin: { by: ['drafting'], to: 'draft' },
      revise: { by: ['drafting'], to: 'draft' },
    },
    states,
    table,
  })
