import { z } from 'zod'
import { sha256, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'
import { type Acted as ActedAs, actEndpointsOf } from '#platform/lifecycle/act-endpoints.ts'
import { type PublicationState, publicationLifecycle } from './lifecycle.ts'
import { Audience, acts, Kind } from './schema.ts'
import { PublicationDetail, PublicationLine, PublicationWork, State } from './views.ts'

const tag = 'publicity'
const none = z.undefined().optional()
const one = z.object({ id: uuid })

const read = { tag, access: 'signed-in', scope: 'publicity:read', body: none } as const

export const PublicationQuery = z.object({
  state: State.optional(),
  kind: Kind.optional(),
  audience: Audience.optional(),
  township: uuid.optional(),
  organization: uuid.optional(),
  problem: uuid.optional(),
})
export type PublicationQuery = z.infer<typeof PublicationQuery>

export const listPublications = endpoint({
  id: 'listPublications',
  method: 'GET',
  path: '/publications',
  summary: 'Publications in the reader’s scope, newest first; keyset paging through `after`.',
  ...read,
  params: none,
  query: PublicationQuery.extend({
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({
    rows: z.array(PublicationLine),
    next: z.string().nullable(),
    /** How many there are by state, whatever state was asked for. Unit 件. */
    counts: z.partialRecord(State, z.int()),
  }),
})

export const getPublicationWork = endpoint({
  id: 'getPublicationWork',
  method: 'GET',
  path: '/publications/work',
  summary: 'Publications that wait for the reader, by deadline.',
  ...read,
  params: none,
  query: none,
  answer: z.object({ rows: z.array(PublicationWork) }),
})

export const getPublication = endpoint({
  id: 'getPublication',
  method: 'GET',
  path: '/publications/:id',
  summary:
    'One publication: what the data gave, what people made of it, masks, checks, and what may be done now.',
  ...read,
  params: one,
  query: none,
  answer: PublicationDetail,
})

export const getPublicationPicture = endpoint({
  id: 'getPublicationPicture',
  method: 'GET',
  path: '/publications/:id/pictures/:sha256',
  summary: 'A stripped copy of a picture of the publication.',
  ...read,
  params: one.extend({ sha256 }),
  query: none,
  answer: z.unknown(),
  file: 'image/*',
})

export const getPublicationProof = endpoint({
  id: 'getPublicationProof',
  method: 'GET',
  path: '/publications/:id/proofs/:sha256',
  summary: 'Proof that it was made known through a channel.',
  ...read,
  params: one.extend({ sha256 }),
  query: none,
  answer: z.unknown(),
  file: '*/*',
})

export type Acted = ActedAs<PublicationState>

/** POST /publications/:id/pass-masks and so on. */
export const actEndpoints = actEndpointsOf(publicationLifecycle, acts, {
  ...{ tag, scope: 'publicity:write', path: '/publications', timed: ['endPeriod', 'supersede', 'succeed'] },
  begins: { begin: '/publications' },
  // Other kinds have acts of the same name.
  idOf: (act) => `publication${act[0]?.toUpperCase()}${act.slice(1)}`,
})
export type OfferedAct = keyof typeof actEndpoints

/** What the acts and states of this contract are called, for whoever names them elsewhere: the log. */
export { publicationWords } from './words.ts'
