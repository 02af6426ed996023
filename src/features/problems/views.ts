import { z } from 'zod'
import { isoDate, uuid } from '#platform/fields.ts'
import { problemLifecycle } from './lifecycle.ts'
import { CountedClass, EvidenceKind, FollowUpBody, Horizon, ResponsibilityLevel, Secrecy } from './schema.ts'

/** What the API shows of a problem. Instants are ISO 8601 UTC, days are YYYY-MM-DD, money is in 分 (cents). */

const instant = z.string()
const nullable = <T extends z.ZodType>(t: T) => t.nullable()

export const State = z.enum(Object.keys(problemLifecycle.states) as [keyof typeof problemLifecycle.states])
export const Track = z.enum(['regular', 'immediate'])

export const ProblemLine = z.object({
  id: uuid,
  number: z.string(),
  version: z.int(),
  state: State,
  round: z.int(),
  track: Track,
  title: z.string(),
  source: z.string(),
  sourceYear: z.int(),
  classCode: z.string(),
  severity: z.string(),
  organizationId: uuid,
  organizationName: z.string(),
  townshipId: nullable(uuid),
  townshipName: nullable(z.string()),
  dueAt: nullable(instant),
  dueKind: nullable(z.string()),
  plannedOn: nullable(isoDate),
  feedbackOn: isoDate,
  closedAt: nullable(instant),
  relapses: z.int(),
  listed: z.boolean(),
  secrecy: Secrecy,
})
export type ProblemLine = z.infer<typeof ProblemLine>

const Person = z.object({ id: uuid, name: z.string() })
const MeasureView = z.object({
  id: uuid,
  round: z.int(),
  position: z.int(),
  horizon: Horizon,
  kind: z.string(),
  text: z.string(),
  leader: nullable(Person),
  organizationId: uuid,
  organizationName: z.string(),
  dueOn: isoDate,
  doneOn: nullable(isoDate),
  result: nullable(z.string()),
  dropped: z.boolean(),
})
const entered = { id: uuid, round: z.int(), enteredAt: instant, person: nullable(Person) }

export const ProblemDetail = ProblemLine.extend({
  sourceRef: nullable(z.string()),
  fieldCode: nullable(z.string()),
  scope: z.string(),
  timing: z.string(),
  feedbackText: z.string(),
  basis: nullable(z.string()),
  amountCents: nullable(z.int()),
  households: nullable(z.int()),
  goal: nullable(z.string()),
  rootCause: nullable(z.string()),
  completion: nullable(z.string()),
  remaining: nullable(z.string()),
  closureKind: nullable(z.string()),
  enteredStateAt: instant,
  createdAt: instant,
  /** Clocks by kind, the finished ones too; see platform/clock. */
  clocks: z.record(z.string(), z.unknown()),
  leaders: z.array(z.object({ round: z.int(), part: z.enum(['lead', 'co']), person: Person })),
  measures: z.array(MeasureView),
  progress: z.array(
    z.object({ ...entered, text: z.string(), difficulty: nullable(z.string()), happenedOn: isoDate }),
  ),
  evidence: z.array(
    z.object({
      ...entered,
      kind: EvidenceKind,
      measureId: nullable(uuid),
      sha256: z.string(),
      mime: z.string(),
      size: z.int(),
      fileName: z.string(),
      note: nullable(z.string()),
      place: nullable(z.string()),
      takenOn: isoDate,
    }),
  ),
  siteChecks: z.array(
    z.object({
      ...entered,
      purpose: z.enum(['acceptance', 'review', 'spot', 'immediate']),
      checkers: z.array(Person),
      checkedOn: isoDate,
      method: z.string(),
      finding: z.string(),
      passed: z.boolean(),
    }),
  ),
  evaluations: z.array(
    z.object({
      ...entered,
      raterClass: CountedClass,
      /** The campaign that counted it; null: entered from paper by hand. */
      campaignId: nullable(uuid),
      /** Reached the threshold of its day; null: from before there was one. */
      passed: nullable(z.boolean()),
      withdrawnAt: nullable(instant),
      /** Entered from paper, and nothing relies on it yet. */
      mayBeWithdrawn: z.boolean(),
      handedOut: z.int(),
      valid: z.int(),
      satisfied: z.int(),
      fair: z.int(),
      unsatisfied: z.int(),
      ratedOn: isoDate,
    }),
  ),
  countersigns: z.array(
    z.object({
      ...entered,
      attempt: z.int(),
      body: FollowUpBody,
      agrees: z.boolean(),
      note: nullable(z.string()),
    }),
  ),
  attributions: z.array(
    z.object({
      ...entered,
      level: ResponsibilityLevel,
      organizationId: uuid,
      organizationName: z.string(),
      opinion: z.string(),
      followUpBody: FollowUpBody,
    }),
  ),
  requests: z.array(
    z.object({
      id: uuid,
      round: z.int(),
      kind: z.enum([
        ...['extension', 'suspension', 'correction', 'reassignment'],
        ...['review', 'consolidation', 'relapse'],
      ] as const),
      asks: z.record(z.string(), z.unknown()),
      /** Whose own act a check waits for: the second of the two who were there. */
      confirmer: nullable(Person),
      reason: z.string(),
      requestedBy: Person,
      requestedAt: instant,
      status: z.enum(['pending', 'approved', 'refused', 'withdrawn']),
      decidedBy: nullable(Person),
      decidedAt: nullable(instant),
      decisionNote: nullable(z.string()),
    }),
  ),
  tasks: z.array(
    z.object({
      id: uuid,
      round: z.int(),
      kind: z.enum(['fix', 'supervise']),
      organizationId: uuid,
      organizationName: z.string(),
      status: z.enum(['open', 'reported', 'closed']),
      report: nullable(z.string()),
      reportedAt: nullable(instant),
    }),
  ),
  /** Problems of the same organisation and class, other years and sources first: recurrence (S3-06). */
  alike: z.array(
    z.object({
      id: uuid,
      number: z.string(),
      title: z.string(),
      state: State,
      source: z.string(),
      sourceYear: z.int(),
    }),
  ),
  /** Acts this reader may do now; `missing` names what each still needs (see Need in lifecycle.ts). */
  can: z.array(z.object({ act: z.string(), missing: z.array(z.string()) })),
})
export type ProblemDetail = z.infer<typeof ProblemDetail>

/** One line of the history, newest first. `rows` holds the contents the entry refers to, null where erased. */
export const HistoryLine = z.object({
  seq: z.int(),
  act: z.string(),
  at: instant,
  enteredAt: instant,
  /** Entered noticeably later than it happened (S3-04). */
  late: z.boolean(),
  person: nullable(Person),
  as: nullable(z.string()),
  /** In whose place it was done 代办. */
  onBehalfOf: nullable(Person),
  from: nullable(State),
  to: nullable(State),
  hash: z.string(),
  rows: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()),
})
export type HistoryLine = z.infer<typeof HistoryLine>

/** How many problems (个) one place has in one state. */
export const PlaceAndState = z.object({
  groupId: nullable(uuid),
  groupName: z.string(),
  state: State,
  n: z.int(),
})
export type PlaceAndState = z.infer<typeof PlaceAndState>

export const Counts = z.object({
  asOf: instant,
  /** Townships and county bodies (or, within one, organisations) with the states that have any: how many problems. */
  places: z.array(z.object({ id: uuid, name: z.string(), states: z.partialRecord(State, z.int()) })),
})
export type Counts = z.infer<typeof Counts>

export const WorkLine = ProblemLine.extend({
  /** What is asked of this reader: the act that moves the problem on, if it is one act. */
  asks: z.array(z.string()),
  /** Whose work it is, where all that is asked is asked in somebody's place 代办. */
  onBehalfOf: nullable(Person),
  group: z.enum(['overdue', 'today', 'week', 'later']),
})
export type WorkLine = z.infer<typeof WorkLine>
