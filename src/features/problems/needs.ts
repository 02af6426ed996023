import { type EvaluationRule, isEvaluationNeeded } from './evaluation-rule.ts'
import type { Need } from './lifecycle.ts'
import type { Part, Parts, ProblemRow } from './row.ts'

/** `evaluation`: what the county's rule of the day asks of 群众评价; the shipped one where nobody says. */
type Situation = { row: ProblemRow; parts: Parts; personId: string | null; evaluation?: EvaluationRule }
type Check = { reads: readonly Part[]; met: (situation: Situation) => boolean }
type RequestKind = Parts['requests'][number]['kind']

const ofRound = <T extends { round: number }>(rows: readonly T[], row: ProblemRow): T[] =>
  rows.filter((r) => r.round === row.round)

/** What was done since closing was last applied for: an earlier attempt's checks do not count for this one. */
export const sinceApplication = <T extends { round: number; entered_at: string }>(
  rows: readonly T[],
  row: ProblemRow,
) => {
  const applied = appliedAt(row) ?? ''
  return ofRound(rows, row).filter((r) => new Date(r.entered_at).toISOString() >= applied)
}

/** Since when what is checked and said counts for closing: applied for, long-term keeping ended, or 立行立改 reported. */
export const appliedAt = ({ acted }: ProblemRow): string | undefined =>
  [acted.requestClosure, acted.endLongTerm, acted.reportFix, acted.reportSupervision]
    .map((done) => done?.at)
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)

/** What was said of it since closing was last applied for, and not taken back. */
export const evaluationsNow = ({ row, parts }: Omit<Situation, 'personId'>) =>
  sinceApplication(parts.evaluations, row).filter((e) => e.withdrawn_at === null)

/** Of it what somebody entered from paper, and may take back. */
export const enteredByHand = (s: Omit<Situation, 'personId'>) =>
  evaluationsNow(s).filter((e) => e.campaign_id === null)

/** 立行立改 is accepted by a check of its own; everything else on application. */
export const acceptanceOf = ({ state }: ProblemRow): 'immediate' | 'acceptance' =>
  state === 'immediate' ? 'immediate' : 'acceptance'

/** What the organisation has shown that the problem concerns now: the former one's does not count for it. */
const evidenceNow = ({ row, parts }: Omit<Situation, 'personId'>) => {
  const moved = row.acted.approveReassignment?.at ?? ''
  return ofRound(parts.evidence, row).filter((e) => new Date(e.entered_at).toISOString() >= moved)
}

/** How often closing was applied for in this round: countersigns are given once an attempt. */
export const attemptOf = (row: ProblemRow): number =>
  (row.acted.requestClosure?.times ?? 0) + (row.acted.endLongTerm?.times ?? 0)

export const countersignsNow = ({ row, parts }: Omit<Situation, 'personId'>) =>
  ofRound(parts.countersigns, row).filter((c) => c.attempt === attemptOf(row))

export const pendingRequest = ({ parts }: Pick<Situation, 'parts'>, kind: string) =>
  parts.requests.find((r) => r.kind === kind && r.status === 'pending')

/** What a record of a check waits to be confirmed as, by the second checker it names. */
export const checkKinds = ['review', 'consolidation', 'relapse'] as const
export type CheckKind = (typeof checkKinds)[number]

export const waitingCheck = ({ parts }: Pick<Situation, 'parts'>) =>
  parts.requests.find((r) => checkKinds.some((kind) => kind === r.kind) && r.status === 'pending')

export const tasksNow = ({ row, parts }: Omit<Situation, 'personId'>) => ofRound(parts.tasks, row)

const pending = (kind: RequestKind): Check => ({
  reads: ['requests'],
  met: (s) => pendingRequest(s, kind) !== undefined,
})
const free = (kind: RequestKind): Check => ({
  reads: ['requests'],
  met: (s) => pendingRequest(s, kind) === undefined,
})
const taskOpen = (kind: string): Check => ({
  reads: ['tasks'],
  met: (s) => tasksNow(s).some((t) => t.kind === kind && t.status === 'open'),
})

/** Every precondition the lifecycle names, with the rows it has to see. Total: a forgotten one does not compile. */
export const needs: Record<Need, Check> = {
  measuresDone: {
    reads: ['measures'],
    met: ({ row, parts }) => {
      const measures = ofRound(parts.measures, row).filter((m) => !m.dropped)
      return measures.length > 0 && measures.every((m) => m.done_on !== null)
    },
  },
  evidence: { reads: ['evidence'], met: (s) => evidenceNow(s).length > 0 },
  siteCheckPassed: {
    reads: ['siteChecks'],
    met: ({ row, parts }) =>
      sinceApplication(parts.siteChecks, row).some((c) => c.purpose === acceptanceOf(row) && c.passed),
  },
  evaluationAttached: {
    reads: ['evaluations'],
    met: (s) =>
      !isEvaluationNeeded(s.evaluation, s.row) ||
      evaluationsNow(s).some((e) => e.rater_class === 'residents' || e.rater_class === 'mixed'),
  },
  evaluationPassed: {
    reads: ['evaluations'],
    met: (s) => evaluationsNow(s).every((e) => e.passed !== false),
  },
  enteredByHand: { reads: ['evaluations'], met: (s) => enteredByHand(s).length > 0 },
  bothCountersigned: {
    reads: ['countersigns'],
    met: (s) =>
      (['discipline', 'personnel'] as const).every((body) =>
        countersignsNow(s).some((c) => c.body === body && c.agrees),
      ),
  },
  countersignOpen: { reads: ['countersigns'], met: (s) => countersignsNow(s).length < 2 },
  fixOpen: taskOpen('fix'),
  supervisionOpen: taskOpen('supervise'),
  tasksReported: {
    reads: ['tasks'],
    met: (s) => tasksNow(s).length > 0 && tasksNow(s).every((t) => t.status === 'reported'),
  },
  extensionPending: pending('extension'),
  extensionFree: free('extension'),
  suspensionPending: pending('suspension'),
  suspensionFree: free('suspension'),
  correctionPending: pending('correction'),
  correctionFree: free('correction'),
  reassignmentPending: pending('reassignment'),
  reassignmentFree: free('reassignment'),
  reviewPending: pending('review'),
  consolidationPending: pending('consolidation'),
  relapsePending: pending('relapse'),
  checkWaiting: { reads: ['requests'], met: (s) => waitingCheck(s) !== undefined },
  checksConfirmed: { reads: ['requests'], met: (s) => waitingCheck(s) === undefined },
  namedChecker: {
    reads: ['requests'],
    met: (s) => (waitingCheck(s)?.asks as { withPersonId?: string } | undefined)?.withPersonId === s.personId,
  },
  isListed: { reads: [], met: ({ row }) => row.listed },
  notListed: { reads: [], met: ({ row }) => !row.listed },
}
