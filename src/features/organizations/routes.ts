import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#features/accounts/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { Worlds } from '#platform/world.ts'
import {
  listDictionaries,
  listOrganizationPeople,
  listOrganizations as listOrganizationsEndpoint,
  listPeopleByRole as listPeopleByRoleEndpoint,
} from './api.ts'
import { dictionariesInForce } from './dictionaries.ts'
import { KeptAnswers } from './kept-answers.ts'
import { findOrganizationPeople, listOrganizations, listPeopleByRole } from './store.ts'

export type OrganizationsDeps = { database: Database; worlds: Worlds; trees?: OrganizationTrees }

/** The trees as they are sent, by county. `forget` after a commit that changed organisations or secretaries. */
export type OrganizationTrees = KeptAnswers
export const createOrganizationTrees = (): OrganizationTrees => new KeptAnswers()

export function organizationsRoutes(
  route: Route<Actor>,
  { database, worlds, trees = createOrganizationTrees() }: OrganizationsDeps,
): void {
  route(listOrganizationsEndpoint, async (_asked, { countyId, now, request, reply }) => {
    const tree = await trees.of(countyId, now.getTime(), async () => ({
      rows: await database.read(countyId, (tx) => listOrganizations(tx, countyId, now)),
    }))
    return sendKept(tree, request, reply)
  })

  route(listOrganizationPeople, async ({ params }, { countyId, now }) => {
    const rows = await database.read(countyId, (tx) => findOrganizationPeople(tx, countyId, params.id, now))
    if (!rows) throw new Refused({ code: 'not_found' })
    return { rows }
  })

  route(listPeopleByRoleEndpoint, async ({ query }, { countyId, now }) => ({
    rows: await database.read(countyId, (tx) => listPeopleByRole(tx, countyId, query.role, now)),
  }))

  route(listDictionaries, async (_asked, { countyId, now }) => {
    const { rules, today } = await worlds.of(countyId, now)
    return { dictionaries: dictionariesInForce(rules, today) }
  })
}

/** The browser keeps its copy and asks whether it still holds. */
async function sendKept(
  { etag, body }: { etag: string; body: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<typeof ANSWERED> {
  reply.header('etag', etag).header('cache-control', 'private, no-cache')
  if (request.headers['if-none-match'] === etag) await reply.code(304).send()
  else await reply.type('application/json; charset=utf-8').send(body)
  return ANSWERED
}
