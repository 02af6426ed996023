import { z } from 'zod'
import { isoDate, line, prose, sha256, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'
import { type Acted as ActedAs, actEndpointsOf } from '#platform/lifecycle/act-endpoints.ts'
import { type AppealState, appealLifecycle } from './lifecycle.ts'
import { acts, Channel, Nature, Person } from './schema.ts'
import {
  AppealDetail,
  AppealLine,
  AppealOverview,
  AppealWork,
  DivertedLine,
  Pledge,
  Prefill,
  ReceptionDay,
  Similar,
  State,
  Suggestion,
} from './views.ts'

export { appealWords } from './words.ts'

const tag = 'appeals'
const none = z.undefined().optional()
const one = z.object({ id: uuid })
const read = { tag, access: 'signed-in', scope: 'appeals:read' } as const
const write = { tag, access: 'signed-in', scope: 'appeals:write' } as const

/** Filters of the list, in the address bar as in the API. Several states are comma-separated. */
export const AppealQuery = z.object({
  state: z
    .string()
    .optional()
    .transform((s) => (s ? s.split(',') : undefined))
    .pipe(z.array(State).optional()),
  township: uuid.optional(),
  place: uuid.optional(),
  handler: uuid.optional(),
  field: z.string().max(60).optional(),
  nature: Nature.optional(),
  channel: Channel.optional(),
  overdue: z.enum(['true']).optional(),
  q: z.string().trim().min(1).max(100).optional(),
})
export type AppealQuery = z.infer<typeof AppealQuery>

export const listAppeals = endpoint({
  id: 'listAppeals',
  method: 'GET',
  path: '/appeals',
  summary: 'Appeals that the reader may see, newest first; keyset paging through `after`.',
  ...read,
  params: none,
  query: AppealQuery.extend({
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  body: none,
  answer: z.object({ rows: z.array(AppealLine), next: z.string().nullable() }),
})

export const getAppealWork = endpoint({
  id: 'getAppealWork',
  method: 'GET',
  path: '/appeals/work',
  summary: 'Appeals that wait for the reader, by deadline.',
  ...read,
  params: none,
  query: none,
  body: none,
  answer: z.object({ rows: z.array(AppealWork) }),
})

export const getAppealOverview = endpoint({
  id: 'getAppealOverview',
  method: 'GET',
  path: '/appeals/overview',
  summary:
    'What is late, suspended, repeated or promised in the reader’s townships; by field and place, never by person.',
  ...read,
  params: none,
  query: z.object({ township: uuid.optional() }),
  body: none,
  answer: AppealOverview,
})

export const listPledges = endpoint({
  id: 'listPledges',
  method: 'GET',
  path: '/appeals/pledges',
  summary: 'What was promised to be solved in a year (S3-37), and what became of each.',
  ...read,
  params: none,
  query: z.object({ year: z.coerce.number().int().min(2000).max(2100), township: uuid.optional() }),
  body: none,
  answer: z.object({
    year: z.int(),
    /** So many are to be promised at least. */
    least: z.int(),
    rows: z.array(Pledge),
  }),
})

export const getAppeal = endpoint({
  id: 'getAppeal',
  method: 'GET',
  path: '/appeals/:id',
  summary: 'One appeal with its history and what the reader may do now; without who brought it up.',
  ...read,
  params: one,
  query: none,
  body: none,
  answer: AppealDetail,
})

export const getAppealEvidence = endpoint({
  id: 'getAppealEvidence',
  method: 'GET',
  path: '/appeals/:id/evidence/:sha256',
  summary: 'A picture or paper of an appeal.',
  ...read,
  params: one.extend({ sha256 }),
  query: none,
  body: none,
  answer: z.any(),
  file: 'application/octet-stream',
})

export const listSimilar = endpoint({
  id: 'listSimilarAppeals',
  method: 'POST',
  path: '/appeals/similar',
  summary:
    'Running appeals of the same place with like words, while one is being registered. Changes nothing.',
  ...read,
  params: none,
  query: none,
  body: z.object({ placeId: uuid, text: prose(3000) }),
  answer: z.object({ rows: z.array(Similar) }),
})

export const prefillAppeal = endpoint({
  id: 'prefillAppeal',
  method: 'POST',
  path: '/appeals/prefill',
  summary:
    'Reads the five elements out of a pasted message, to be corrected by the registrar. Keeps nothing.',
  ...write,
  params: none,
  query: none,
  body: z.object({ text: prose(6000) }),
  answer: Prefill,
})

export const listSuggestions = endpoint({
  id: 'listHandlerSuggestions',
  method: 'GET',
  path: '/appeals/:id/handlers',
  summary: 'Who may handle it, with why; a person decides.',
  ...read,
  params: one,
  query: none,
  body: none,
  answer: z.object({ rows: z.array(Suggestion) }),
})

const identityOf = Person.extend({ said: z.string().optional() })

export const openAppealIdentity = endpoint({
  id: 'openAppealIdentity',
  method: 'POST',
  path: '/appeals/:id/identity',
  summary: 'Opens who it was, with a reason; it is recorded first, and the resident sees it.',
  ...write,
  params: one,
  query: none,
  body: z.object({ commandId: uuid, reason: line(200).min(2) }),
  answer: identityOf,
})

export const reissueReceipt = endpoint({
  id: 'reissueAppealReceipt',
  method: 'POST',
  path: '/appeals/:id/receipt',
  summary: 'Gives whoever lost the receipt another one; the old one is void.',
  ...write,
  params: one,
  query: none,
  body: z.object({ commandId: uuid, reason: line(200).min(2) }),
  answer: z.object({ receipt: z.string() }),
})

export const findAppealByReceipt = endpoint({
  id: 'findAppealByReceipt',
  method: 'POST',
  path: '/appeals/by-receipt',
  summary: 'Which appeal a receipt is for, to tell its state on the phone.',
  ...read,
  params: none,
  query: none,
  body: z.object({ receipt: z.string().max(40) }),
  answer: z.object({ id: uuid, number: z.string() }),
})

export const listDiverted = endpoint({
  id: 'listDiverted',
  method: 'GET',
  path: '/diverted',
  summary: 'What was passed on to the county’s discipline office (domain.md 2.7), newest first.',
  ...read,
  params: none,
  query: z.object({ after: z.string().max(200).optional() }),
  body: none,
  answer: z.object({ rows: z.array(DivertedLine), next: z.string().nullable() }),
})

export const openDiverted = endpoint({
  id: 'openDiverted',
  method: 'POST',
  path: '/diverted/:id/open',
  summary: 'Takes over and reads what was passed on; recorded, for the county’s discipline office alone.',
  ...write,
  params: one,
  query: none,
  body: z.object({ commandId: uuid, reason: line(200).min(2) }),
  answer: z.object({
    title: z.string(),
    cause: z.string(),
    course: z.string().nullable(),
    placeDetail: z.string().nullable(),
    happenedOn: isoDate.nullable(),
    messages: z.array(z.object({ side: z.string(), text: z.string(), at: z.string() })),
    answers: z.array(z.object({ text: z.string(), at: z.string() })),
    notes: z.array(z.object({ kind: z.string(), text: z.string(), at: z.string() })),
    /** To be read from the appeal's own address of papers. */
    papers: z.array(z.object({ sha256: z.string(), fileName: z.string(), note: z.string().nullable() })),
  }),
})

export const listReceptionDays = endpoint({
  id: 'listReceptionDays',
  method: 'GET',
  path: '/reception-days',
  summary: 'Days on which leaders receive residents (信访接待日, S3-56), from a day on.',
  ...read,
  params: none,
  query: z.object({ from: isoDate.optional() }),
  body: none,
  answer: z.object({ rows: z.array(ReceptionDay) }),
})

export const addReceptionDay = endpoint({
  id: 'addReceptionDay',
  method: 'POST',
  path: '/reception-days',
  summary: 'Announces a reception day.',
  ...write,
  params: none,
  query: none,
  body: z.object({
    id: uuid,
    organizationId: uuid,
    day: isoDate,
    hours: line(40),
    place: line(60),
    leaderId: uuid.optional(),
  }),
  answer: z.object({ id: uuid }),
})

export const cancelReceptionDay = endpoint({
  id: 'cancelReceptionDay',
  method: 'POST',
  path: '/reception-days/:id/cancel',
  summary: 'Cancels a reception day; it stays in the calendar as cancelled.',
  ...write,
  params: one,
  query: none,
  body: z.object({}),
  answer: z.object({ id: uuid }),
})

/** With the receipt, which is told once: asked again with the same command it is the same. */
const registered = z.object({
  ...{ id: uuid, number: z.string(), version: z.int(), state: State, round: z.int(), seq: z.int() },
  receipt: z.string(),
})

export const registerAppeal = endpoint({
  id: 'registerAppeal',
  method: 'POST',
  path: '/appeals',
  summary: 'Registers what somebody brought up; who it was is sealed and apart.',
  ...write,
  params: none,
  query: none,
  body: acts.register,
  answer: registered,
})

export const registerJoinedAppeal = endpoint({
  id: 'registerJoinedAppeal',
  method: 'POST',
  path: '/appeals/joined',
  summary: 'Registers what somebody brought up, as part of what others have brought up already.',
  ...write,
  params: none,
  query: none,
  body: acts.registerJoined,
  answer: registered,
})

/**
 * One endpoint an act. What the resident does alone is asked for by the receipt, on the public pages
 * (`performAsResident`); the clock's acts by nobody.
 */
export const actEndpoints = actEndpointsOf(appealLifecycle, acts, {
  tag,
  scope: 'appeals:write',
  path: '/appeals',
  begins: {},
  idOf: (act) => `appeal${act.charAt(0).toUpperCase()}${act.slice(1)}`,
  outside: ['timer', 'resident'],
  timed: [
    ...(['receive', 'archive', 'succeed', 'hearJoined'] as const),
    ...(['message', 'withdraw', 'confirmSolved', 'sayUnsolved', 'rate'] as const),
  ],
  elsewhere: ['register', 'registerJoined'],
})
export type OfferedAct = keyof typeof actEndpoints
export type Acted = ActedAs<AppealState>
