import { z } from 'zod'
import { isoDate, line, uuid } from '#platform/fields.ts'
import { endpoint, WORKBOOK } from '#platform/http/endpoint.ts'
import { Role } from './api.ts'
import { DelegationLine, LogLine, OnePerson, PersonSummary, RequestLine } from './rights-views.ts'

/** People and what they may do. For sessions only: none of it is anything a machine should do. */
const none = z.undefined().optional()
const tag = 'rights'
const base = { tag, access: 'signed-in' as const }
const one = z.object({ id: uuid })
const done = z.object({ done: z.boolean() })
const reason = line(200)

export const PostKind = z.enum(['secretary', 'head', 'deputy', 'member', 'staff'])
const NewPost = z.object({ organizationId: uuid, kind: PostKind, title: line(60) })

export const searchPeople = endpoint({
  ...base,
  id: 'searchPeople',
  method: 'GET',
  path: '/staff',
  summary: 'People of the county by name, with posts and roles; for system and security administrators.',
  params: none,
  query: z.object({
    q: line(40).optional(),
    organization: uuid.optional(),
    status: z.enum(['active', 'left']).optional(),
    afterName: z.string().max(100).optional(),
    afterId: uuid.optional(),
  }),
  body: none,
  answer: z.object({
    rows: z.array(PersonSummary),
    next: z.object({ name: z.string(), id: uuid }).nullable(),
    /** Whether the reader may enter people. */
    mayEnter: z.boolean(),
  }),
})

export const getPerson = endpoint({
  ...base,
  id: 'getPerson',
  method: 'GET',
  path: '/staff/:id',
  summary: 'One person: posts, roles, delegations, requests, and what the reader may do.',
  params: one,
  query: none,
  body: none,
  answer: OnePerson,
})

export const enterPerson = endpoint({
  ...base,
  id: 'enterPerson',
  method: 'POST',
  path: '/staff',
  summary: 'Enters a person with a post; roles are asked for and confirmed apart.',
  params: none,
  query: none,
  body: z.object({ id: uuid, name: line(40), username: line(60).optional(), post: NewPost }),
  answer: one,
})

export const changePosts = endpoint({
  ...base,
  id: 'changePosts',
  method: 'POST',
  path: '/staff/:id/posts',
  summary: 'Gives and ends posts of a person.',
  params: one,
  query: none,
  body: z.object({ give: z.array(NewPost).max(10), end: z.array(uuid).max(50) }),
  answer: done,
})

export const previewLeaving = endpoint({
  ...base,
  id: 'previewLeaving',
  method: 'GET',
  path: '/staff/:id/leaving',
  summary: 'What a person still answers for, before they leave.',
  params: one,
  query: none,
  body: none,
  answer: z.object({ leads: z.int(), tokens: z.int(), requests: z.int() }),
})

export const leavePerson = endpoint({
  ...base,
  id: 'leavePerson',
  method: 'POST',
  path: '/staff/:id/leave',
  summary: 'A person leaves: sessions, tokens, posts, roles and delegations end in one act.',
  params: one,
  query: none,
  body: z.object({}),
  answer: done,
})

export const welcomeBack = endpoint({
  ...base,
  id: 'welcomeBack',
  method: 'POST',
  path: '/staff/:id/come-back',
  summary: 'A person has come back; posts and roles are given anew.',
  params: one,
  query: none,
  body: z.object({}),
  answer: done,
})

export const listGrantRequests = endpoint({
  ...base,
  id: 'listGrantRequests',
  method: 'GET',
  path: '/grant-requests',
  summary: 'Roles that were asked for: those that wait, or those decided last.',
  params: none,
  query: z.object({ status: z.enum(['pending', 'decided']).optional() }),
  body: none,
  answer: z.object({ rows: z.array(RequestLine.extend({ can: z.array(z.enum(['decide', 'withdraw'])) })) }),
})

export const askGrant = endpoint({
  ...base,
  id: 'askGrant',
  method: 'POST',
  path: '/grant-requests',
  summary: 'Asks for a role; it is in force when somebody else has confirmed it.',
  params: none,
  query: none,
  body: z.object({
    id: uuid,
    personId: uuid,
    role: Role,
    organizationId: uuid,
    firstDay: isoDate.optional(),
    lastDay: isoDate.optional(),
    reason,
  }),
  answer: one,
})

export const askGrantEnd = endpoint({
  ...base,
  id: 'askGrantEnd',
  method: 'POST',
  path: '/grant-ends',
  summary: 'Asks that a role ends; it goes on until somebody else has confirmed.',
  params: none,
  query: none,
  body: z.object({ id: uuid, grantId: uuid, reason }),
  answer: one,
})

export const decideGrants = endpoint({
  ...base,
  id: 'decideGrants',
  method: 'POST',
  path: '/grant-decisions',
  summary: 'Confirms or refuses requests, all of them or none.',
  params: none,
  query: none,
  body: z
    .object({ ids: z.array(uuid).min(1).max(5000), approve: z.boolean(), note: reason.optional() })
    .refine(({ approve, note }) => approve || note !== undefined, { path: ['note'], error: 'required' }),
  answer: done,
})

export const withdrawGrant = endpoint({
  ...base,
  id: 'withdrawGrant',
  method: 'POST',
  path: '/grant-requests/:id/withdraw',
  summary: 'Takes a request back before it was decided.',
  params: one,
  query: none,
  body: z.object({}),
  answer: done,
})

export const listDelegations = endpoint({
  ...base,
  id: 'listDelegations',
  method: 'GET',
  path: '/delegations',
  summary: 'What the reader handed over and what was handed to them, and which roles they could hand over.',
  params: none,
  query: none,
  body: none,
  answer: z.object({
    rows: z.array(DelegationLine),
    grants: z.array(z.object({ id: uuid, role: Role, organizationId: uuid, organizationName: z.string() })),
    mostDays: z.int(),
    today: isoDate,
  }),
})

export const listDelegates = endpoint({
  ...base,
  id: 'listDelegates',
  method: 'GET',
  path: '/delegates',
  summary: 'Who may be handed one of the reader’s roles.',
  params: none,
  query: z.object({ grant: uuid, q: line(40).optional() }),
  body: none,
  answer: z.object({ rows: z.array(z.object({ id: uuid, name: z.string(), organizationName: z.string() })) }),
})

export const handOver = endpoint({
  ...base,
  id: 'handOver',
  method: 'POST',
  path: '/delegations',
  summary: 'Hands a role to somebody else until the end of a day.',
  params: none,
  query: none,
  body: z.object({ id: uuid, grantId: uuid, toPersonId: uuid, firstDay: isoDate, lastDay: isoDate, reason }),
  answer: one,
})

export const endHandedOver = endpoint({
  ...base,
  id: 'endHandedOver',
  method: 'POST',
  path: '/delegations/:id/end',
  summary: 'Ends what was handed over before its day.',
  params: one,
  query: none,
  body: z.object({}),
  answer: done,
})

const LogFilter = z.object({
  person: uuid.optional(),
  act: z
    .string()
    .regex(/^[A-Za-z]{1,60}$/)
    .optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
})

export const readLog = endpoint({
  ...base,
  id: 'readLog',
  method: 'GET',
  path: '/log',
  summary: 'The log for the audit administrator: who did what when, never contents.',
  params: none,
  query: LogFilter.extend({ beforeAt: z.iso.datetime().optional(), beforeId: z.string().max(60).optional() }),
  body: none,
  answer: z.object({
    rows: z.array(LogLine),
    next: z.object({ at: z.string(), id: z.string() }).nullable(),
  }),
})

export const exportLog = endpoint({
  ...base,
  id: 'exportLog',
  method: 'GET',
  path: '/log/export',
  summary: 'The same as a workbook, watermarked and recorded.',
  params: none,
  query: LogFilter,
  body: none,
  answer: z.unknown(),
  file: WORKBOOK,
})
