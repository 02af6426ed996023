import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import {
  askNoticeCode,
  askOutlet,
  type Bell,
  confirmNoticeAddress,
  decideOutlet,
  endOutlet,
  getBell,
  getNoticeWays,
  listDeliveries,
  listOutlets,
  type NoticeWays,
  resumeOutlet,
  seeBell,
  setNoticeWays,
  testOutlet,
} from './api.ts'
import { readBell } from './bell.ts'
import type { NoticesDeps } from './deps.ts'
import { act, ask, list } from './outlets/acts.ts'
import { readLog } from './outlets/log.ts'
import { mayAsk, mayRead, readers } from './policy.ts'
import { hoursOf } from './rules.seed.ts'
import { hoursFor } from './telling/hours.ts'
import { listPauses } from './telling/pauses.ts'
import { askCode, confirmAddress, markSeen, readWays, setWays } from './telling/ways.ts'

/** What is sent by hand goes out at once, and not with the next minute. */
type Deps = NoticesDeps & { sendSoon(tx: Tx, countyId: number): Promise<void> }

/** How many failures in a row an administrator is told of. */
const MAIL_FAILURES = 3

export function noticeRoutes(route: Route<Actor>, deps: Deps): void {
  ownRoutes(route, deps)
  outletRoutes(route, deps)
}

const personOf = ({ personId }: Actor): string => {
  if (personId === null) throw new Refused({ code: 'not_found' })
  return personId
}

function ownRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, worlds, sealing, sources, now, sendSoon } = deps

  route(getBell, async (_, { actor, countyId, now: at }) => {
    const world = await worlds.of(countyId, at)
    return database.read(countyId, async (tx) => ({
      ...(await readBell(tx, sources, actor, world)),
      alerts: await alertsFor(tx, actor),
    }))
  })

  route(seeBell, async ({ body: { asOf } }, { actor, countyId, now: at }) => {
    const until = new Date(Math.min(Date.parse(asOf), at.getTime()))
    await database.writeOnce(countyId, (tx) => markSeen(tx, countyId, personOf(actor), until))
    return {}
  })

  const waysOf = async (tx: Tx, countyId: number, personId: string): Promise<NoticeWays> => {
    const { rows } = await sql<Omit<NoticeWays['sent'][number], 'at'> & { at: Date }>`
      SELECT kind, status, why, coalesce(settled_at, made_at) AS at, lines FROM notices
      WHERE county_id = ${countyId} AND recipient_id = ${personId} ORDER BY made_at DESC, id DESC LIMIT 30`.execute(
      tx,
    )
    return {
      ...(await readWays(tx, sealing, countyId, personId)),
      ...{ mail: await mailState(tx, countyId, deps), county: hoursOf(await worlds.of(countyId, now())) },
      sent: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    }
  }

  route(getNoticeWays, (_, { actor, countyId }) =>
    database.read(countyId, (tx) => waysOf(tx, countyId, personOf(actor))),
  )

  route(setNoticeWays, async ({ body }, { actor, countyId, now: at }) => {
    const personId = personOf(actor)
    const world = await worlds.of(countyId, at)
    const own = { digest_at: body.digestAt, quiet_from: body.quietFrom, quiet_to: body.quietTo }
    if (digestIsQuiet(own, world))
      throw new Refused({ code: 'invalid', issues: [{ path: 'digestAt', reason: 'quiet' }] })
    return database.write(countyId, async (tx) => {
      await setWays(tx, sealing, { countyId, personId, ...body }, at)
      await sendSoon(tx, countyId)
      return waysOf(tx, countyId, personId)
    })
  })

  route(askNoticeCode, (_, { actor, countyId, now: at }) =>
    database.write(countyId, async (tx) => {
      await askCode(tx, countyId, personOf(actor), at)
      await sendSoon(tx, countyId)
      return waysOf(tx, countyId, personOf(actor))
    }),
  )

  route(confirmNoticeAddress, async ({ body: { code } }, { actor, countyId, now: at }) => {
    const personId = personOf(actor)
    // A wrong try counts, so that it has to be committed before it is refused.
    const isRight = await database.write(countyId, (tx) =>
      confirmAddress(tx, { countyId, personId, code }, at),
    )
    if (!isRight) throw new Refused({ code: 'wrong_code' })
    return database.read(countyId, (tx) => waysOf(tx, countyId, personId))
  })
}

type World = Parameters<typeof hoursFor>[0]

/** A digest in one's own quiet hours would never come. */
function digestIsQuiet(own: Parameters<typeof hoursFor>[1], world: World): boolean {
  const { digestAt, ...hours } = hoursFor(world, own)
  const [at, from, to] = [digestAt, hours.quietFrom, hours.quietTo]
  return from <= to ? at >= from && at < to : at >= from || at < to
}

async function mailState(
  tx: Tx,
  countyId: number,
  { outgoing }: NoticesDeps,
): Promise<'on' | 'off' | 'demo'> {
  const county = await tx
    .selectFrom('counties')
    .select('is_demo')
    .where('county_id', '=', countyId)
    .executeTakeFirstOrThrow()
  if (county.is_demo) return 'demo'
  return outgoing.mail ? 'on' : 'off'
}

/** What waits for an administrator, by what they are. */
async function alertsFor(tx: Tx, actor: Actor): Promise<Bell['alerts']> {
  if (!mayRead(actor)) return []
  const { countyId } = actor
  const outlets = await list(tx, actor)
  const mail = (await listPauses(tx, countyId)).get('email')
  return [
    ...outlets
      .filter(({ can }) => can.includes('decide'))
      .map(({ name, askedAt }) => ({ kind: 'outlet_asked' as const, name, since: askedAt })),
    ...outlets
      .filter(({ status, can }) => status === 'disabled' && can.includes('resume'))
      .map(({ name, failingSince, askedAt }) => ({
        ...{ kind: 'outlet_disabled' as const, name },
        since: failingSince ?? askedAt,
      })),
    ...(mail && mail.failures >= MAIL_FAILURES && mayAsk(actor)
      ? [{ kind: 'mail_failing' as const, name: mail.reason, since: mail.since.toISOString() }]
      : []),
  ]
}

function outletRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, sendSoon } = deps
  const mustRead = (actor: Actor, act: string) => {
    if (!mayRead(actor)) throw new Refused({ code: 'not_yours', act, by: readers })
  }

  route(listOutlets, async (_, { actor, countyId }) => {
    mustRead(actor, 'listOutlets')
    return database.read(countyId, async (tx) => {
      const state = await mailState(tx, countyId, deps)
      const failing = (await listPauses(tx, countyId)).get('email')
      const { rows } = await sql<{ n: number }>`
        SELECT count(*)::int AS n FROM notices
        WHERE county_id = ${countyId} AND way = 'email' AND status = 'waiting'`.execute(tx)
      return {
        rows: await list(tx, actor),
        can: mayAsk(actor) ? (['ask'] as const).slice() : [],
        mail: {
          state: failing && state === 'on' ? ('failing' as const) : state,
          ...{
            since: failing?.since.toISOString() ?? null,
            reason: failing?.reason ?? null,
            waiting: rows[0]?.n ?? 0,
          },
        },
      }
    })
  })

  route(askOutlet, async ({ body }, { actor, countyId, now }) =>
    database.write(countyId, (tx) => ask(tx, deps, actor, body, now)),
  )

  route(decideOutlet, async ({ params: { id }, body: { approve } }, { actor, countyId, now }) => {
    mustRead(actor, 'decideOutlet')
    return database.write(countyId, (tx) => act(tx, actor, id, 'decide', now, approve))
  })

  for (const [endpoint, doing] of [
    [endOutlet, 'end'],
    [resumeOutlet, 'resume'],
    [testOutlet, 'test'],
  ] as const)
    route(endpoint, async ({ params: { id } }, { actor, countyId, now }) => {
      mustRead(actor, endpoint.id)
      return database.write(countyId, async (tx) => {
        const outlet = await act(tx, actor, id, doing, now)
        if (doing === 'test') await sendSoon(tx, countyId)
        return outlet
      })
    })

  route(listDeliveries, async ({ params: { id }, query: { before } }, { actor, countyId }) => {
    mustRead(actor, 'listDeliveries')
    return database.read(countyId, (tx) => readLog(tx, countyId, id, before))
  })
}
