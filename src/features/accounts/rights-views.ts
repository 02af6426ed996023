import { z } from 'zod'
import { isoDate, uuid } from '#platform/fields.ts'
import { Role } from './api.ts'

/** What the screens of people, roles, delegations and the log are shown. */
const instant = z.iso.datetime({ offset: true })
const Person = z.object({ id: uuid, name: z.string() })

export const PersonSummary = z.object({
  id: uuid,
  name: z.string(),
  username: z.string().nullable(),
  status: z.enum(['active', 'left']),
  office: z.string(),
  hasAccount: z.boolean(),
  posts: z.array(z.object({ organizationName: z.string(), title: z.string() })),
  roles: z.array(z.object({ role: Role, organizationName: z.string(), onBehalfOf: z.string().nullable() })),
})
export type PersonSummary = z.infer<typeof PersonSummary>

export const RequestLine = z.object({
  id: uuid,
  batchId: uuid.nullable(),
  kind: z.enum(['grant', 'end']),
  person: Person,
  role: Role,
  organizationId: uuid,
  organizationName: z.string(),
  validFrom: instant,
  validTo: instant.nullable(),
  reason: z.string(),
  status: z.enum(['pending', 'approved', 'refused', 'withdrawn']),
  askedBy: Person,
  askedAs: z.enum(['security_admin', 'system_admin', 'office']),
  askedAt: instant,
  decidedBy: Person.nullable(),
  decidedAs: z.string().nullable(),
  decidedAt: instant.nullable(),
  note: z.string().nullable(),
})
export type RequestLine = z.infer<typeof RequestLine>

export const DelegationLine = z.object({
  id: uuid,
  grantId: uuid,
  role: Role,
  organizationId: uuid,
  organizationName: z.string(),
  from: Person,
  to: Person,
  validFrom: instant,
  validTo: instant,
  reason: z.string(),
  /** Its day or the role itself is over, or it was ended early. */
  over: z.boolean(),
})
export type DelegationLine = z.infer<typeof DelegationLine>

/** What the reader may do with a person. */
export const PersonAct = z.enum([
  'changePosts',
  'askGrant',
  'leave',
  'comeBack',
  'endHandedOver',
  'givePassword',
])
export type PersonAct = z.infer<typeof PersonAct>

export const OnePerson = PersonSummary.omit({ roles: true, posts: true }).extend({
  posts: z.array(
    z.object({
      id: uuid,
      organizationId: uuid,
      organizationName: z.string(),
      kind: z.string(),
      title: z.string(),
      validFrom: isoDate,
      validTo: isoDate.nullable(),
    }),
  ),
  grants: z.array(
    z.object({
      id: uuid,
      role: Role,
      organizationId: uuid,
      organizationName: z.string(),
      validFrom: instant,
      validTo: instant.nullable(),
    }),
  ),
  contacts: z.array(z.string()),
  delegations: z.array(DelegationLine),
  requests: z.array(RequestLine),
  can: z.array(PersonAct),
})
export type OnePerson = z.infer<typeof OnePerson>

/** One line of the log: who did what about what when, by facts and numbers, never by contents. */
export const LogLine = z.object({
  id: z.string(),
  at: instant,
  kind: z.string(),
  act: z.string(),
  person: Person.nullable(),
  as: z.string().nullable(),
  onBehalfOf: Person.nullable(),
  /**
   * What it is about: a person's or organisation's name, a problem's or an export's number, a questionnaire's purpose and
   * the end of its id (`evaluation/1a2b3c4d`).
   */
  about: z.string().nullable(),
  /** Which tables and fields it speaks of. */
  facts: z.array(z.object({ table: z.string(), fields: z.array(z.string()) })),
  /** Why an attempt was refused. */
  reason: z.string().nullable(),
})
export type LogLine = z.infer<typeof LogLine>
