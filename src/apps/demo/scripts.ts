import type { ProblemState } from '#features/problems/lifecycle.ts'
import type { StepName } from './journey/steps.ts'
import type { Random } from './random.ts'
import type { Level } from './texts/theme.ts'

/** A step some days after the one before, or with a share of the time that is left between feedback and today. */
export type Step = { act: StepName; days: number } | { act: StepName; share: number }

/** The way one group of problems has gone so far, and how many there are of it. */
export type Script = {
  state: ProblemState
  n: number
  steps: (r: Random) => Step[]
  /** Days since the last step. */
  rest: readonly [least: number, most: number]
  /** Days that steps with a share have together. */
  stretch?: readonly [least: number, most: number]
  /** `past`: the plan's date has gone by; `near`: within the coming week. */
  due?: 'past' | 'near'
  levels?: readonly Level[]
  /** Only what can be put right at once. */
  quick?: true
}

type Make = (r: Random) => Step[]

const after =
  (act: StepName, least: number, most: number): Make =>
  (r) => [{ act, days: r.int(least, most) }]
const share =
  (act: StepName, portion: number): Make =>
  () => [{ act, share: portion }]
const way =
  (...parts: Make[]): Make =>
  (r) =>
    parts.flatMap((part) => part(r))
const sometimes =
  (probability: number, ...parts: Make[]): Make =>
  (r) =>
    r.chance(probability) ? way(...parts)(r) : []

const entered = way(
  after('enter', 0, 1),
  sometimes(0.04, after('askCorrection', 0, 1), after('confirmCorrection', 0, 2)),
)
const issued = way(entered, after('issue', 0, 3))
const claimed = way(
  issued,
  sometimes(0.05, after('dispute', 1, 3), after('issue', 1, 3)),
  after('claim', 1, 4),
)
const submitted = way(claimed, after('submit', 6, 22))
const opened = way(
  submitted,
  sometimes(0.18, after('returnPlan', 2, 5), after('submit', 3, 8)),
  after('approvePlan', 1, 7),
)

const begun = way(
  sometimes(0.6, share('before', 0.5)),
  share('progress', 1),
  sometimes(0.6, share('measure', 0.8)),
)
const worked = way(
  begun,
  sometimes(0.6, share('progress', 1.2)),
  share('measures', 1.4),
  share('evidence', 0.6),
  sometimes(0.2, share('evidence', 0.3)),
)
const applied = way(worked, share('apply', 0.6))
const endorsed = way(applied, after('endorse', 1, 4))
const papers = way(endorsed, after('passPapers', 2, 8))
const checked = way(papers, after('check', 2, 10))
const confirmed = way(checked, after('confirm', 0, 3))
const evaluated = way(confirmed, after('evaluate', 2, 9))
const passed = way(evaluated, after('passEvaluation', 1, 4))
const signedOnce = way(passed, after('signDiscipline', 1, 3))
const signed = way(signedOnce, after('signPersonnel', 0, 3))
const closed = way(signed, after('close', 1, 3))

const refused = way(papers, after('failCheck', 2, 8), after('refuse', 1, 4))
const secondRound = way(refused, after('attribute', 3, 9))
const gates = way(
  ...[after('endorse', 1, 4), after('passPapers', 2, 7), after('check', 2, 8), after('confirm', 0, 2)],
  ...[after('evaluate', 2, 7), after('passEvaluation', 1, 3), after('signDiscipline', 1, 3)],
  ...[after('signPersonnel', 0, 2)],
)
const again = way(
  after('submit', 4, 9),
  after('approvePlan', 1, 5),
  after('progress', 6, 20),
  after('measures', 6, 20),
)
const closedAgain = way(again, after('evidence', 1, 5), after('apply', 1, 6), gates, after('close', 1, 3))

const relapsed = way(closed, after('relapse', 35, 110))
const longTerm = way(signed, after('keepLongTerm', 1, 3))
const ordered = after('order', 0, 1)
const fixed = way(ordered, after('fixEvidence', 1, 3), after('fix', 0, 3))
const supervised = way(fixed, after('supervise', 0, 3))

const villages: readonly Level[] = ['village']

export const scripts: readonly Script[] = [
  { state: 'reported', n: 8, steps: entered, rest: [1, 9] },
  { state: 'awaiting_claim', n: 13, steps: issued, rest: [1, 9] },
  { state: 'claimed', n: 14, steps: claimed, rest: [1, 42] },
  { state: 'plan_review', n: 12, steps: submitted, rest: [1, 22] },
  { state: 'plan_returned', n: 7, steps: way(submitted, after('returnPlan', 2, 5)), rest: [1, 22] },

  { state: 'rectifying', n: 12, steps: opened, rest: [1, 25] },
  { state: 'rectifying', n: 26, steps: way(opened, begun), rest: [1, 20], stretch: [12, 90] },
  { state: 'rectifying', n: 12, steps: way(opened, begun), rest: [1, 9], stretch: [20, 110], due: 'near' },
  { state: 'rectifying', n: 17, steps: way(opened, begun), rest: [3, 50], stretch: [40, 430], due: 'past' },
  { state: 'rectifying', n: 9, steps: way(opened, worked), rest: [1, 8], stretch: [20, 150], due: 'near' },
  {
    state: 'rectifying',
    n: 6,
    steps: way(opened, begun, share('askExtension', 1)),
    rest: [1, 5],
    stretch: [20, 150],
  },
  {
    ...{ state: 'rectifying', n: 6, rest: [2, 20], stretch: [30, 200] },
    steps: way(
      opened,
      begun,
      share('askExtension', 1),
      after('approveExtension', 1, 4),
      share('progress', 1),
    ),
  },
  {
    ...{ state: 'rectifying', n: 3, rest: [2, 20], stretch: [30, 120], due: 'past' },
    steps: way(opened, begun, share('askExtension', 1), after('refuseExtension', 1, 3)),
  },
  {
    state: 'rectifying',
    n: 4,
    steps: way(opened, begun, share('askSuspension', 1)),
    rest: [1, 6],
    stretch: [20, 150],
  },
  {
    ...{ state: 'rectifying', n: 4, rest: [2, 25], stretch: [40, 260] },
    steps: way(
      ...[opened, begun, share('askSuspension', 0.5), after('approveSuspension', 2, 6)],
      ...[after('resume', 40, 90), share('progress', 0.5)],
    ),
  },
  {
    ...{ state: 'rectifying', n: 2, rest: [2, 20], stretch: [20, 120] },
    steps: way(opened, begun, share('askSuspension', 0.5), after('refuseSuspension', 2, 5)),
  },
  {
    state: 'rectifying',
    n: 3,
    steps: way(opened, begun, share('askReassign', 1)),
    rest: [1, 6],
    stretch: [20, 90],
    levels: villages,
  },
  {
    ...{ state: 'claimed', n: 2, rest: [2, 25], stretch: [20, 200], levels: villages },
    steps: way(opened, share('askReassign', 1), after('approveReassign', 2, 5), after('claim', 1, 4)),
  },
  {
    ...{ state: 'rectifying', n: 2, rest: [2, 30], stretch: [20, 200], levels: villages },
    steps: way(opened, begun, share('askReassign', 1), after('refuseReassign', 2, 5)),
  },
  {
    ...{ state: 'rectifying', n: 7, rest: [3, 60], stretch: [60, 400], due: 'past' },
    steps: way(opened, begun, share('list', 1.5), sometimes(0.7, share('progress', 0.5))),
  },
  {
    ...{ state: 'rectifying', n: 3, rest: [2, 30], stretch: [60, 300] },
    steps: way(opened, begun, share('list', 1), share('progress', 1), share('unlist', 1)),
  },
  {
    state: 'rectifying',
    n: 3,
    steps: way(opened, begun, share('askCorrection', 1)),
    rest: [1, 6],
    stretch: [20, 120],
  },
  {
    ...{ state: 'rectifying', n: 6, rest: [1, 15], stretch: [30, 200] },
    steps: way(opened, endorsed, after('sendBack', 2, 8), sometimes(0.5, after('progress', 2, 6))),
  },

  {
    ...{ state: 'suspended', n: 9, rest: [5, 80], stretch: [30, 260] },
    steps: way(opened, begun, share('askSuspension', 1), after('approveSuspension', 2, 7)),
  },
  { state: 'closure_requested', n: 15, steps: way(opened, applied), rest: [1, 9], stretch: [35, 200] },
  { state: 'document_check', n: 10, steps: way(opened, endorsed), rest: [1, 24], stretch: [35, 200] },
  { state: 'site_check', n: 10, steps: way(opened, papers), rest: [1, 34], stretch: [35, 200] },
  { state: 'site_check', n: 6, steps: way(opened, checked), rest: [1, 5], stretch: [35, 200] },
  {
    state: 'site_check',
    n: 2,
    steps: way(opened, papers, after('failCheck', 2, 8)),
    rest: [1, 5],
    stretch: [35, 200],
  },
  { state: 'awaiting_evaluation', n: 7, steps: way(opened, confirmed), rest: [1, 34], stretch: [35, 200] },
  { state: 'awaiting_evaluation', n: 4, steps: way(opened, evaluated), rest: [1, 6], stretch: [35, 200] },
  { state: 'countersigning', n: 5, steps: way(opened, passed), rest: [1, 7], stretch: [35, 200] },
  { state: 'countersigning', n: 4, steps: way(opened, signedOnce), rest: [1, 6], stretch: [35, 200] },
  { state: 'countersigning', n: 4, steps: way(opened, signed), rest: [1, 5], stretch: [35, 200] },
  {
    state: 'countersigning',
    n: 1,
    steps: way(opened, signedOnce, after('disagree', 1, 3)),
    rest: [1, 5],
    stretch: [35, 200],
  },

  {
    state: 'closure_refused',
    n: 5,
    steps: way(opened, refused),
    rest: [1, 24],
    stretch: [60, 380],
    due: 'past',
  },
  {
    state: 'second_round',
    n: 5,
    steps: way(opened, secondRound),
    rest: [1, 24],
    stretch: [60, 380],
    due: 'past',
  },
  {
    state: 'second_round',
    n: 3,
    steps: way(opened, relapsed, after('reopen', 1, 5)),
    rest: [1, 12],
    stretch: [35, 320],
  },
  {
    ...{ state: 'rectifying', n: 5, rest: [2, 30], stretch: [60, 360], due: 'past' },
    steps: way(
      opened,
      secondRound,
      after('submit', 4, 9),
      after('approvePlan', 1, 5),
      after('progress', 5, 20),
    ),
  },
  { state: 'relapsed', n: 4, steps: way(opened, relapsed), rest: [1, 13], stretch: [35, 320] },

  { state: 'long_term', n: 6, steps: way(opened, longTerm), rest: [3, 100], stretch: [35, 240] },
  {
    ...{ state: 'long_term', n: 14, rest: [3, 95], stretch: [35, 330] },
    steps: way(opened, longTerm, after('review', 78, 92), sometimes(0.5, after('review', 80, 95))),
  },
  {
    ...{ state: 'site_check', n: 2, rest: [1, 12], stretch: [35, 330] },
    steps: way(opened, longTerm, after('review', 78, 92), after('endLongTerm', 1, 10)),
  },
  { state: 'closed', n: 58, steps: way(opened, closed), rest: [3, 360], stretch: [35, 260] },
  {
    ...{ state: 'closed', n: 4, rest: [3, 200], stretch: [35, 260] },
    steps: way(
      opened,
      papers,
      after('failCheck', 2, 8),
      after('check', 6, 14),
      after('confirm', 0, 2),
      after('evaluate', 2, 7),
      after('passEvaluation', 1, 3),
      after('signDiscipline', 1, 3),
      after('signPersonnel', 0, 3),
      after('close', 1, 3),
    ),
  },
  {
    state: 'closed',
    n: 5,
    steps: way(opened, secondRound, closedAgain),
    rest: [3, 120],
    stretch: [50, 260],
    due: 'past',
  },
  {
    state: 'closed',
    n: 3,
    steps: way(opened, relapsed, after('reopen', 1, 5), closedAgain),
    rest: [3, 90],
    stretch: [35, 260],
  },
  {
    state: 'consolidated',
    n: 28,
    steps: way(opened, closed, after('consolidate', 40, 140)),
    rest: [2, 250],
    stretch: [35, 240],
  },

  { state: 'immediate', n: 6, steps: ordered, rest: [1, 12], levels: villages, quick: true },
  { state: 'immediate', n: 5, steps: fixed, rest: [1, 6], levels: villages, quick: true },
  { state: 'immediate', n: 4, steps: supervised, rest: [1, 6], levels: villages, quick: true },
  {
    ...{ state: 'immediate', n: 2, rest: [1, 5], levels: villages, quick: true },
    steps: way(supervised, after('sendBackImmediate', 1, 3)),
  },
  {
    state: 'closed',
    n: 18,
    steps: way(supervised, after('lookAtOnce', 1, 3), after('verify', 0, 2)),
    rest: [3, 400],
    levels: villages,
    quick: true,
  },
  {
    ...{ state: 'consolidated', n: 4, rest: [3, 250], levels: villages, quick: true },
    steps: way(supervised, after('lookAtOnce', 1, 3), after('verify', 0, 2), after('consolidate', 40, 110)),
  },
]
