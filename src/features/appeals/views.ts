import { z } from 'zod'
import { isoDate, uuid } from '#platform/fields.ts'
import { appealLifecycle } from './lifecycle.ts'
import {
  Channel,
  Claim,
  ContactWay,
  Nature,
  Openness,
  Reasonableness,
  Person as Resident,
  Responsibility,
  Satisfaction,
  Track,
  Urgency,
} from './schema.ts'

/** What the API shows of an appeal; never who brought it up. Instants are ISO 8601 UTC, days are YYYY-MM-DD. */
const instant = z.string()
const Person = z.object({ id: uuid, name: z.string() })
const Organization = z.object({ id: uuid, name: z.string() })

export const State = z.enum(Object.keys(appealLifecycle.states) as [keyof typeof appealLifecycle.states])
export const Group = z.enum(['overdue', 'today', 'week', 'later'])
/** 督办 colours: amber from half of the time on, red once it has expired (domain.md 3.3). */
export const Colour = z.enum(['none', 'amber', 'red'])

export const AppealLine = z.object({
  id: uuid,
  number: z.string(),
  version: z.int(),
  state: State,
  channel: Channel,
  track: Track,
  nature: Nature.nullable(),
  urgency: Urgency,
  fieldCode: z.string().nullable(),
  /** Empty for what was diverted: the ledger keeps a number. */
  title: z.string(),
  place: Organization,
  township: Organization.nullable(),
  handler: Organization.nullable(),
  /** How many people brought it up, with those who were joined. */
  people: z.int(),
  receivedOn: isoDate,
  dueAt: instant.nullable(),
  dueKind: z.string().nullable(),
  colour: Colour,
  redos: z.int(),
  aboutVillage: z.boolean(),
  createdAt: instant,
})
export type AppealLine = z.infer<typeof AppealLine>

export const AppealWork = AppealLine.extend({
  /** What is asked: acts of the lifecycle. */
  asks: z.array(z.string()),
  group: Group,
})
export type AppealWork = z.infer<typeof AppealWork>

export const AppealDetail = AppealLine.extend({
  openness: Openness,
  sourceRef: z.string().nullable(),
  placeDetail: z.string().nullable(),
  cause: z.string(),
  course: z.string().nullable(),
  happenedOn: isoDate.nullable(),
  sinceOn: isoDate.nullable(),
  isComplex: z.boolean(),
  responsibility: Responsibility.nullable(),
  reasonableness: Reasonableness.nullable(),
  assistants: z.array(Organization),
  leader: Person.nullable(),
  registeredAt: instant.nullable(),
  dispatchedAt: instant.nullable(),
  signedAt: instant.nullable(),
  contactedAt: instant.nullable(),
  answeredAt: instant.nullable(),
  closedAt: instant.nullable(),
  solved: z.boolean().nullable(),
  satisfaction: Satisfaction.nullable(),
  excludedCode: z.string().nullable(),
  refusedCode: z.string().nullable(),
  refusedTo: z.string().nullable(),
  suspendedCode: z.string().nullable(),
  pledgedYear: z.int().nullable(),
  returns: z.int(),
  extensions: z.int(),
  /** The deadline with its pauses and extensions, as it runs now. */
  clock: z
    .object({
      kind: z.string(),
      startedAt: instant,
      dueAt: instant,
      pausedAt: instant.nullable(),
      basis: z.string().nullable(),
      pauses: z.array(z.object({ from: instant, to: instant })),
      extensions: z.array(z.object({ from: instant, to: instant })),
    })
    .nullable(),
  /** What is known of who it was, without who it was. */
  identity: z.object({
    isKept: z.boolean(),
    hasPhone: z.boolean(),
    /** The reader may open it, with a reason. */
    mayOpen: z.boolean(),
    /** Null: not the reader's to know. */
    openings: z.array(z.object({ by: Person, as: z.string(), reason: z.string(), at: instant })).nullable(),
  }),
  assignments: z.array(
    z.object({
      organization: Organization,
      part: z.enum(['main', 'assisting']),
      at: instant,
      endedAt: instant.nullable(),
      endedAs: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  contacts: z.array(z.object({ way: ContactWay, at: instant, note: z.string().nullable(), person: Person })),
  progress: z.array(
    z.object({
      kind: z.enum(['progress', 'mediation', 'assistance']),
      text: z.string(),
      agreed: z.boolean().nullable(),
      on: isoDate,
      person: Person,
    }),
  ),
  evidence: z.array(
    z.object({
      kind: z.enum(['document', 'site', 'resident']),
      sha256: z.string(),
      fileName: z.string(),
      note: z.string().nullable(),
      takenOn: isoDate,
      person: Person.nullable(),
    }),
  ),
  /** Whoever handles it does not see what the resident sent. */
  picturesWithheld: z.boolean(),
  requests: z.array(
    z.object({
      kind: z.enum(['return', 'extension', 'suspension', 'exclusion']),
      asks: z.record(z.string(), z.unknown()),
      reason: z.string(),
      by: Person,
      at: instant,
      status: z.enum(['pending', 'approved', 'refused', 'withdrawn']),
      decidedBy: Person.nullable(),
      decisionNote: z.string().nullable(),
    }),
  ),
  answers: z.array(
    z.object({
      kind: z.enum(['answer', 'at_once', 'refusal', 'meeting', 'review', 'final_review']),
      text: z.string(),
      claim: Claim.nullable(),
      status: z.enum(['waiting', 'passed', 'sent_back']),
      at: instant,
      person: Person,
      passedBy: Person.nullable(),
    }),
  ),
  callbacks: z.array(
    z.object({
      /** `joined`: by the receipt, of the appeal that it was joined to; in no rate. */
      way: z.enum(['call', 'receipt', 'at_once', 'joined']),
      outcome: z.enum(['unreached', 'solved', 'unsolved']),
      satisfaction: Satisfaction.nullable(),
      text: z.string().nullable(),
      at: instant,
      person: Person.nullable(),
    }),
  ),
  messages: z.array(
    z.object({
      side: z.enum(['resident', 'registrar', 'handler']),
      text: z.string(),
      at: instant,
      person: Person.nullable(),
    }),
  ),
  orders: z.array(
    z.object({ kind: z.enum(['urge', 'order', 'listed']), reason: z.string(), at: instant, by: Person }),
  ),
  main: z.object({ id: uuid, number: z.string() }).nullable(),
  /** Who was joined, and whether they said by their receipt that it is solved. */
  joined: z.array(
    z.object({
      ...{ id: uuid, number: z.string(), receivedOn: isoDate },
      ...{ solved: z.boolean().nullable(), satisfaction: Satisfaction.nullable() },
    }),
  ),
  problem: z.object({ id: uuid, number: z.string() }).nullable(),
  history: z.array(
    z.object({
      seq: z.int(),
      act: z.string(),
      at: instant,
      enteredAt: instant,
      person: Person.nullable(),
      as: z.string().nullable(),
      from: State.nullable(),
      to: State.nullable(),
      words: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What the reader may do now, each with what is missing. */
  can: z.array(z.object({ act: z.string(), missing: z.array(z.string()) })),
})
export type AppealDetail = z.infer<typeof AppealDetail>

/** A running appeal of the same place that may be the same matter, and how alike the words are, 0 to 1. */
export const Similar = z.object({
  id: uuid,
  number: z.string(),
  title: z.string(),
  state: State,
  receivedOn: isoDate,
  people: z.int(),
  likeness: z.number(),
})

/** Who may handle it, best first, each with why it is suggested. A person decides. */
export const Suggestion = z.object({
  organization: Organization,
  /** `rule`: the county's rule for this field; `similar`: so many of the last ones like it went there. */
  why: z.enum(['rule', 'similar', 'place']),
  count: z.int().nullable(),
  of: z.int().nullable(),
})

/** The five elements (登记五要素) as they were read out of a message; everything may be wrong and is to be corrected. */
export const Prefill = z.object({
  person: Resident.partial(),
  placeId: uuid.nullable(),
  placeName: z.string().nullable(),
  placeDetail: z.string().nullable(),
  happenedOn: isoDate.nullable(),
  title: z.string(),
  cause: z.string(),
  nature: Nature.nullable(),
  urgency: Urgency,
  fieldCode: z.string().nullable(),
  /** It seems to accuse somebody by name: to be decided by the registrar (domain.md 2.7). */
  accuses: z.boolean(),
})

const Counted = z.object({ organization: Organization, count: z.int() })
/** One page for a leader: what is late, what is suspended, what comes again; by field and place, never by person. */
export const AppealOverview = z.object({
  open: z.int(),
  overdue: z.int(),
  suspended: z.int(),
  objected: z.int(),
  /** Several people on one matter, from the rule's number on. */
  many: z.array(AppealLine),
  lateByHandler: z.array(Counted),
  openByPlace: z.array(Counted),
  suspendedLines: z.array(AppealLine),
  /** The same field in the same place, again and again in the last 90 days. */
  repeated: z.array(z.object({ place: Organization, fieldCode: z.string(), count: z.int() })),
  /** Closed unsolved in one field of one township, often enough to be looked at as a problem. */
  proposals: z.array(
    z.object({
      ...{ township: Organization, fieldCode: z.string(), count: z.int() },
      /** As many of them as one problem takes up. */
      appeals: z.array(z.object({ id: uuid, number: z.string() })),
    }),
  ),
  /** Old disputes and who is in charge of them (S3-10). */
  old: z.array(AppealLine.extend({ sinceOn: isoDate, leader: Person.nullable() })),
  /** The year's pledge list (S3-37) and how many of it are solved. */
  pledged: z.object({ year: z.int(), listed: z.int(), solved: z.int(), lines: z.array(AppealLine) }),
})
export type AppealOverview = z.infer<typeof AppealOverview>

export const Pledge = AppealLine.extend({
  leader: Person.nullable(),
  solved: z.boolean().nullable(),
  satisfaction: Satisfaction.nullable(),
  closedAt: instant.nullable(),
})
export type Pledge = z.infer<typeof Pledge>

export const DivertedLine = z.object({
  appealId: uuid,
  number: z.string(),
  kindCode: z.string(),
  divertedAt: instant,
  receivedAt: instant.nullable(),
})

export const ReceptionDay = z.object({
  id: uuid,
  organization: Organization,
  day: isoDate,
  hours: z.string(),
  place: z.string(),
  leader: Person.nullable(),
  cancelled: z.boolean(),
})
