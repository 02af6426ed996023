import { z } from 'zod'
import { isoDate, line, prose, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'
import { PhoneText } from '#platform/phone.ts'

/** None of these names a scope: what is personal is for people who are signed in, and for no program's token. */
const tag = 'personal-data'
const none = z.undefined().optional()
const one = z.object({ id: uuid })

/** Why somebody has to be reached; looked at by the boundary as every text is. */
const reason = prose(200).refine((text) => text.length >= 4, { error: 'too_short' })

export const PersonPhone = z.object({
  /** `138****0000`; null: none is kept. */
  masked: z.string().nullable(),
  can: z.array(z.enum(['reveal', 'set'])),
})
export type PersonPhone = z.infer<typeof PersonPhone>

export const getPersonPhone = endpoint({
  id: 'getPersonPhone',
  method: 'GET',
  path: '/people/:id/phone',
  summary: 'Somebody’s telephone number with its middle hidden.',
  tag,
  access: 'signed-in',
  params: one,
  query: none,
  body: none,
  answer: PersonPhone,
})

export const setPersonPhone = endpoint({
  id: 'setPersonPhone',
  method: 'POST',
  path: '/people/:id/phone',
  summary: 'Enters somebody’s number, another one, or with null none.',
  tag,
  access: 'signed-in',
  params: one,
  query: none,
  body: z.object({ phone: PhoneText.nullable() }),
  answer: PersonPhone,
})

export const revealPersonPhone = endpoint({
  id: 'revealPersonPhone',
  method: 'POST',
  path: '/people/:id/phone/reveal',
  summary: 'Shows a number in full, for a reason that its owner can read.',
  tag,
  access: 'signed-in',
  params: one,
  query: none,
  body: z.object({ reason }),
  answer: z.object({ phone: z.string().nullable() }),
})

export const findByPhone = endpoint({
  id: 'findByPhone',
  method: 'POST',
  path: '/people/by-phone',
  summary: 'Whose number it is. A POST, so that no address holds the number.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: z.object({ phone: PhoneText }),
  answer: z.object({
    rows: z.array(
      z.object({ id: uuid, name: z.string(), username: z.string().nullable(), status: z.string() }),
    ),
  }),
})

const Text = z.object({ zh: z.string(), en: z.string() })

export const DataCopy = z.object({
  person: z.object({ id: uuid, name: z.string() }),
  asOf: z.string(),
  parts: z.array(
    z.object({
      ...{ title: Text, purpose: Text, basis: Text, retention: Text },
      /** One entry a row, one value a column. */
      rows: z.array(z.array(z.object({ label: Text, value: z.string() }))),
    }),
  ),
  /** How often the person’s id stands beside what they did. */
  traces: z.array(z.object({ title: Text, n: z.int() })),
})
export type DataCopy = z.infer<typeof DataCopy>

export const DataRequestKind = z.enum(['see', 'correct', 'erase'])

export const DataRequestLine = z.object({
  id: uuid,
  kind: DataRequestKind,
  origin: z.enum(['desk', 'paper']),
  status: z.enum(['pending', 'done', 'refused', 'withdrawn']),
  version: z.int(),
  person: z.object({ id: uuid, name: z.string() }),
  askedBy: z.object({ id: uuid, name: z.string() }),
  decidedBy: z.string().nullable(),
  statement: z.string().nullable(),
  newName: z.string().nullable(),
  /** Masked. */
  newPhone: z.string().nullable(),
  /** There is one, and the key that it was sealed with is not on the server. */
  newPhoneUnreadable: z.boolean(),
  askedAt: z.string(),
  receivedOn: z.string(),
  dueAt: z.string(),
  decidedAt: z.string().nullable(),
  decision: z.string().nullable(),
  /** What an erasure still waits for. */
  missing: z.array(z.string()),
})
export type DataRequestLine = z.infer<typeof DataRequestLine>

export const getMyData = endpoint({
  id: 'getMyData',
  method: 'GET',
  path: '/me/data',
  summary: 'Everything that is held on oneself, who opened one’s number, and what one has asked.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: none,
  answer: z.object({
    copy: DataCopy,
    openings: z.array(
      z.object({
        ...{ at: z.string(), kind: z.string(), by: z.string(), as: z.string() },
        reason: z.string().nullable(),
      }),
    ),
    requests: z.array(DataRequestLine),
  }),
})

export const askAboutData = endpoint({
  id: 'askAboutData',
  method: 'POST',
  path: '/data-requests',
  summary: 'Asks to see, correct or erase one’s data; or enters what somebody asked on paper.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: z.object({
    kind: DataRequestKind,
    statement: prose(1000).nullish(),
    newName: line(40).nullish(),
    newPhone: PhoneText.nullish(),
    /** For what came on paper: whose data it is about, and the day it was handed in. */
    personId: uuid.optional(),
    receivedOn: isoDate.optional(),
  }),
  answer: z.object({ id: uuid }),
})

export const listDataRequests = endpoint({
  id: 'listDataRequests',
  method: 'GET',
  path: '/data-requests',
  summary: 'Requests about personal data, newest first; keyset paging through `after`.',
  tag,
  access: 'signed-in',
  params: none,
  query: z.object({
    status: z.enum(['pending', 'over']).optional(),
    after: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  body: none,
  answer: z.object({
    rows: z.array(DataRequestLine),
    next: z.string().nullable(),
    can: z.array(z.enum(['enter', 'decide', 'find'])),
  }),
})

export const decideDataRequest = endpoint({
  id: 'decideDataRequest',
  method: 'POST',
  path: '/data-requests/:id/decide',
  summary: 'Grants or refuses a request; what is granted is carried out at once.',
  tag,
  access: 'signed-in',
  params: one,
  query: none,
  body: z.object({ verdict: z.enum(['grant', 'refuse']), reason, version: z.int().min(1) }),
  answer: z.object({ status: z.string() }),
})

export const withdrawDataRequest = endpoint({
  id: 'withdrawDataRequest',
  method: 'POST',
  path: '/data-requests/:id/withdraw',
  summary: 'Takes one’s request back before it is decided.',
  tag,
  access: 'signed-in',
  params: one,
  query: none,
  body: z.object({ version: z.int().min(1) }),
  answer: z.object({ status: z.string() }),
})

export const getDataCopy = endpoint({
  id: 'getDataCopy',
  method: 'GET',
  path: '/data-requests/:id/copy',
  summary: 'The copy that a granted request to see is answered with, to be handed over.',
  tag,
  access: 'signed-in',
  params: one,
  query: none,
  body: none,
  answer: DataCopy,
})

/** What entries of the log touch, in words. */
export { sayFact } from './facts.ts'
