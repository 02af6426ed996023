import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor, By } from '#features/accounts/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { Worlds } from '#platform/world.ts'
import {
  addOrganization,
  getOrganization,
  getOrganizationHistory,
  getOrganizationReach,
  listDictionaries,
  listOrganizationPeople,
  listOrganizations as listOrganizationsEndpoint,
  listPeopleByRole as listPeopleByRoleEndpoint,
  reorganizing,
} from './api.ts'
import type { Business } from './business.ts'
import { dictionariesInForce } from './dictionaries.ts'
import { KeptAnswers } from './kept-answers.ts'
import { createOrganization } from './organization-acts.ts'
import { mayReorganize, reorganizations } from './policy.ts'
import { countHolders, findOrganizationDetail, listOrganizationHistory } from './read-organization.ts'
import { type Reorganized, type Reorganizing, reorganize, reorganized } from './reorganize.ts'
import { findOrganization, findOrganizationPeople, listOrganizations, listPeopleByRole } from './store.ts'

export type OrganizationsDeps = {
  database: Database
  worlds: Worlds
  business: Business
  trees?: OrganizationTrees
  /** After a commit that changed organisations: what is kept in memory is old. */
  changed(countyId: number): void
}

/** The trees as they are sent, by county. `forget` after a commit that changed organisations or secretaries. */
export type OrganizationTrees = KeptAnswers
export const createOrganizationTrees = (): OrganizationTrees => new KeptAnswers()

export function organizationsRoutes(
  route: Route<Actor>,
  { database, worlds, business, changed, trees = createOrganizationTrees() }: OrganizationsDeps,
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

  route(getOrganization, async ({ params: { id } }, { actor, countyId }) => {
    const found = await database.read(countyId, (tx) => findOrganizationDetail(tx, countyId, id))
    if (!found) throw new Refused({ code: 'not_found' })
    return { ...found, can: reorganizations(actor, found) }
  })

  route(getOrganizationHistory, async ({ params: { id } }, { countyId }) => {
    const rows = await database.read(countyId, async (tx) =>
      (await findOrganization(tx, countyId, id)) ? listOrganizationHistory(tx, countyId, id) : undefined,
    )
    if (!rows) throw new Refused({ code: 'not_found' })
    return { rows }
  })

  route(getOrganizationReach, async ({ params: { id } }, { actor, countyId, now }) => {
    reorganizingAs(actor, 'reachOrganization')
    return database.read(countyId, async (tx) => {
      if (!(await findOrganization(tx, countyId, id))) throw new Refused({ code: 'not_found' })
      const holders = await countHolders(tx, countyId, id, now)
      return { holders, openProblems: await business.listOpen(tx, countyId, id) }
    })
  })

  route(addOrganization, async ({ body }, { actor, countyId, now }) => {
    const by = reorganizingAs(actor, 'addOrganization')
    const id = await database.write(countyId, (tx) => createOrganization(tx, countyId, body, by, now))
    changed(countyId)
    return reorganized(id)
  })

  /** Asks policy, does the act with all that goes along, and forgets what was kept of the tree. */
  const carryOut = async (
    { actor, countyId, now }: { actor: Actor; countyId: number; now: Date },
    { id, version }: { id: string; version: number },
    asked: Reorganizing,
  ): Promise<Reorganized> => {
    const by = reorganizingAs(actor, `${asked.act}Organization`)
    const world = await worlds.of(countyId, now)
    const done = await database.write(countyId, (tx) =>
      reorganize(tx, countyId, { id, version, by, world, business }, asked),
    )
    changed(countyId)
    return done
  }
  const { rename, merge, split, move, close } = reorganizing
  route(rename, ({ params, body }, context) =>
    carryOut(context, { ...params, ...body }, { act: 'rename', ...body }),
  )
  route(merge, ({ params, body }, context) =>
    carryOut(context, { ...params, ...body }, { act: 'merge', ...body }),
  )
  route(split, ({ params, body }, context) =>
    carryOut(context, { ...params, ...body }, { act: 'split', ...body }),
  )
  route(move, ({ params, body }, context) =>
    carryOut(context, { ...params, ...body }, { act: 'move', ...body }),
  )
  route(close, ({ params, body }, context) => carryOut(context, { ...params, ...body }, { act: 'close' }))

  route(listPeopleByRoleEndpoint, async ({ query }, { countyId, now }) => ({
    rows: await database.read(countyId, (tx) => listPeopleByRole(tx, countyId, query.role, now)),
  }))

  route(listDictionaries, async (_asked, { countyId, now }) => {
    const { rules, today } = await worlds.of(countyId, now)
    return { dictionaries: dictionariesInForce(rules, today) }
  })
}

/** @throws Refused `not_yours` */
function reorganizingAs(actor: Actor, act: string): By {
  if (!mayReorganize(actor)) throw new Refused({ code: 'not_yours', act, by: ['system_admin'] })
  return { personId: actor.personId, as: 'system_admin' }
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
