import { actsIn, statesOf } from '#platform/lifecycle/lifecycle.ts'
import { type Need, type ProblemAct, problemLifecycle } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { expectedWay } from '../loop/expected-way.ts'
import { settings } from './settings.ts'

export type Offer = { act: ProblemAct; missing: Need[] }
export type PartId = 'plan' | 'evidence' | 'checks' | 'evaluations' | 'countersigns' | 'requests' | 'tasks'

/**
 * What fills a need: the part of the page that shows it, and the act that does it. Null where there is nothing to
 * act on (no request to decide, nothing listed): such an act is not shown at all.
 */
export const remedies: Record<Need, { part: PartId; act?: ProblemAct } | null> = {
  measuresDone: { part: 'plan', act: 'completeMeasure' },
  evidence: { part: 'evidence', act: 'addEvidence' },
  siteCheckPassed: { part: 'checks', act: 'recordSiteCheck' },
  evaluationAttached: { part: 'evaluations', act: 'attachEvaluation' },
  evaluationPassed: { part: 'evaluations' },
  bothCountersigned: { part: 'countersigns', act: 'countersign' },
  tasksReported: { part: 'tasks' },
  extensionFree: { part: 'requests' },
  suspensionFree: { part: 'requests' },
  correctionFree: { part: 'requests' },
  reassignmentFree: { part: 'requests' },
  checksConfirmed: { part: 'requests' },
  countersignOpen: null,
  fixOpen: null,
  supervisionOpen: null,
  extensionPending: null,
  suspensionPending: null,
  correctionPending: null,
  reassignmentPending: null,
  reviewPending: null,
  consolidationPending: null,
  relapsePending: null,
  checkWaiting: null,
  namedChecker: null,
  enteredByHand: null,
  isListed: null,
  notListed: null,
}

/** An act that is possible in so many states is no step of the way but a matter beside it. */
const EVERYWHERE = 5

const isBeside = (act: ProblemAct): boolean =>
  statesOf(problemLifecycle).filter((state) => actsIn(problemLifecycle, state).some(([a]) => a === act))
    .length >= EVERYWHERE

/** A request to decide, a task to report, a signature to give: somebody waits for exactly this. */
const isWaitedFor = (act: ProblemAct, problem: ProblemDetail): boolean =>
  problemLifecycle.table[problem.state][act]?.needs?.some((need) => /(Pending|Open)$/.test(need)) ?? false

/**
 * The acts offered to the reader, in the order of what is asked first: what somebody waits for, the step that
 * leads on, other work on it, what leads elsewhere, and matters beside.
 */
export function offersOf(problem: ProblemDetail): {
  main: Offer[]
  beside: Offer[]
  /** The one act that stands out. */
  obvious: ProblemAct | null
} {
  const offers = problem.can
    .filter(({ act }) => act in settings)
    .map(({ act, missing }) => ({ act: act as ProblemAct, missing: missing as Need[] }))
    .filter(({ missing }) => missing.every((need) => remedies[need] !== null))
  const next = expectedWay(problemLifecycle, problem.state)[0]?.act
  const rank = ({ act, missing }: Offer) => {
    if (isWaitedFor(act, problem)) return 0
    if (act === next) return missing.length === 0 ? 1 : 3
    return moves(act, problem) ? 4 : 2
  }
  const inOrder = [...offers].sort((a, b) => rank(a) - rank(b))
  const aside = (offer: Offer) =>
    asksForLeave(offer.act, problem) || (isBeside(offer.act) && !isWaitedFor(offer.act, problem))
  const main = inOrder.filter((offer) => !aside(offer))
  // What leads somewhere else than on is never pressed upon the reader, nor is saying no.
  const isPressed = (offer: Offer) =>
    offer.missing.length === 0 && rank(offer) < 3 && !offer.act.startsWith('refuse')
  const obvious = main.find(isPressed)?.act ?? null
  return { main, beside: inOrder.filter(aside), obvious }
}

/** Asking to be let off for a while is possible, and is not what is asked. */
const asksForLeave = (act: ProblemAct, problem: ProblemDetail): boolean =>
  !moves(act, problem) &&
  (problemLifecycle.table[problem.state][act]?.needs?.some((need) => need.endsWith('Free')) ?? false)

const moves = (act: ProblemAct, problem: ProblemDetail): boolean =>
  problemLifecycle.table[problem.state][act]?.to !== problem.state
