import { sql } from 'kysely'
import type { z } from 'zod'
import { type Actor, lockCase, recordBeginning, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { NotAllowed, readTarget } from '#platform/outgoing/guard.ts'
import type { OutgoingSettings } from '#platform/outgoing/settings.ts'
import { makeWebhookSecret } from '#platform/outgoing/standard-webhooks.ts'
import { Refused } from '#platform/refusal.ts'
import type { askOutlet, Outlet } from '../api.ts'
import type { NoticesDeps } from '../deps.ts'
import { askers, type Doing, deciders, doingsOf, mayAsk } from '../policy.ts'
import { isRobotAddress } from '../telling/robots.ts'
import { leaveDelivery } from '../webhooks/deliveries.ts'
import { dropWaiting, leaveNotice, sealTarget } from './store.ts'

type Asked = z.output<NonNullable<(typeof askOutlet)['body']>>
type Deps = Pick<NoticesDeps, 'sealing' | 'outgoing' | 'sources'>

const invalid = (path: string, reason: string) => new Refused({ code: 'invalid', issues: [{ path, reason }] })

/** Asks for an outlet: nothing goes there before another has confirmed it. @throws Refused `not_yours`, `invalid` */
export async function ask(
  tx: Tx,
  { sealing, outgoing, sources }: Deps,
  actor: Actor,
  { kind, name, url, secret, organizationId, events, digest, urgent }: Asked,
  now: Date,
): Promise<{ id: string; secret: string | null }> {
  const { countyId, personId } = actor
  if (!mayAsk(actor) || personId === null)
    throw new Refused({ code: 'not_yours', act: 'askOutlet', by: askers })
  const isWebhook = kind === 'webhook'
  if (!isWebhook && !isRobotAddress(kind, url, outgoing)) throw invalid('url', 'robot_address')
  const host = hostOf(url, outgoing)
  if (isWebhook && events.length === 0) throw invalid('events', 'required')
  if (events.some((kind) => !sources.some((source) => source.kind === kind)))
    throw invalid('events', 'unknown')
  if (!isWebhook) await requireOrganization(tx, countyId, organizationId)
  const id = newId()
  const made = isWebhook ? makeWebhookSecret() : (secret ?? '')
  const row = {
    ...{ kind, name, organization_id: isWebhook ? null : (organizationId ?? null), host, status: 'asked' },
    ...{ digest: !isWebhook && digest, urgent: !isWebhook && urgent, asked_by: personId, asked_at: now },
  }
  const kinds = JSON.stringify(isWebhook ? [...new Set(events)] : [])
  await tx
    .insertInto('outlets')
    .values({
      ...{ county_id: countyId, id, ...row, events: kinds },
      sealed: sealTarget(sealing, countyId, id, { url, secret: made }),
    })
    .execute()
  await recordBeginning(tx, countyId, {
    ...{ kind: 'outlet', case: id, act: 'askOutlet', by: { personId, as: 'system_admin' }, now },
    rows: { [`outlets/${id}`]: { ...row, events: kinds } },
  })
  return { id, secret: isWebhook ? made : null }
}

function hostOf(url: string, outgoing: OutgoingSettings): string {
  try {
    return readTarget(url, outgoing).host
  } catch (error) {
    if (error instanceof NotAllowed) throw invalid('url', error.reason)
    throw error
  }
}

async function requireOrganization(tx: Tx, countyId: number, id: string | undefined): Promise<void> {
  if (id === undefined) throw invalid('organizationId', 'required')
  const found = await tx
    .selectFrom('organizations')
    .select('id')
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!found) throw invalid('organizationId', 'unknown_reference')
}

type Row = Omit<Outlet, 'can' | 'askedAt' | 'decidedAt' | 'failingSince'> & {
  asked_by: string
  askedAt: Date
  decidedAt: Date | null
  failingSince: Date | null
}

const select = (countyId: number) => sql`
  SELECT o.id, o.kind, o.name, o.host, o.events, o.digest, o.urgent, o.status, o.asked_by,
    a.name AS "askedBy", o.asked_at AS "askedAt", d.name AS "decidedBy", o.decided_at AS "decidedAt",
    o.failing_since AS "failingSince",
    CASE WHEN g.id IS NOT NULL THEN json_build_object('id', g.id, 'name', g.name) END AS organization
  FROM outlets o
  JOIN people a ON a.county_id = o.county_id AND a.id = o.asked_by
  LEFT JOIN people d ON d.county_id = o.county_id AND d.id = o.decided_by
  LEFT JOIN organizations g ON g.county_id = o.county_id AND g.id = o.organization_id
  WHERE o.county_id = ${countyId}`

const outletOf = (actor: Actor, { asked_by, ...row }: Row): Outlet => ({
  ...row,
  askedAt: row.askedAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  failingSince: row.failingSince?.toISOString() ?? null,
  can: doingsOf(actor, { status: row.status, asked_by }),
})

export async function list(tx: Tx, actor: Actor): Promise<Outlet[]> {
  const { rows } = await sql<Row>`${select(actor.countyId)}
    ORDER BY o.status IN ('refused','ended'), o.asked_at DESC, o.id LIMIT 200`.execute(tx)
  return rows.map((row) => outletOf(actor, row))
}

async function find(tx: Tx, actor: Actor, id: string): Promise<Row> {
  const { rows } = await sql<Row>`${select(actor.countyId)} AND o.id = ${id}`.execute(tx)
  const [row] = rows
  if (!row) throw new Refused({ code: 'not_found' })
  return row
}

const by: Readonly<Record<Doing, readonly string[]>> = {
  decide: deciders,
  end: askers,
  resume: askers,
  test: askers,
}
const names = {
  decide: 'decideOutlet',
  end: 'endOutlet',
  resume: 'resumeOutlet',
  test: 'testOutlet',
} as const satisfies Record<Doing, string>

/** @throws Refused `not_found`, `same_person`, `not_yours`, `wrong_state` */
export async function act(
  tx: Tx,
  actor: Actor,
  id: string,
  doing: Doing,
  now: Date,
  approve = true,
): Promise<Outlet> {
  const { countyId, personId } = actor
  const head = await lockCase(tx, countyId, id).catch(() => null)
  const row = await find(tx, actor, id)
  if (!doingsOf(actor, row).includes(doing)) refuseIt(actor, row, doing)
  const as = by[doing][0] ?? null
  const set = changed(doing, approve, personId, now)
  if (set) {
    await tx.updateTable('outlets').set(set).where('county_id', '=', countyId).where('id', '=', id).execute()
    await recordNext(tx, countyId, head, {
      ...{ kind: 'outlet', case: id, act: doing === 'decide' && !approve ? 'refuseOutlet' : names[doing] },
      ...{ by: { personId, as }, now, rows: { [`outlets/${id}`]: set } },
    })
  }
  if (doing === 'end') await dropWaiting(tx, countyId, id, 'outlet_ended', now)
  if (doing === 'test')
    await (row.kind === 'webhook'
      ? leaveDelivery(tx, countyId, id, { type: 'test', at: now, data: {} }, now)
      : leaveNotice(tx, countyId, { way: 'robot', recipientId: id, kind: 'test' }, now))
  return outletOf(actor, await find(tx, actor, id))
}

function changed(doing: Doing, approve: boolean, personId: string | null, now: Date) {
  if (doing === 'decide')
    return { status: approve ? 'active' : 'refused', decided_by: personId, decided_at: now }
  if (doing === 'end') return { status: 'ended', ended_at: now }
  if (doing === 'resume') return { status: 'active', failing_since: null }
  return null
}

function refuseIt(actor: Actor, row: Row, doing: Doing): never {
  const wouldBe = doingsOf({ ...actor, personId: null }, row)
  if (wouldBe.includes(doing))
    throw new Refused({ code: 'same_person', act: names[doing], other: 'askOutlet' })
  const may = by[doing].some((role) => actor.grants.some((grant) => grant.role === role && !grant.onBehalfOf))
  if (!may) throw new Refused({ code: 'not_yours', act: names[doing], by: by[doing] })
  throw new Refused({ code: 'wrong_state', state: row.status, act: names[doing] })
}
