import { sql } from 'kysely'
import { addDays, toInstant } from '#platform/calendar/local-time.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { sendMade } from '#platform/files/index.ts'
import { WORKBOOK } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import type { createNumbers } from '#platform/numbers.ts'
import { type Decision, Refused } from '#platform/refusal.ts'
import type { Worlds } from '#platform/world.ts'
import { type Actor, holdsOwnOnCounty } from './actor.ts'
import type { Role } from './api.ts'
import { actingAs, deciderRoles, decidingAs } from './authority.ts'
import { endHandedOver, handOver, listDelegates, listDelegationsOf } from './delegations.ts'
import { askGrant, askGrantEnd, decideRequests, withdrawRequest } from './grant-requests.ts'
import { leave } from './leaving.ts'
import { prepareLogExport } from './log-export.ts'
import { listLog } from './log-store.ts'
import { createPerson, findPersonRow, setPersonStatus } from './people.ts'
import { findOnePerson, listPeoplePage, listRequests } from './people-store.ts'
import { endDuties, giveDuties } from './responsibilities.ts'
import { mostDelegationDays } from './rights.seed.ts'
import * as api from './rights-api.ts'
import type { OnePerson, PersonAct } from './rights-views.ts'
import type { Sessions } from './sessions.ts'
import { findStanding, handsFor, type Standing } from './standing.ts'

export type RightsDeps = {
  database: Database
  worlds: Worlds
  sessions: Pick<Sessions, 'forget'>
  numbers: ReturnType<typeof createNumbers>
  /** Ends what an account has open, after the commit that closed it. */
  endSessions(accountId: string): Promise<void>
  /** How many open problems somebody leads; the ledger's to say. */
  leads(tx: Tx, countyId: number, personId: string): Promise<number>
  /** Names of people and posts changed. */
  changed(countyId: number): void
}

/** Who may do what: people, roles granted by two, delegations, the log. Policy is asked first in each. */
export function rightsRoutes(route: Route<Actor>, deps: RightsDeps): void {
  peopleRoutes(route, deps)
  grantRoutes(route, deps)
  delegationRoutes(route, deps)
  logRoutes(route, deps)
}

/** The one who asks as what the policy says, or a refusal. */
function by<R extends string>(actor: Actor, may: Decision<R>): { personId: string; as: R } {
  if (!may.ok) throw new Refused(may.refusal)
  if (actor.personId === null) throw new Refused({ code: 'not_found' })
  return { personId: actor.personId, as: may.value }
}

const running = (actor: Actor, act: string) => by(actor, actingAs(actor, act, ['system_admin']))
const securing = (actor: Actor, act: string) => by(actor, actingAs(actor, act, ['security_admin']))
const auditing = (actor: Actor, act: string) => by(actor, actingAs(actor, act, ['audit_admin']))

function peopleRoutes(route: Route<Actor>, { database, sessions, ...deps }: RightsDeps): void {
  const readers = ['system_admin', 'security_admin'] as const
  const mayRead = (actor: Actor) => by(actor, actingAs(actor, 'readPeople', readers))

  route(api.searchPeople, async ({ query }, { actor, countyId, now }) => {
    mayRead(actor)
    const { afterName, afterId, ...filter } = query
    const after = afterName !== undefined && afterId ? { name: afterName, id: afterId } : undefined
    const page = await database.read(countyId, (tx) =>
      listPeoplePage(tx, countyId, { ...filter, after }, now),
    )
    return { ...page, mayEnter: holdsOwnOnCounty(actor, 'system_admin') }
  })

  route(api.getPerson, async ({ params }, { actor, countyId, now }) => {
    mayRead(actor)
    return database.read(countyId, async (tx) => {
      const person = await findOnePerson(tx, countyId, params.id, now)
      if (!person) throw new Refused({ code: 'not_found' })
      const standing = await findStanding(tx, countyId, params.id, now)
      return { ...person, can: actsOn(actor, person, standing) }
    })
  })

  route(api.enterPerson, async ({ body }, { actor, countyId, now }) => {
    const as = running(actor, 'enterPerson')
    await database.write(countyId, async (tx) => {
      if (await findPersonRow(tx, countyId, body.id)) return
      await mustBeActive(tx, countyId, [body.post.organizationId])
      await createPerson(
        ...([
          tx,
          countyId,
          { id: body.id, name: body.name, username: body.username ?? null, posts: [body.post] },
          as,
        ] as const),
        now,
      )
    })
    deps.changed(countyId)
    return { id: body.id }
  })

  route(api.changePosts, async ({ params, body }, { actor, countyId, now }) => {
    const as = running(actor, 'changePosts')
    await database.write(countyId, async (tx) => {
      const person = await findPersonRow(tx, countyId, params.id)
      if (!person) throw new Refused({ code: 'not_found' })
      if (person.status !== 'active')
        throw new Refused({ code: 'wrong_state', state: person.status, act: 'changePosts' })
      await mustBeActive(
        tx,
        countyId,
        body.give.map(({ organizationId }) => organizationId),
      )
      if (body.end.length > 0) await endDuties(tx, countyId, params.id, { posts: body.end }, as, now)
      await giveDuties(tx, countyId, params.id, { posts: body.give }, as, now)
    })
    deps.changed(countyId)
    return { done: true }
  })

  route(api.previewLeaving, async ({ params }, { actor, countyId }) => {
    running(actor, 'leavePerson')
    return database.read(countyId, async (tx) => {
      if (!(await findPersonRow(tx, countyId, params.id))) throw new Refused({ code: 'not_found' })
      const { rows } = await sql<{ tokens: number; requests: number }>`
        SELECT (SELECT count(*)::int FROM api_tokens t WHERE t.county_id = ${countyId} AND t.person_id = ${params.id}
            AND t.revoked_at IS NULL) AS tokens,
          (SELECT count(*)::int FROM grant_requests r WHERE r.county_id = ${countyId} AND r.person_id = ${params.id}
            AND r.status = 'pending') AS requests`.execute(tx)
      return { leads: await deps.leads(tx, countyId, params.id), ...rows[0]! }
    })
  })

  route(api.leavePerson, async ({ params }, { actor, countyId, now }) => {
    const as = running(actor, 'leavePerson')
    const left = await database.write(countyId, (tx) => leave(tx, countyId, params.id, as, now))
    for (const personId of left.concerned) sessions.forget({ countyId, personId })
    if (left.accountId) await deps.endSessions(left.accountId)
    deps.changed(countyId)
    return { done: true }
  })

  route(api.welcomeBack, async ({ params }, { actor, countyId, now }) => {
    const as = running(actor, 'welcomeBack')
    await database.write(countyId, (tx) => setPersonStatus(tx, countyId, params.id, 'active', as, now))
    deps.changed(countyId)
    return { done: true }
  })
}

/** What the reader's page offers; each act judges by itself again. */
function actsOn(actor: Actor, person: Omit<OnePerson, 'can'>, standing: Standing): PersonAct[] {
  const isOther = actor.personId !== person.id
  const acts: [PersonAct, boolean][] = holdsOwnOnCounty(actor, 'system_admin')
    ? [
        ['changePosts', person.status === 'active'],
        [
          'givePassword',
          person.status === 'active' && person.username !== null && handsFor(standing) === 'one',
        ],
        ['leave', isOther && person.status === 'active'],
        ['comeBack', person.status === 'left' && !standing.erased],
      ]
    : [
        ['askGrant', isOther && person.status === 'active'],
        ['endHandedOver', person.delegations.length > 0],
      ]
  return acts.filter(([, possible]) => possible).map(([act]) => act)
}

async function mustBeActive(tx: Tx, countyId: number, ids: readonly string[]): Promise<void> {
  const { rows } = await sql`
    SELECT id FROM organizations WHERE county_id = ${countyId} AND id = ANY(${ids}::uuid[]) AND status = 'active'
    FOR KEY SHARE`.execute(tx)
  if (rows.length < new Set(ids).size)
    throw new Refused({ code: 'invalid', issues: [{ path: 'organizationId', reason: 'unknown_reference' }] })
}

function grantRoutes(route: Route<Actor>, { database, sessions, ...deps }: RightsDeps): void {
  route(api.listGrantRequests, async ({ query }, { actor, countyId }) => {
    by(actor, actingAs(actor, 'decideGrants', deciderRoles))
    const rows = await database.read(countyId, (tx) =>
      listRequests(tx, countyId, { status: query.status ?? 'pending' }),
    )
    const securityAdmin = holdsOwnOnCounty(actor, 'security_admin')
    return {
      rows: rows.map((row) => {
        const { role, askedAs, askedBy, person } = row
        const facts = { role, asked_as: askedAs, asked_by: askedBy.id, person_id: person.id }
        const isPending = row.status === 'pending'
        const decides = isPending && decidingAs(actor, facts).ok ? (['decide'] as const) : []
        const withdraws =
          isPending && (securityAdmin || askedBy.id === actor.personId) ? (['withdraw'] as const) : []
        return { ...row, can: [...decides, ...withdraws] }
      }),
    }
  })

  route(api.askGrant, async ({ body }, { actor, countyId, now }) => {
    const as = securing(actor, 'askGrant')
    const { calendar } = await deps.worlds.of(countyId, now)
    const { firstDay, lastDay, ...asked } = body
    const validFrom = firstDay ? toInstant(calendar.zone, firstDay, 0) : null
    const validTo = lastDay ? toInstant(calendar.zone, addDays(lastDay, 1), 0) : null
    await database.write(countyId, (tx) => askGrant(tx, countyId, { ...asked, validFrom, validTo }, as, now))
    return { id: body.id }
  })

  route(api.askGrantEnd, async ({ body }, { actor, countyId, now }) => {
    const as = securing(actor, 'askGrantEnd')
    await database.write(countyId, (tx) => askGrantEnd(tx, countyId, body, as, now))
    return { id: body.id }
  })

  route(api.decideGrants, async ({ body }, { actor, countyId, now }) => {
    by(actor, actingAs(actor, 'decideGrants', deciderRoles))
    const { ids, approve, note = null } = body
    const concerned = await database.write(countyId, (tx) =>
      decideRequests(tx, actor, { ids, approve, note }, now),
    )
    for (const personId of concerned) sessions.forget({ countyId, personId })
    return { done: true }
  })

  route(api.withdrawGrant, async ({ params }, { actor, countyId, now }) => {
    const as = by(actor, actingAs(actor, 'withdrawGrant', ['security_admin', 'system_admin', 'office']))
    await database.write(countyId, async (tx) => {
      if (as.as !== 'security_admin') await mustBeAskedBy(tx, countyId, params.id, as.personId)
      await withdrawRequest(tx, countyId, params.id, as, now)
    })
    return { done: true }
  })
}

async function mustBeAskedBy(tx: Tx, countyId: number, id: string, personId: string): Promise<void> {
  const { rows } = await sql`SELECT FROM grant_requests
    WHERE county_id = ${countyId} AND id = ${id} AND asked_by = ${personId}`.execute(tx)
  if (rows.length === 0) throw new Refused({ code: 'not_found' })
}

function delegationRoutes(route: Route<Actor>, { database, worlds, sessions }: RightsDeps): void {
  route(api.listDelegations, async (_asked, { actor, countyId, now }) => {
    const world = await worlds.of(countyId, now)
    const { personId } = actor
    if (personId === null) throw new Refused({ code: 'not_found' })
    return database.read(countyId, async (tx) => {
      const { rows: grants } = await sql<{
        id: string
        role: Role
        organizationId: string
        organizationName: string
      }>`
        SELECT g.id, g.role, o.id AS "organizationId", o.name AS "organizationName"
        FROM role_grants g JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
        WHERE g.county_id = ${countyId} AND g.person_id = ${personId} AND g.office = 'business'
          AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
        ORDER BY o.sort, g.role, g.id`.execute(tx)
      const rows = await listDelegationsOf(tx, countyId, personId, now)
      return { rows, grants, mostDays: mostDelegationDays(world), today: world.today }
    })
  })

  route(api.listDelegates, async ({ query }, { actor, countyId, now }) => ({
    rows: await database.read(countyId, (tx) =>
      listDelegates(tx, actor, query.grant, query.q === undefined ? {} : { q: query.q }, now),
    ),
  }))

  route(api.handOver, async ({ body }, { actor, countyId, now }) => {
    const world = await worlds.of(countyId, now)
    const rule = { now, today: world.today, mostDays: mostDelegationDays(world) }
    const personId = await database.write(countyId, (tx) => handOver(tx, actor, body, rule))
    sessions.forget({ countyId, personId })
    return { id: body.id }
  })

  route(api.endHandedOver, async ({ params }, { actor, countyId, now }) => {
    const personId = await database.write(countyId, (tx) => endHandedOver(tx, actor, params.id, now))
    sessions.forget({ countyId, personId })
    return { done: true }
  })
}

function logRoutes(route: Route<Actor>, { database, worlds, numbers }: RightsDeps): void {
  route(api.readLog, async ({ query }, { actor, countyId }) => {
    auditing(actor, 'readLog')
    const { beforeAt, beforeId, ...filter } = query
    const before = beforeAt && beforeId ? { at: beforeAt, id: beforeId } : undefined
    return database.read(countyId, (tx) => listLog(tx, countyId, { ...filter, before }))
  })

  route(api.exportLog, async ({ query }, { actor, countyId, now, reply }) => {
    auditing(actor, 'exportLog')
    const world = await worlds.of(countyId, now)
    const { fileName, make } = await prepareLogExport({ database, numbers }, world, actor, query)
    await sendMade(reply, { fileName, mime: WORKBOOK, make })
    return ANSWERED
  })
}
