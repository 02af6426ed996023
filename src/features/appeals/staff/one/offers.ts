import type { OfferedAct } from '../../api.ts'
import { appealLifecycle, type Need } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'
import { forms } from './forms.ts'

export type Offer = { act: OfferedAct; missing: Need[] }

/**
 * A need without which there is nothing to act on (no request to decide, no petition): an act that lacks it is not
 * shown at all. What lacks another one is shown with what is missing.
 */
const absent: Record<Need, boolean> = {
  classified: false,
  isInquiry: true,
  insideReturnWindow: false,
  firstReturn: true,
  secondReturn: true,
  extensionFree: false,
  extensionPending: true,
  extensionLeft: false,
  suspensionFree: false,
  suspensionPending: true,
  exclusionFree: false,
  exclusionPending: true,
  redoLeft: true,
  redoSpent: true,
  threeTries: false,
  insideWindow: true,
  mainAnswered: true,
  isPetition: true,
  notReviewed: true,
  reviewed: true,
  notObjected: true,
  noProblemYet: true,
  nothingJoined: false,
  picturesShown: true,
  picturesWithheld: true,
  questionLeft: false,
}

/** Possible, and nobody’s next step. */
const beside: ReadonlySet<OfferedAct> = new Set([
  ...(['amend', 'recall', 'reassign', 'refuse', 'join', 'separate', 'divert', 'restore', 'object'] as const),
  ...(['withholdPictures', 'showPictures'] as const),
  ...(['requestReturn', 'requestSecondReturn', 'requestExtension', 'requestSuspension'] as const),
  ...(['requestExclusion', 'urge', 'assignLeader', 'pledge', 'recordMediation', 'setAside'] as const),
  ...(['returnFromSuspension', 'applyReview', 'applyFinalReview', 'makeProblem', 'askResident'] as const),
])

/** Leads back, or closes without what was wanted: possible, and never pressed upon anybody. */
const notPressed: ReadonlySet<OfferedAct> = new Set([
  ...(['returnAnswer', 'refuseReturn', 'recordCall', 'closeUnsolved', 'redo', 'callMeeting'] as const),
  ...(['closeUnreached', 'resumeHandling'] as const),
])

/** Sent from where it stands on the page. */
const elsewhere: ReadonlySet<string> = new Set(['reply'])

/** What the reader may do now: what is asked, with the one that leads on first, and what is possible beside. */
export function offersOf({ state, can, nature }: Pick<AppealDetail, 'state' | 'can' | 'nature'>): {
  main: Offer[]
  others: Offer[]
} {
  const offers = can
    .filter(({ act }) => act in forms && !elsewhere.has(act))
    .map(({ act, missing }) => ({ act: act as OfferedAct, missing: missing as Need[] }))
    .filter(({ missing }) => missing.every((need) => !absent[need]))
  const isDecision = (act: OfferedAct) =>
    appealLifecycle.table[state][act]?.needs?.some((need) => need.endsWith('Pending')) ?? false
  const rank = ({ act, missing }: Offer) => {
    if (isDecision(act)) return act.startsWith('refuse') ? 1 : 0
    if (missing.length > 0) return 4
    // Classified once, the next thing is where it goes.
    if (act === 'classify' && nature !== null) return 3
    return notPressed.has(act) ? 3 : 2
  }
  const isBeside = ({ act }: Offer) => beside.has(act) && !isDecision(act)
  const main = offers.filter((offer) => !isBeside(offer)).toSorted((a, b) => rank(a) - rank(b))
  return { main, others: offers.filter(isBeside) }
}
