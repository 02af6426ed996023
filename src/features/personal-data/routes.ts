import type { Actor } from '#features/accounts/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { Route } from '#platform/http/route.ts'
import { maskPhone } from '#platform/phone.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { Worlds } from '#platform/world.ts'
import {
  askAboutData as askEndpoint,
  decideDataRequest,
  findByPhone,
  getDataCopy,
  getMyData,
  getPersonPhone,
  listDataRequests,
  type PersonPhone,
  revealPersonPhone,
  setPersonPhone,
  withdrawDataRequest,
} from './api.ts'
import { copyOf } from './data-copy.ts'
import { listOpenings, lookUpPhone, revealPhone } from './openings.ts'
import { findPhone, setPhone } from './phones.ts'
import { actingAs, deciders, heldOnCounty, keepers, openers } from './policy.ts'
import { listRequests } from './request-list.ts'
import { askAboutData, decideRequest, findRequest, recordCopy, withdrawRequest } from './requests.ts'
import { openingsPerHour } from './rules.seed.ts'

export type PersonalDataDeps = {
  database: Database
  worlds: Worlds
  sealing: Sealing
  /** After a commit that changed somebody's name or erased them: what is kept in memory is old. */
  changed(countyId: number, personId: string): void
}

export function personalDataRoutes(route: Route<Actor>, deps: PersonalDataDeps): void {
  phoneRoutes(route, deps)
  ownRoutes(route, deps)
  requestRoutes(route, deps)
}

function phoneRoutes(route: Route<Actor>, { database, worlds, sealing }: PersonalDataDeps): void {
  const phoneOf = async (tx: Tx, actor: Actor, personId: string): Promise<PersonPhone> => {
    await requirePerson(tx, actor.countyId, personId)
    const phone = await findPhone(tx, sealing, actor.countyId, personId)
    const can = [
      ...(phone !== null && heldOnCounty(actor, openers) ? (['reveal'] as const) : []),
      ...(heldOnCounty(actor, keepers) ? (['set'] as const) : []),
    ]
    return { masked: phone && maskPhone(phone), can }
  }

  route(getPersonPhone, async ({ params: { id } }, { actor, countyId }) => {
    if (id !== actor.personId) actingAs(actor, 'getPersonPhone', openers)
    return database.read(countyId, (tx) => phoneOf(tx, actor, id))
  })

  route(setPersonPhone, async ({ params: { id }, body: { phone } }, { actor, countyId, now }) => {
    const by = actingAs(actor, 'setPersonPhone', keepers)
    return database.write(countyId, async (tx) => {
      await setPhone(tx, sealing, { countyId, personId: id, phone }, by, now)
      return phoneOf(tx, actor, id)
    })
  })

  const openerOf = async (actor: Actor, act: string, roles: typeof openers, now: Date) => {
    const by = actingAs(actor, act, roles)
    const { rules, today } = await worlds.of(actor.countyId, now)
    return { ...by, mostPerHour: openingsPerHour(rules, today) }
  }

  route(revealPersonPhone, async ({ params: { id }, body: { reason } }, { actor, countyId, now }) => {
    const opener = await openerOf(actor, 'revealPersonPhone', openers, now)
    const phone = await database.write(countyId, (tx) =>
      revealPhone(tx, sealing, { countyId, personId: id, reason }, opener, now),
    )
    return { phone }
  })

  route(findByPhone, async ({ body: { phone } }, { actor, countyId, now }) => {
    const opener = await openerOf(actor, 'findByPhone', keepers, now)
    return {
      rows: await database.write(countyId, (tx) =>
        lookUpPhone(tx, sealing, { countyId, phone }, opener, now),
      ),
    }
  })
}

/** Everybody's own page: no role is asked for, for it is about nobody else. */
function ownRoutes(route: Route<Actor>, { database, worlds, sealing }: PersonalDataDeps): void {
  route(getMyData, async (_asked, { actor, countyId, now }) => {
    const personId = ownId(actor)
    const world = await worlds.of(countyId, now)
    return database.read(countyId, async (tx) => ({
      copy: {
        person: { id: personId, name: actor.name },
        asOf: now.toISOString(),
        ...(await copyOf(tx, sealing, { countyId, personId, own: true })),
      },
      openings: await listOpenings(tx, countyId, personId),
      requests: await listRequests(tx, sealing, countyId, { personId, limit: 50 }, world),
    }))
  })

  route(withdrawDataRequest, async ({ params: { id }, body }, { actor, countyId, now }) => {
    const by = { personId: ownId(actor), as: null }
    await database.write(countyId, (tx) =>
      withdrawRequest(tx, { countyId, requestId: id, version: body.version }, by, now),
    )
    return { status: 'withdrawn' }
  })
}

function requestRoutes(route: Route<Actor>, deps: PersonalDataDeps): void {
  const { database, worlds, sealing } = deps

  route(askEndpoint, async ({ body }, { actor, countyId, now }) => {
    const own = ownId(actor)
    const { kind, personId = own } = body
    const by = personId === own ? { personId: own, as: null } : actingAs(actor, 'askAboutData', keepers)
    const world = await worlds.of(countyId, now)
    // On the desk a request is handed in when it is sent.
    const receivedOn = personId === own ? world.today : (body.receivedOn ?? world.today)
    const texts = { statement: body.statement ?? null, newName: body.newName ?? null }
    const asked = { countyId, kind, personId, by, receivedOn, ...texts, newPhone: body.newPhone ?? null }
    return { id: await database.write(countyId, (tx) => askAboutData(tx, sealing, asked, world)) }
  })

  route(listDataRequests, async ({ query }, { actor, countyId, now }) => {
    actingAs(actor, 'listDataRequests', [...keepers, ...deciders])
    const world = await worlds.of(countyId, now)
    const rows = await database.read(countyId, (tx) => listRequests(tx, sealing, countyId, query, world))
    const can = [
      ...(heldOnCounty(actor, keepers) ? (['enter', 'find'] as const) : []),
      ...(heldOnCounty(actor, deciders) ? (['decide'] as const) : []),
    ]
    return { rows, next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null, can }
  })

  route(decideDataRequest, async ({ params: { id }, body }, { actor, countyId, now }) => {
    const by = actingAs(actor, 'decideDataRequest', deciders)
    const world = await worlds.of(countyId, now)
    const decided = await database.write(countyId, (tx) =>
      decideRequest(tx, sealing, { countyId, requestId: id, ...body }, by, world),
    )
    deps.changed(countyId, decided.personId)
    return { status: decided.status }
  })

  route(getDataCopy, async ({ params: { id } }, { actor, countyId, now }) => {
    const by = actingAs(actor, 'getDataCopy', [...keepers, ...deciders])
    return database.write(countyId, async (tx) => {
      const request = await findRequest(tx, countyId, id)
      if (request?.kind !== 'see') throw new Refused({ code: 'not_found' })
      if (request.status !== 'done')
        throw new Refused({ code: 'wrong_state', state: request.status, act: 'getDataCopy' })
      const personId = request.person_id
      const { name } = await requirePerson(tx, countyId, personId)
      await recordCopy(tx, countyId, id, by, now)
      const copy = await copyOf(tx, sealing, { countyId, personId, own: false })
      return { person: { id: personId, name }, asOf: now.toISOString(), ...copy }
    })
  })
}

/** Tokens reach none of this, and nobody unknown is let in: there is always somebody. */
function ownId({ personId }: Actor): string {
  if (personId === null) throw new Refused({ code: 'not_found' })
  return personId
}

async function requirePerson(tx: Tx, countyId: number, id: string): Promise<{ name: string }> {
  const person = await tx
    .selectFrom('people')
    .select('name')
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!person) throw new Refused({ code: 'not_found' })
  return person
}
