import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'
import { type Acted as ActedAs, actEndpointsOf } from '#platform/lifecycle/act-endpoints.ts'
import { type CampaignState, campaignLifecycle } from './lifecycle.ts'
import { acts, EnterPaper } from './schema.ts'
import { CampaignDetail, CampaignLine, Choice, PaperOutcome, PaperSheet, State } from './views.ts'

const tag = 'evaluations'
const none = z.undefined().optional()
const one = z.object({ id: uuid })
const read = { tag, access: 'signed-in', scope: 'publicity:read', body: none } as const
const write = { tag, access: 'signed-in', scope: 'publicity:write', query: none } as const

export const CampaignQuery = z.object({ state: State.optional(), problem: uuid.optional() })
export type CampaignQuery = z.infer<typeof CampaignQuery>

export const listCampaigns = endpoint({
  id: 'listCampaigns',
  method: 'GET',
  path: '/evaluations',
  summary: 'Evaluation campaigns in the reader’s scope, newest first; keyset paging through `after`.',
  ...read,
  params: none,
  query: CampaignQuery.extend({
    after: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({
    rows: z.array(CampaignLine),
    next: z.string().nullable(),
    /** Whether the reader may prepare one, and for whom. */
    holders: z.array(z.object({ id: uuid, name: z.string() })),
  }),
})

export const listEvaluationChoices = endpoint({
  id: 'listEvaluationChoices',
  method: 'GET',
  path: '/evaluations/choices',
  summary: 'Problems that a campaign of that holder may ask about: those in acceptance or after it.',
  ...read,
  params: none,
  query: z.object({ holder: uuid }),
  answer: z.object({ rows: z.array(Choice) }),
})

export const getCampaignWork = endpoint({
  id: 'getCampaignWork',
  method: 'GET',
  path: '/evaluations/work',
  summary: 'Campaigns that wait for the reader, by deadline.',
  ...read,
  params: none,
  query: none,
  answer: z.object({
    rows: z.array(CampaignLine.extend({ group: z.enum(['overdue', 'today', 'week', 'later']) })),
  }),
})

export const getCampaign = endpoint({
  id: 'getCampaign',
  method: 'GET',
  path: '/evaluations/:id',
  summary: 'One campaign: plan, slips, how many came back, and the result once it was counted.',
  ...read,
  params: one,
  query: none,
  answer: CampaignDetail,
})

export const getCampaignCsv = endpoint({
  id: 'getCampaignCsv',
  method: 'GET',
  path: '/evaluations/:id/result',
  summary: 'The result as CSV, watermarked and recorded; nothing under five.',
  ...read,
  params: one,
  query: none,
  answer: z.unknown(),
  file: 'text/csv',
})

/** The codes are told here and nowhere else: they are kept nowhere. */
export const issueInvitations = endpoint({
  id: 'evaluationIssue',
  method: 'POST',
  path: '/evaluations/:id/issue',
  summary: 'Makes out invitations for one class of raters in one place; the answer alone has the codes.',
  ...write,
  params: one,
  body: acts.issue,
  answer: z.object({
    version: z.int(),
    batchId: uuid,
    codes: z.array(z.string()),
  }),
})

export const findPaper = endpoint({
  id: 'findPaper',
  method: 'POST',
  path: '/evaluations/:id/papers/find',
  summary: 'The sheet that the code on a paper belongs to; nothing of what was answered.',
  ...write,
  params: one,
  body: z.object({ code: z.string().min(1).max(40) }),
  answer: PaperSheet,
})

export const enterPaper = endpoint({
  id: 'enterPaper',
  method: 'POST',
  path: '/evaluations/:id/papers',
  summary: 'One of two independent readings of a paper; where they differ both look again, or a third does.',
  ...write,
  params: one,
  body: EnterPaper,
  answer: PaperOutcome,
})

export type Acted = ActedAs<CampaignState>

/** POST /evaluations/:id/submit and so on. */
export const actEndpoints = actEndpointsOf(campaignLifecycle, acts, {
  ...{
    tag,
    scope: 'publicity:write',
    path: '/evaluations',
    timed: ['closeOverdue', 'succeed'],
    elsewhere: ['issue'],
  },
  begins: { begin: '/evaluations' },
  // Other kinds have acts of the same name.
  idOf: (act) => `evaluation${act[0]?.toUpperCase()}${act.slice(1)}`,
})
export type OfferedAct = keyof typeof actEndpoints

/** What the acts and states of this contract are called, for whoever names them elsewhere: the log. */
export { campaignWords } from './words.ts'
