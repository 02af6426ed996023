import { z } from 'zod'
import { code, command, count, isoDate, line, prose, uuid } from '#platform/fields.ts'
import type { ProblemAct } from './lifecycle.ts'

/** The contract of every act on a problem: API body, form rules and messages come from here and nowhere else. */

export const Secrecy = z.enum(['public', 'internal', 'work_secret'])
export const Horizon = z.enum(['now', 'lasting'])
export const EvidenceKind = z.enum(['document', 'site', 'public'])
export const RaterClass = z.enum(['residents', 'delegates', 'cppcc'])
/**
 * Several classes counted together, because one alone had fewer than five: `mixed` with residents among them, `others`
 * without any, which is no result of residents.
 */
export const CountedClass = z.enum([...RaterClass.options, 'mixed', 'others'])
export type CountedClass = z.infer<typeof CountedClass>
export const ResponsibilityLevel = z.enum(['direct', 'main', 'cooperating'])
export const FollowUpBody = z.enum(['discipline', 'personnel'])
export const Completion = z.enum(['mostly', 'done'])

/** What is fed back: the columns of the import are these too. Codes are checked against the county's dictionaries. */
export const Feedback = z.object({
  source: code,
  sourceYear: z.int().min(2000).max(2100),
  sourceRef: line(100).optional(),
  organizationId: uuid,
  classCode: code,
  fieldCode: code.optional(),
  severity: code,
  scope: code,
  timing: code,
  secrecy: Secrecy.default('internal'),
  title: line(120),
  feedbackText: prose(4000),
  basis: prose(1000).optional(),
  feedbackOn: isoDate,
  amountCents: z.int().min(0).max(1_000_000_000_000).optional(),
  households: count.optional(),
  externalKey: line(100).optional(),
})
export type Feedback = z.infer<typeof Feedback>

export const Measure = z.object({
  horizon: Horizon,
  kind: code,
  text: prose(1000),
  leaderId: uuid.optional(),
  organizationId: uuid,
  dueOn: isoDate,
})
export type Measure = z.infer<typeof Measure>

/** A check on site by at least two people (S0-19): who else was there, when, how, and what was found. */
export const SiteCheck = z.object({
  withPersonId: uuid,
  checkedOn: isoDate,
  method: code,
  finding: prose(2000),
})
export type SiteCheck = z.infer<typeof SiteCheck>

const reason = { reason: prose(1000) }
const opinion = { opinion: prose(1000) }
const note = { note: prose(1000).optional() }
const begin = { commandId: uuid }
const act = <S extends z.ZodRawShape>(shape: S) => z.object({ ...command, ...shape })

export const acts = {
  /** With the appeals that it is made of, which then show its number (domain.md 3.3). */
  report: z.object({ ...begin, ...Feedback.shape, appealIds: z.array(uuid).max(50).optional() }),
  orderImmediate: z.object({
    ...begin,
    ...Feedback.shape,
    workdays: z.union([z.literal(5), z.literal(10), z.literal(15)]),
  }),
  issue: act({}),
  claim: act({ leaderId: uuid }),
  dispute: act(reason),
  submitPlan: act({
    goal: prose(1000),
    rootCause: code,
    plannedOn: isoDate,
    leadLeaderId: uuid,
    coLeaderIds: z.array(uuid).max(10).default([]),
    measures: z.array(Measure).min(1).max(30),
  }),
  approvePlan: act(note),
  returnPlan: act(reason),
  reportProgress: act({ text: prose(2000), difficulty: prose(1000).optional(), happenedOn: isoDate }),
  completeMeasure: act({ measureId: uuid, doneOn: isoDate, result: prose(2000) }),
  addEvidence: act({
    uploadId: uuid,
    kind: EvidenceKind,
    measureId: uuid.optional(),
    takenOn: isoDate,
    place: line(100).optional(),
    note: prose(500).optional(),
  }),
  requestExtension: act({ newDueOn: isoDate, ...reason }),
  approveExtension: act(note),
  refuseExtension: act(reason),
  requestSuspension: act({ until: isoDate, reasonClass: code, ...reason }),
  approveSuspension: act(note),
  refuseSuspension: act(reason),
  resume: act(note),
  requestClosure: act({ completion: Completion, summary: prose(2000), remaining: prose(1000).optional() }),
  endorse: act(opinion),
  sendBack: act(reason),
  passDocuments: act(opinion),
  recordSiteCheck: act({ ...SiteCheck.shape, passed: z.boolean() }),
  passSiteCheck: act(note),
  attachEvaluation: act({
    raterClass: RaterClass,
    handedOut: count,
    valid: count,
    satisfied: count,
    fair: count,
    unsatisfied: count,
    ratedOn: isoDate,
  }),
  withdrawEvaluation: act({ evaluationId: uuid, ...reason }),
  /** By the system only, when a campaign is counted. */
  attachCampaign: act({
    campaignId: uuid,
    results: z
      .array(
        z.object({
          raterClass: CountedClass,
          ...{ handedOut: count, valid: count, satisfied: count, fair: count, unsatisfied: count },
        }),
      )
      .min(1)
      .max(4),
    ratedOn: isoDate,
  }),
  passEvaluation: act(note),
  countersign: act({ agrees: z.boolean(), ...note }),
  close: act(opinion),
  keepLongTerm: act({ remaining: prose(1000), ...opinion }),
  refuseClosure: act(reason),
  attribute: act({
    parties: z
      .array(z.object({ level: ResponsibilityLevel, organizationId: uuid, opinion: prose(1000) }))
      .min(1)
      .max(5),
    followUpBody: FollowUpBody,
  }),
  recordReview: act(SiteCheck.shape),
  confirmReview: act(note),
  endLongTerm: act(reason),
  reportFix: act({ report: prose(2000) }),
  reportSupervision: act({ report: prose(2000) }),
  verifyImmediate: act(note),
  sendBackImmediate: act(reason),
  recordSpotCheck: act(SiteCheck.shape),
  recordRelapse: act({ ...SiteCheck.shape, relapseKind: code }),
  consolidate: act(note),
  findRelapse: act(note),
  refuseCheck: act(reason),
  reopen: act(reason),
  requestCorrection: act({ newTitle: line(120).optional(), newText: prose(4000), ...reason }),
  confirmCorrection: act(note),
  refuseCorrection: act(reason),
  requestReassignment: act({ organizationId: uuid, ...reason }),
  approveReassignment: act(note),
  refuseReassignment: act(reason),
  list: act(reason),
  unlist: act(reason),
  /** By the system only: who answers from now on, and who stands above them. */
  succeed: act({ organizationId: uuid, superiorId: uuid }),
} as const satisfies Record<ProblemAct, z.ZodObject>

export type ActBody<A extends ProblemAct> = z.infer<(typeof acts)[A]>
