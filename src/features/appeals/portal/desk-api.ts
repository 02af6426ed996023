import { z } from 'zod'
import { isoDate, prose, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

/** What the desk has of the resident's side: what could not be registered, who is to be told, reports of reprisal. */

const tag = 'appeals'
const one = z.object({ id: uuid })
const commandId = uuid
const done = z.object({ id: uuid })

export const StrandedLine = z.object({
  id: uuid,
  kind: z.enum(['submission', 'act']),
  /** A code: what stood in the way. */
  reason: z.string(),
  receivedAt: z.string(),
  /** Of a submission; the text may not be kept where the boundary's rules keep it out. */
  placeId: z.string().nullable(),
  text: z.string().nullable(),
  /** Of an act: on which appeal. */
  number: z.string().nullable(),
})
export type StrandedLine = z.infer<typeof StrandedLine>

export const listStranded = endpoint({
  ...{ id: 'listStranded', method: 'GET', path: '/appeals/stranded', tag, access: 'signed-in' },
  summary: 'What residents sent that could not be registered or carried out, with the reason.',
  scope: 'appeals:read',
  answer: z.object({ rows: z.array(StrandedLine) }),
})

export const registerStranded = endpoint({
  ...{
    id: 'registerStranded',
    method: 'POST',
    path: '/appeals/stranded/:id/register',
    tag,
    access: 'signed-in',
  },
  summary: 'Registers it at the place that is named, or carries it out once more.',
  scope: 'appeals:write',
  params: one,
  body: z.object({ placeId: uuid.optional() }),
  answer: done,
})

export const settleStranded = endpoint({
  ...{ id: 'settleStranded', method: 'POST', path: '/appeals/stranded/:id/settle', tag, access: 'signed-in' },
  summary: 'Says that it was dealt with by hand: on the telephone, or because nothing is left to do.',
  scope: 'appeals:write',
  params: one,
  body: z.object({}),
  answer: done,
})

/** What residents are told without asking. */
export const NoticeKind = z.enum([
  ...(['dispatched', 'asked', 'replied', 'extended', 'suspended'] as const),
  ...(['resumed', 'answered', 'refused', 'closed'] as const),
])
export type NoticeKind = z.infer<typeof NoticeKind>

export const NoticeLine = z.object({
  id: uuid,
  appealId: uuid,
  number: z.string(),
  title: z.string(),
  kind: NoticeKind,
  at: z.string(),
  /** What may be read out to them. */
  sentence: z.string(),
  /** What was asked of them, replied or answered, in full. */
  said: z.string().nullable(),
  /** Called in vain so often; the third time it is let be. */
  tries: z.int(),
})
export type NoticeLine = z.infer<typeof NoticeLine>

export const listNotices = endpoint({
  ...{ id: 'listNotices', method: 'GET', path: '/appeals/notices', tag, access: 'signed-in' },
  summary: 'The call list: residents who left a number and are to be told something, oldest first.',
  scope: 'appeals:read',
  answer: z.object({ rows: z.array(NoticeLine) }),
})

export const tellNotice = endpoint({
  ...{ id: 'tellNotice', method: 'POST', path: '/appeals/notices/:id/told', tag, access: 'signed-in' },
  summary: 'The resident was told, or could not be reached.',
  scope: 'appeals:write',
  params: one,
  body: z.object({ isReached: z.boolean() }),
  answer: done,
})

/** With what was told, in clear. */
export const ReprisalLine = z.object({
  id: uuid,
  number: z.string(),
  text: z.string(),
  receivedAt: z.string(),
  takenAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
})

export type ReprisalLine = z.infer<typeof ReprisalLine>

/** For people at a browser only: no program reads them. */
const reprisals = { tag: 'reprisals', access: 'signed-in' } as const

export const listReprisals = endpoint({
  ...{ id: 'listReprisals', method: 'GET', path: '/reprisals', ...reprisals },
  summary: 'Reports of reprisal, for the county’s discipline office; that they were read is recorded.',
  answer: z.object({ rows: z.array(ReprisalLine) }),
})

export const takeReprisal = endpoint({
  ...{ id: 'takeReprisal', method: 'POST', path: '/reprisals/:id/take', ...reprisals },
  summary: 'Takes a report up; who sent it sees that.',
  params: one,
  body: z.object({ commandId }),
  answer: done,
})

export const answerReprisal = endpoint({
  ...{ id: 'answerReprisal', method: 'POST', path: '/reprisals/:id/answer', ...reprisals },
  summary: 'Answers it, on the page of the receipt and nowhere else.',
  params: one,
  body: z.object({ commandId, answer: prose(1000) }),
  answer: done,
})

/** The day a source's signature is of is told apart from its content. */
export const Inbound = z.object({
  externalId: z.string().regex(/^[\w.:-]{1,60}$/),
  placeCode: z.string().min(1).max(60),
  title: z.string().trim().min(1).max(60),
  cause: prose(2000),
  course: prose(3000).optional(),
  placeDetail: z.string().trim().min(1).max(100).optional(),
  happenedOn: isoDate.optional(),
  aboutVillage: z.boolean().default(false),
  openness: z.enum(['handler', 'registrar', 'anonymous']).default('registrar'),
  name: z.string().trim().min(1).max(40).optional(),
  phone: z.string().trim().min(3).max(20).optional(),
})
export type Inbound = z.infer<typeof Inbound>
