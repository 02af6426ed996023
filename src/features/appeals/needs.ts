import { addTime, type Calendar } from '#platform/calendar/index.ts'
import { deadlineRule, type RuleBook } from '#platform/rules/index.ts'
import type { MainAppeal } from './acts/act.ts'
import type { AppealState, Need } from './lifecycle.ts'
import type { AppealRow, Part, Parts } from './row.ts'
import { limitsOf } from './rules.seed.ts'

export type Looking = {
  row: AppealRow
  parts: Parts
  now: Date
  today: string
  calendar: Calendar
  rules: RuleBook
  /** What it was joined into. */
  main?: MainAppeal | undefined
}
type Check = { reads: readonly Part[]; met: (looking: Looking) => boolean }

export type RequestKind = 'return' | 'extension' | 'suspension' | 'exclusion'

export const pendingRequest = ({ parts }: Pick<Looking, 'parts'>, kind: RequestKind) =>
  parts.requests.find((r) => r.kind === kind && r.status === 'pending')

const pending = (kind: RequestKind): Check => ({
  reads: ['requests'],
  met: (s) => pendingRequest(s, kind) !== undefined,
})
const free = (kind: RequestKind): Check => ({
  reads: ['requests'],
  met: (s) => pendingRequest(s, kind) === undefined,
})
const row = (met: (looking: Looking) => boolean): Check => ({ reads: [], met })

/** Until when it may be returned: two working days, five where the law says so (信访工作条例 Art. 23). */
export function returnableUntil({ row: r, calendar, rules, today }: Omit<Looking, 'parts' | 'now'>): Date {
  const key = r.track === 'petition' ? 'appeal.return.petition' : 'appeal.return'
  return addTime(calendar, new Date(r.dispatched_at ?? 0), deadlineRule(rules, key, today))
}

/** In callback the window has not begun; afterwards it runs until its own end. */
const isInsideWindow = ({ state, clocks: { window } }: Pick<AppealRow, 'state' | 'clocks'>, now: Date) =>
  state === 'callback' || (window !== undefined && now.toISOString() <= window.dueAt)

/**
 * The window that began when it was first closed in this round. Later ones begin when it is decided once more: whoever was
 * joined would have no end of them.
 */
export function firstWindow({
  acted,
  clocks,
}: Pick<AppealRow, 'acted' | 'clocks'>): AppealRow['clocks'][string] | undefined {
  const answeredAt = answeredInRound(acted)
  return Object.entries(clocks)
    .filter(([key, { startedAt }]) => key.split('#')[0] === 'window' && startedAt >= answeredAt)
    .map(([, clock]) => clock)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))[0]
}

/** Since when there is something in this round that they can speak about. */
const answeredInRound = ({ passAnswer, answerAtOnce }: AppealRow['acted']): string =>
  passAnswer?.at ?? answerAtOnce?.at ?? ''

const spokenOf: readonly AppealState[] = ['callback', 'objected', 'closed']

const mayBeSpokenOf = (main: MainAppeal, now: Date): boolean => {
  const window = firstWindow(main)
  return spokenOf.includes(main.state) && (window === undefined || now.toISOString() <= window.dueAt)
}

/**
 * Whether the main appeal hears that they say 没解决: while its person is called to be noted, once it is closed to come
 * back, either once in a round. While it is decided what becomes of it, it stands on their own appeal.
 */
export function isHeard({ acted }: Pick<AppealRow, 'acted'>, main: MainAppeal): boolean {
  if (main.state !== 'callback' && main.state !== 'closed') return false
  const since = main.state === 'closed' ? (firstWindow(main)?.startedAt ?? '') : answeredInRound(main.acted)
  const said = acted.sayUnsolved?.at
  // What they said before they were joined to this one was of another.
  return said === undefined || said < since || said < (acted.join?.at ?? '')
}

/** Every precondition the lifecycle names. Total: a forgotten one does not compile. */
export const needs: Record<Need, Check> = {
  classified: row(({ row: r }) => r.nature !== null && r.field_code !== null),
  isInquiry: row(({ row: r }) => r.nature === 'inquiry' || r.nature === 'praise'),
  insideReturnWindow: row((s) => s.now <= returnableUntil(s)),
  firstReturn: row(({ row: r }) => r.returns === 0),
  secondReturn: row(({ row: r }) => r.returns === 1),
  extensionFree: free('extension'),
  extensionPending: pending('extension'),
  // A petition is extended once, by thirty days at most (Art. 34).
  extensionLeft: row((s) => s.row.extensions < (s.row.track === 'petition' ? 1 : limitsOf(s).extensions)),
  suspensionFree: free('suspension'),
  suspensionPending: pending('suspension'),
  exclusionFree: free('exclusion'),
  exclusionPending: pending('exclusion'),
  redoLeft: row((s) => s.row.redos < limitsOf(s).redos),
  redoSpent: row((s) => s.row.redos >= limitsOf(s).redos),
  threeTries: {
    reads: ['callbacks'],
    met: (s) =>
      s.parts.callbacks.filter((c) => c.round === s.row.round && c.outcome === 'unreached').length >=
      limitsOf(s).calls,
  },
  insideWindow: row(({ row: r, now }) => isInsideWindow(r, now)),
  mainAnswered: row(({ main, now }) => main !== undefined && mayBeSpokenOf(main, now)),
  isPetition: row(({ row: r }) => r.track === 'petition'),
  notReviewed: row(({ row: r }) => r.acted.decideReview === undefined),
  reviewed: row(({ row: r }) => r.acted.decideReview !== undefined),
  notObjected: row(({ row: r }) => r.acted.object === undefined),
  noProblemYet: row(({ row: r }) => r.problem_id === null),
  questionLeft: row(
    ({ row: { acted } }) => (acted.askResident?.times ?? 0) - (acted.replyResident?.times ?? 0) < 2,
  ),
  picturesShown: {
    reads: ['evidence'],
    met: ({ row: r, parts }) =>
      !r.pictures_withheld && parts.evidence.some(({ kind }) => kind === 'resident'),
  },
  picturesWithheld: row(({ row: r }) => r.pictures_withheld),
  nothingJoined: { reads: ['joined'], met: ({ parts }) => parts.joined.length === 0 },
}
