import { z } from 'zod'
import { line, sha256, uuid } from '#platform/fields.ts'
import { endpoint, WORKBOOK } from '#platform/http/endpoint.ts'
import { type Acted as ActedAs, actEndpointsOf } from '#platform/lifecycle/act-endpoints.ts'
import { type ProblemAct, type ProblemState, problemLifecycle } from './lifecycle.ts'
import { acts } from './schema.ts'
import { Counts, HistoryLine, PlaceAndState, ProblemDetail, ProblemLine, State, WorkLine } from './views.ts'

export { beginningOf } from './beginning.ts'

const tag = 'problems'
const none = z.undefined().optional()
const one = z.object({ id: uuid })

/** Filters of the ledger, in the address bar as in the API. Several values are comma-separated. */
export const LedgerQuery = z.object({
  state: z
    .string()
    .optional()
    .transform((s) => (s ? s.split(',') : undefined))
    .pipe(z.array(State).optional()),
  organization: uuid.optional(),
  township: uuid.optional(),
  source: z.string().optional(),
  year: z.coerce.number().int().min(1900).max(2199).optional(),
  class: z.string().optional(),
  overdue: z.enum(['true']).optional(),
  listed: z.enum(['true']).optional(),
  relapsed: z.enum(['true']).optional(),
  q: z.string().trim().max(100).optional(),
})
export type LedgerQuery = z.infer<typeof LedgerQuery>

export const listProblems = endpoint({
  id: 'listProblems',
  method: 'GET',
  path: '/problems',
  summary:
    'The ledger by deadline, or with `q` what holds these words, newest first; keyset paging through `after`.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: none,
  query: LedgerQuery.extend({
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  body: none,
  answer: z.object({ rows: z.array(ProblemLine), next: z.string().nullable() }),
})

export const countProblems = endpoint({
  id: 'countProblems',
  method: 'GET',
  path: '/problems/counts',
  summary: 'Exact counts by township (or county body) and state.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: none,
  query: z.object({ township: uuid.optional(), organization: uuid.optional() }),
  body: none,
  answer: Counts,
})

export const getOverview = endpoint({
  id: 'getOverview',
  method: 'GET',
  path: '/problems/overview',
  summary: 'A leader’s one page: figures with their units, townships by state, trend, the ten oldest open.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: none,
  query: z.object({ township: uuid.optional() }),
  body: none,
  answer: z.object({
    asOf: z.string(),
    /** Each figure opens its rows: `query` is a ledger query string. Unit 个. */
    figures: z.array(z.object({ key: z.string(), n: z.int(), of: z.int().nullable(), query: z.string() })),
    townships: z.array(PlaceAndState),
    /** Overdue open problems by group. */
    overdue: z.array(z.object({ groupId: uuid.nullable(), groupName: z.string(), n: z.int() })),
    trend: z.array(z.object({ month: z.string(), closed: z.int(), relapsed: z.int() })),
    oldest: z.array(ProblemLine),
  }),
})

const HistoryPage = z.object({ rows: z.array(HistoryLine), next: z.int().nullable() })

export const getProblem = endpoint({
  id: 'getProblem',
  method: 'GET',
  path: '/problems/:id',
  summary: 'One problem with everything that hangs on it and what the reader may do now.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: one,
  query: z.object({ history: z.enum(['true']).optional() }),
  body: none,
  /** With `history=true` the newest page of the history comes along. */
  answer: ProblemDetail.extend({ history: HistoryPage.optional() }),
})

export const getProblemHistory = endpoint({
  id: 'getProblemHistory',
  method: 'GET',
  path: '/problems/:id/history',
  summary: 'The history of one problem, newest first.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: one,
  query: z.object({ before: z.coerce.number().int().min(1).max(1_000_000_000).optional() }),
  body: none,
  answer: HistoryPage,
})

export const getEvidenceFile = endpoint({
  id: 'getEvidenceFile',
  method: 'GET',
  path: '/files/:sha256',
  summary: 'A picture or paper that hangs on a problem the reader may see.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: z.object({ sha256 }),
  query: z.object({ problem: uuid, download: z.enum(['true']).optional() }),
  body: none,
  answer: z.unknown(),
  file: '*/*',
})

export const getWork = endpoint({
  id: 'getWork',
  method: 'GET',
  path: '/work',
  summary: 'What the reader must do, by deadline.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: none,
  query: none,
  body: none,
  answer: z.object({
    counts: z.object({ overdue: z.int(), today: z.int(), week: z.int(), later: z.int() }),
    rows: z.array(WorkLine),
  }),
})

export const exportProblems = endpoint({
  id: 'exportProblems',
  method: 'GET',
  path: '/problems/export',
  summary:
    'The filtered ledger as an Excel workbook (or one of the three lists, S1-14), watermarked and recorded.',
  tag,
  access: 'signed-in',
  scope: 'problems:export',
  params: none,
  query: LedgerQuery.extend({
    view: z.enum(['ledger', 'problems', 'tasks', 'responsibilities']).default('ledger'),
  }),
  body: none,
  answer: z.unknown(),
  file: WORKBOOK,
})

export type Acted = ActedAs<ProblemState>

export const isBeginning = (act: ProblemAct): boolean => act in problemLifecycle.begins

/** POST /problems/:id/submit-plan and so on. */
export const actEndpoints = actEndpointsOf(problemLifecycle, acts, {
  ...{ tag, scope: 'problems:write', path: '/problems', timed: ['attachCampaign', 'succeed'] },
  begins: { report: '/problems', orderImmediate: '/problems/immediate' },
})

export const SavedView = z.object({
  id: uuid,
  name: line(30),
  query: line(500).or(z.literal('')),
})
export const listViews = endpoint({
  id: 'listViews',
  method: 'GET',
  path: '/views',
  summary: 'The reader’s saved views of the ledger.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: none,
  query: none,
  body: none,
  answer: z.object({ rows: z.array(SavedView) }),
})
export const saveView = endpoint({
  id: 'saveView',
  method: 'PUT',
  path: '/views/:id',
  summary: 'Saves a view of the ledger under a name.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: one,
  query: none,
  body: SavedView.omit({ id: true }),
  answer: SavedView,
})
export const dropView = endpoint({
  id: 'dropView',
  method: 'DELETE',
  path: '/views/:id',
  summary: 'Drops a saved view.',
  tag,
  access: 'signed-in',
  scope: 'problems:read',
  params: one,
  query: none,
  body: none,
  answer: z.object({ dropped: z.boolean() }),
})

/** What the acts and states of this contract are called, for whoever names them elsewhere: the log. */
/** Whose evaluation it is. */
export { RaterClass } from './schema.ts'
export { problemWords } from './words.ts'
