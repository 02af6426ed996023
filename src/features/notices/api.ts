import { z } from 'zod'
import { line, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

/** None of these names a scope: how people are told, and where data leaves the house, is no program's business. */
const tag = 'notices'
const none = z.undefined().optional()
const one = z.object({ id: uuid })
const instant = z.string()
const time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .meta({ examples: ['08:30'] })

export const OutletKind = z.enum(['wecom', 'dingtalk', 'feishu', 'webhook'])
export type OutletKind = z.infer<typeof OutletKind>
export const OutletStatus = z.enum(['asked', 'active', 'disabled', 'refused', 'ended'])
/** As its lifecycle is called. */
export const CaseKindName = z
  .string()
  .regex(/^[a-z_-]{1,40}$/)
  .meta({ examples: ['appeal'] })

export const BellLine = z.object({
  kind: CaseKindName,
  label: z.object({ zh: z.string(), en: z.string() }),
  id: uuid,
  number: z.string(),
  /** Where it stands; never what it is about. */
  step: z.object({ zh: z.string(), en: z.string() }),
  dueAt: instant.nullable(),
  changedAt: instant,
  fresh: z.boolean(),
})
export type BellLine = z.infer<typeof BellLine>

export const Bell = z.object({
  asOf: instant,
  /** How many cases are new since the bell was looked at. */
  fresh: z.int(),
  /** How many cases lie with this person altogether. */
  work: z.int(),
  lines: z.array(BellLine),
  /** What lies with this person still and was looked at before, newest first. */
  earlier: z.array(BellLine),
  /** For administrators: what stands still without them. */
  alerts: z.array(
    z.object({
      kind: z.enum(['outlet_asked', 'outlet_disabled', 'mail_failing']),
      name: z.string(),
      since: instant,
    }),
  ),
})
export type Bell = z.infer<typeof Bell>

export const getBell = endpoint({
  ...{ id: 'getBell', method: 'GET', path: '/bell', tag, access: 'signed-in' },
  summary: 'What is new for me: numbers, kinds and deadlines.',
  ...{ params: none, query: none, body: none },
  answer: Bell,
})

export const seeBell = endpoint({
  ...{ id: 'seeBell', method: 'POST', path: '/bell/seen', tag, access: 'signed-in' },
  summary: 'I have looked at what was new as of that moment.',
  ...{ params: none, query: none },
  body: z.object({ asOf: z.iso.datetime() }),
  answer: z.object({}),
})

/** A mail address as people have them; the server that takes it judges the rest. */
export const Address = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\s@<>",;:\\()[\]]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$/, {
    error: 'address',
  })
  .meta({ examples: ['name@example.cn'] })

const Choices = z.object({
  digest: z.boolean(),
  urgent: z.boolean(),
  /** Null: the county's hours. */
  digestAt: time.nullable(),
  quietFrom: time.nullable(),
  quietTo: time.nullable(),
})

export const NoticeWays = Choices.extend({
  address: z.string().nullable(),
  confirmed: z.boolean(),
  /** Whether mail goes out here at all: `demo` makes it and sends nothing. */
  mail: z.enum(['on', 'off', 'demo']),
  county: z.object({ digestAt: time, quietFrom: time, quietTo: time }),
  /** What was sent, or why it was not, newest first. */
  sent: z.array(
    z.object({
      kind: z.enum(['digest', 'urgent', 'confirm', 'alert', 'test']),
      status: z.enum(['waiting', 'sent', 'lapsed', 'failed']),
      why: z.string().nullable(),
      at: instant,
      lines: z.int().nullable(),
    }),
  ),
})
export type NoticeWays = z.infer<typeof NoticeWays>

export const getNoticeWays = endpoint({
  ...{ id: 'getNoticeWays', method: 'GET', path: '/notice-ways', tag, access: 'signed-in' },
  summary: 'How I am told, and what was sent to me.',
  ...{ params: none, query: none, body: none },
  answer: NoticeWays,
})

export const setNoticeWays = endpoint({
  ...{ id: 'setNoticeWays', method: 'POST', path: '/notice-ways', tag, access: 'signed-in' },
  summary: 'How I wish to be told; a new address is confirmed by a code first.',
  ...{ params: none, query: none },
  body: Choices.extend({ address: Address.nullable() }),
  answer: NoticeWays,
})

export const confirmNoticeAddress = endpoint({
  ...{ id: 'confirmNoticeAddress', method: 'POST', path: '/notice-ways/confirm', tag, access: 'signed-in' },
  summary: 'The code that came to my address.',
  ...{ params: none, query: none },
  secretBody: true,
  body: z.object({
    code: z
      .string()
      .regex(/^\d{6}$/)
      .meta({ examples: ['123456'] }),
  }),
  answer: NoticeWays,
})

export const askNoticeCode = endpoint({
  ...{ id: 'askNoticeCode', method: 'POST', path: '/notice-ways/code', tag, access: 'signed-in' },
  summary: 'Another code to my address.',
  ...{ params: none, query: none },
  body: z.object({}),
  answer: NoticeWays,
})

export const Outlet = z.object({
  id: uuid,
  kind: OutletKind,
  name: z.string(),
  /** Where it leads; the rest of the address is a secret. */
  host: z.string(),
  organization: z.object({ id: uuid, name: z.string() }).nullable(),
  events: z.array(CaseKindName),
  digest: z.boolean(),
  urgent: z.boolean(),
  status: OutletStatus,
  askedBy: z.string(),
  askedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  failingSince: instant.nullable(),
  can: z.array(z.enum(['decide', 'end', 'resume', 'test'])),
})
export type Outlet = z.infer<typeof Outlet>

export const listOutlets = endpoint({
  ...{ id: 'listOutlets', method: 'GET', path: '/outlets', tag, access: 'signed-in' },
  summary: 'Where data leaves the house by itself: robots of groups, and other systems.',
  ...{ params: none, query: none, body: none },
  answer: z.object({
    rows: z.array(Outlet),
    can: z.array(z.enum(['ask'])),
    mail: z.object({
      state: z.enum(['on', 'off', 'demo', 'failing']),
      since: instant.nullable(),
      reason: z.string().nullable(),
      waiting: z.int(),
    }),
  }),
})

export const askOutlet = endpoint({
  ...{ id: 'askOutlet', method: 'POST', path: '/outlets', tag, access: 'signed-in' },
  summary: 'Asks for one; another administrator confirms it.',
  ...{ params: none, query: none },
  secretBody: true,
  body: z.object({
    kind: OutletKind,
    name: line(60),
    url: z.string().trim().min(8).max(500),
    /** What a robot signs with, where its group asks for that; of a webhook it is made here. */
    secret: z.string().trim().max(200).optional(),
    organizationId: uuid.optional(),
    events: z.array(CaseKindName).max(10).default([]),
    digest: z.boolean().default(true),
    urgent: z.boolean().default(true),
  }),
  /** A webhook's secret is told this once. */
  answer: z.object({ id: uuid, secret: z.string().nullable() }),
})

export const decideOutlet = endpoint({
  ...{ id: 'decideOutlet', method: 'POST', path: '/outlets/:id/decide', tag, access: 'signed-in' },
  summary: 'Confirms one that another asked for, or does not.',
  ...{ params: one, query: none },
  body: z.object({ approve: z.boolean() }),
  answer: Outlet,
})

const act = (id: 'endOutlet' | 'resumeOutlet' | 'testOutlet', path: string, summary: string) =>
  endpoint({
    ...{ id, method: 'POST', path: `/outlets/:id/${path}`, tag, access: 'signed-in', summary },
    ...{ params: one, query: none, body: z.object({}), answer: Outlet },
  })

export const endOutlet = act('endOutlet', 'end', 'Ends one for good.')
export const resumeOutlet = act(
  'resumeOutlet',
  'resume',
  'Switches one on that was switched off after failing.',
)
export const testOutlet = act(
  'testOutlet',
  'test',
  'Sends a message that says nothing but that it is a test.',
)

export const Delivery = z.object({
  id: uuid,
  type: z.string(),
  status: z.enum(['waiting', 'sent', 'failed', 'lapsed']),
  tries: z.int(),
  /** A status, or a code; nothing the other side wrote. */
  answer: z.string().nullable(),
  madeAt: instant,
  nextAt: instant.nullable(),
  settledAt: instant.nullable(),
})
export type Delivery = z.infer<typeof Delivery>

export const listDeliveries = endpoint({
  ...{ id: 'listDeliveries', method: 'GET', path: '/outlets/:id/deliveries', tag, access: 'signed-in' },
  summary: 'What one was sent, newest first.',
  params: one,
  query: z.object({ before: uuid.optional() }),
  body: none,
  answer: z.object({ rows: z.array(Delivery), more: z.boolean() }),
})
