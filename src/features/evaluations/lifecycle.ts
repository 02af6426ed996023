import {
  type ActRow,
  defineLifecycle,
  type Lifecycle,
  type StateSpec,
} from '#platform/lifecycle/lifecycle.ts'

/**
 * The life of one evaluation campaign (整改成效群众评价, S3-57): prepared by one, opened by another, answered by phone
 * and on paper, counted once. Counting ends it, opens every ballot and destroys the key, so that nothing is counted
 * twice, or in parts.
 */
export type Party =
  /** 组织单位: the county's office, or the township for its villages */
  | 'organizer'
  /** 审批人: the head of the office or the leading group, or the township's secretary */
  | 'approver'
  /** The system's clock (jobs) */
  | 'timer'

export type CampaignState = 'draft' | 'proposed' | 'running' | 'counting' | 'closed' | 'cancelled'

export type CampaignAct =
  | 'begin'
  | 'revise'
  | 'submit'
  | 'sendBack'
  | 'open'
  | 'issue'
  | 'voidRest'
  | 'endAnswers'
  | 'close'
  | 'closeOverdue'
  | 'cancel'
  | 'succeed'

export type Need = 'papersSettled' | 'someIssued'

export type ClockKind = 'preparing' | 'approval' | 'answering' | 'counting'

type Row = ActRow<CampaignState, CampaignAct, Party, Need>
type Rows = Partial<Record<CampaignAct, Row>>

/** Whoever prepared any of it does not open it. */
const makers = ['begin', 'revise', 'submit'] as const

/** Organisations are merged, divided and put elsewhere: who holds it and who answers for what it asks about follow. */
const inheritable = (state: CampaignState): Rows => ({ succeed: { by: ['timer'], to: state } })

/** Nothing that was sealed is ever opened then. Whoever runs it cannot make a result go away that they do not like. */
const cancellable: Rows = {
  cancel: { by: ['approver'], to: 'cancelled', apartFrom: [...makers, 'issue'] },
}

const states: Record<CampaignState, StateSpec<Party, ClockKind, CampaignAct>> = {
  draft: { owner: 'organizer', clock: 'preparing', onLeave: 'hold' },
  proposed: { owner: 'approver', clock: 'approval' },
  running: { owner: 'organizer', clock: 'answering', expires: 'endAnswers' },
  counting: { owner: 'organizer', clock: 'counting', expires: 'closeOverdue' },
  closed: { owner: null, clock: null, ends: true },
  cancelled: { owner: null, clock: null, ends: true },
}

const table: Record<CampaignState, Rows> = {
  draft: {
    revise: { by: ['organizer'], to: 'draft' },
    submit: { by: ['organizer'], to: 'proposed' },
    // By the clock when nothing is left that its holder may ask about.
    cancel: { by: ['organizer', 'timer'], to: 'cancelled' },
    ...inheritable('draft'),
  },
  proposed: {
    sendBack: { by: ['approver'], to: 'draft', apartFrom: makers },
    open: { by: ['approver'], to: 'running', apartFrom: makers },
    cancel: { by: ['timer'], to: 'cancelled' },
    ...inheritable('proposed'),
  },
  running: {
    ...cancellable,
    issue: { by: ['organizer'], to: 'running' },
    // Printed and not handed out: void, so that nobody can use what was left over.
    voidRest: { by: ['organizer'], to: 'running' },
    endAnswers: { by: ['timer', 'organizer'], to: 'counting', needs: ['someIssued'] },
    ...inheritable('running'),
  },
  counting: {
    ...cancellable,
    voidRest: { by: ['organizer'], to: 'counting' },
    close: { by: ['organizer'], to: 'closed', needs: ['papersSettled'] },
    // Papers that two people have not read alike by then are returned, and not valid.
    closeOverdue: { by: ['timer'], to: 'closed' },
    ...inheritable('counting'),
  },
  closed: inheritable('closed'),
  cancelled: inheritable('cancelled'),
}

export const campaignLifecycle: Lifecycle<CampaignState, CampaignAct, Party, Need, ClockKind> =
  defineLifecycle({
    kind: 'evaluation',
    begins: { begin: { by: ['organizer'], to: 'draft' } },
    states,
    table,
  })
