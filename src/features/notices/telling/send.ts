import { sql } from 'kysely'
import { toInstant } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { NoticesDeps } from '../deps.ts'
import { findActive, noteFailure, noteSuccess, openTarget } from '../outlets/store.ts'
import { remindersOf, type TemplateKey } from '../rules.seed.ts'
import type { WorkLine } from '../sources.ts'
import { hoursFor, isQuiet, type OwnHours } from './hours.ts'
import type { Mailer } from './mail.ts'
import { goOn, listPauses, type Pause, pause, restMs } from './pauses.ts'
import { type Way, workFor } from './recipients.ts'
import { type RobotKind, tellRobot } from './robots.ts'
import { addressPlace, makeCode } from './ways.ts'
import { type Facts, type Written, write } from './write.ts'

type Held = {
  id: string
  tries: number
  kind: 'digest' | 'urgent' | 'confirm' | 'alert' | 'test'
  key: string
  case_id: string | null
}
type Waiting = OwnHours & { recipient_id: string; way: Way; asks: boolean }

export type Sending = NoticesDeps & { mailer: Mailer | undefined; county: { name: string; isDemo: boolean } }

/** So long does one run hold what it is sending; whoever is killed in between gives it back. */
const HOLD_MS = 5 * 60_000
/** So often is tried what does not go out for a reason of its own, longer apart each time: for some four hours. */
const MOST_TRIES = 10

/**
 * Sends what waits, recipient by recipient. What is told is read from the cases now: what was closed or given to somebody
 * else since it was planned is told no more, and a message with nothing left to say is not sent.
 */
export async function sendNotices(deps: Sending, countyId: number): Promise<void> {
  const { database, now } = deps
  const waiting = await database.read(countyId, (tx) => listWaiting(tx, countyId, now()))
  if (waiting.length === 0) return
  const pauses = await database.read(countyId, (tx) => listPauses(tx, countyId))
  for (const recipient of waiting) {
    const wayId = recipient.way === 'email' ? 'email' : recipient.recipient_id
    const before = pauses.get(wayId)
    if (before && before.paused_until > now()) continue
    if (recipient.way === 'email' && !deps.mailer && !deps.county.isDemo) continue
    const away = await serve(deps, countyId, recipient, before)
    if (away) pauses.set(wayId, away)
    else if (before) pauses.delete(wayId)
  }
}

const listWaiting = async (tx: Tx, countyId: number, now: Date): Promise<Waiting[]> =>
  (
    await sql<Waiting>`
      SELECT n.recipient_id, n.way, bool_or(n.kind IN ('confirm','test','alert')) AS asks,
        w.digest_at, w.quiet_from, w.quiet_to
      FROM notices n LEFT JOIN notice_ways w ON w.county_id = n.county_id AND w.person_id = n.recipient_id
      WHERE n.county_id = ${countyId} AND n.status = 'waiting' AND (n.held_until IS NULL OR n.held_until <= ${now})
      GROUP BY n.recipient_id, n.way, w.digest_at, w.quiet_from, w.quiet_to ORDER BY min(n.made_at) LIMIT 1000`.execute(
      tx,
    )
  ).rows

/** @returns the way's pause, when it did not get through */
async function serve(
  deps: Sending,
  countyId: number,
  recipient: Waiting,
  before: Pause | undefined,
): Promise<Pause | undefined> {
  const { database, worlds, now } = deps
  const world = await worlds.of(countyId, now())
  const quiet = isQuiet(world, hoursFor(world, recipient))
  if (quiet && !recipient.asks) return undefined
  const held = await database.writeOnce(countyId, (tx) =>
    hold(tx, countyId, recipient.recipient_id, quiet, world.now),
  )
  const all = bundles(held)
  for (const [i, rows] of all.entries()) {
    const away = await sendOne(deps, countyId, recipient, rows, world, before).catch(async (error: Error) => {
      // Whose address or template is broken keeps nobody else waiting.
      deps.onError(error)
      await putOff(deps, countyId, rows, 'internal')
    })
    if (!away) continue
    await release(deps, countyId, all.slice(i).flat())
    return away
  }
  return undefined
}

const hold = async (
  tx: Tx,
  countyId: number,
  recipientId: string,
  quiet: boolean,
  now: Date,
): Promise<Held[]> =>
  (
    await sql<Held>`
      UPDATE notices SET held_until = ${new Date(now.getTime() + HOLD_MS)}, tries = tries + 1
      WHERE county_id = ${countyId} AND recipient_id = ${recipientId} AND status = 'waiting'
        AND (held_until IS NULL OR held_until <= ${now}) AND (NOT ${quiet}::boolean OR kind IN ('confirm','test','alert'))
      RETURNING id, tries, kind, key, case_id`.execute(tx)
  ).rows

/** Urgent ones together; everything else is a message of its own. */
function bundles(held: readonly Held[]): Held[][] {
  const urgent = held.filter(({ kind }) => kind === 'urgent').sort((a, b) => (a.id < b.id ? -1 : 1))
  const alone = held.filter(({ kind }) => kind !== 'urgent').map((row) => [row])
  return urgent.length > 0 ? [...alone, urgent] : alone
}

/** It was the way that failed, which has a count of its own: no try of theirs. */
const release = ({ database }: Sending, countyId: number, held: readonly Held[]) =>
  database.writeOnce(countyId, (tx) =>
    sql`UPDATE notices SET held_until = NULL, tries = tries - 1 WHERE county_id = ${countyId} AND status = 'waiting'
      AND id = ANY(${held.map(({ id }) => id)}::uuid[])`.execute(tx),
  )

/** These alone wait, and are given up in the end. */
async function putOff(deps: Sending, countyId: number, rows: readonly Held[], why: string): Promise<void> {
  const over = rows.filter(({ tries }) => tries >= MOST_TRIES)
  if (over.length > 0) await settle(deps, countyId, over, { status: 'failed', why })
  const now = deps.now().getTime()
  for (const { id, tries } of rows)
    await deps.database.writeOnce(countyId, (tx) =>
      sql`UPDATE notices SET held_until = ${new Date(now + restMs(tries))}
        WHERE county_id = ${countyId} AND id = ${id} AND status = 'waiting'`.execute(tx),
    )
}

type Settled = { status: 'sent' | 'lapsed' | 'failed'; why?: string; lines?: number; template?: number }

const settle = (
  { database, now }: Sending,
  countyId: number,
  rows: readonly Held[],
  { status, why = undefined, lines, template }: Settled,
) =>
  database.writeOnce(countyId, (tx) =>
    sql`UPDATE notices SET status = ${status}, why = ${why ?? null}, settled_at = ${now()}, held_until = NULL,
        lines = ${lines ?? null}, template = ${template ?? null}
      WHERE county_id = ${countyId} AND status = 'waiting' AND id = ANY(${rows.map(({ id }) => id)}::uuid[])`.execute(
      tx,
    ),
  )

async function sendOne(
  deps: Sending,
  countyId: number,
  recipient: Waiting,
  rows: readonly Held[],
  world: World,
  before: Pause | undefined,
): Promise<Pause | undefined> {
  const [first] = rows
  if (!first) return undefined
  const made = await deps.database.write(countyId, (tx) =>
    compose(deps, tx, countyId, recipient, rows, world),
  )
  for (const [why, lapsed] of Object.entries(made.lapsed))
    if (lapsed.length > 0) await settle(deps, countyId, lapsed, { status: 'lapsed', why })
  if (!made.message) return undefined
  const { message, lines, kept } = made
  if (deps.county.isDemo) {
    await settle(deps, countyId, kept, { status: 'lapsed', why: 'demo', lines, template: message.template })
    return undefined
  }
  const outcome = await message.send()
  const wayId = recipient.way === 'email' ? 'email' : recipient.recipient_id
  if (outcome.is === 'away') {
    const failures = (before?.failures ?? 0) + 1
    const { why, retryAfterMs } = outcome
    return deps.database.write(countyId, async (tx) => {
      const now = deps.now()
      await pause(tx, countyId, wayId, { why, retryAfterMs, failures }, now)
      if (recipient.way === 'robot') await noteFailure(tx, countyId, recipient.recipient_id, now)
      return (await listPauses(tx, countyId)).get(wayId)
    })
  }
  if (outcome.is === 'later') await putOff(deps, countyId, kept, outcome.why)
  else
    await settle(deps, countyId, kept, {
      ...(outcome.is === 'sent'
        ? { status: 'sent' as const }
        : { status: 'failed' as const, why: outcome.why }),
      ...{ lines, template: message.template },
    })
  // A message that was refused for itself has got through all the same: the way is open.
  await deps.database.write(countyId, async (tx) => {
    if (before) await goOn(tx, countyId, wayId)
    if (recipient.way === 'robot' && outcome.is === 'sent')
      await noteSuccess(tx, countyId, recipient.recipient_id)
    if (recipient.way === 'robot' && outcome.is === 'refused')
      await noteFailure(tx, countyId, recipient.recipient_id, deps.now())
  })
  return undefined
}

type Outcome =
  | { is: 'sent' }
  | { is: 'refused' | 'later'; why: string }
  | { is: 'away'; why: string; retryAfterMs: number | null }
type Message = { template: number; send(): Promise<Outcome> }
type Made = {
  message?: Message
  lines: number
  kept: readonly Held[]
  lapsed: Record<string, readonly Held[]>
}

const nothing = (why: string, rows: readonly Held[]): Made => ({
  lines: 0,
  kept: [],
  lapsed: { [why]: rows },
})

async function compose(
  deps: Sending,
  tx: Tx,
  countyId: number,
  recipient: Waiting,
  rows: readonly Held[],
  world: World,
): Promise<Made> {
  const id = recipient.recipient_id
  const kind = rows[0]?.kind ?? 'digest'
  const to = await targetOf(deps, tx, countyId, recipient, kind)
  if (!to) return nothing('no_address', rows)
  const facts: Facts = { county: deps.county.name, desk: deps.outgoing.deskUrl ?? '' }
  const told = (
    key: TemplateKey,
    lines: readonly WorkLine[],
    kept: readonly Held[],
    more: Partial<Facts> = {},
  ): Made => {
    const written = write(world, key, lines, { ...facts, ...more })
    const send = () => to(written, kept[0]?.id ?? id)
    return { message: { template: written.template, send }, lines: lines.length, kept, lapsed: {} }
  }
  if (kind === 'confirm')
    return told('mail.confirm', [], rows, { code: await makeCode(tx, countyId, id, world.now) })
  if (kind === 'alert')
    return told('mail.alert', [], rows, { name: await nameOf(tx, countyId, rows[0]?.key ?? '') })
  if (kind === 'test') return told('robot.test', [], rows)
  const lines = await workFor(tx, deps.sources, countyId, { id, way: recipient.way }, world)
  const way = recipient.way === 'email' ? 'mail' : 'robot'
  if (kind === 'digest')
    return lines.length === 0 ? nothing('nothing', rows) : told(`${way}.digest`, lines, rows)
  const open = new Set(lines.map((line) => line.id))
  const kept = rows.filter(({ case_id }) => case_id !== null && open.has(case_id))
  const gone = rows.filter((row) => !kept.includes(row))
  if (kept.length === 0) return nothing('not_theirs', gone)
  if ((await urgentToday(tx, countyId, id, world)) >= remindersOf(world).mostPerDay)
    return { lines: 0, kept: [], lapsed: { not_theirs: gone, too_many: kept } }
  const named = lines.filter((line) => kept.some(({ case_id }) => case_id === line.id))
  return { ...told(`${way}.urgent`, named, kept), lapsed: { not_theirs: gone } }
}

/** How a message reaches them; undefined: it does not any more. */
async function targetOf(
  { sealing, mailer, outgoing, county, now }: Sending,
  tx: Tx,
  countyId: number,
  { recipient_id: id, way }: Waiting,
  kind: Held['kind'],
): Promise<((written: Written, messageId: string) => Promise<Outcome>) | undefined> {
  if (way === 'robot') {
    const robot = await findActive(tx, countyId, id)
    if (!robot || robot.kind === 'webhook') return undefined
    const target = openTarget(sealing, countyId, id, robot.sealed)
    return (written) => tellRobot(outgoing, { kind: robot.kind as RobotKind, ...target }, written, now())
  }
  const { rows } = await sql<{ sealed: string }>`
    SELECT w.sealed FROM notice_ways w JOIN people p ON p.county_id = w.county_id AND p.id = w.person_id
    WHERE w.county_id = ${countyId} AND w.person_id = ${id} AND p.status = 'active' AND w.sealed IS NOT NULL
      AND (w.confirmed_at IS NOT NULL OR ${kind === 'confirm'}::boolean)`.execute(tx)
  const sealed = rows[0]?.sealed
  if (!sealed) return undefined
  if (county.isDemo || !mailer) return async () => ({ is: 'sent' })
  const to = sealing.open(addressPlace(countyId, id), sealed)
  return async (written, messageId) => {
    const mailed = await mailer.send({ to, subject: written.subject, text: written.text, id: messageId })
    return mailed.is === 'away' ? { ...mailed, retryAfterMs: null } : mailed
  }
}

const nameOf = async (tx: Tx, countyId: number, key: string): Promise<string> => {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM outlets WHERE county_id = ${countyId} AND id = ${key.split(' ')[0] ?? ''}::uuid`.execute(
    tx,
  )
  return rows[0]?.name ?? ''
}

const urgentToday = async (tx: Tx, countyId: number, recipientId: string, world: World): Promise<number> => {
  const since = toInstant(world.calendar.zone, world.today, 0)
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT settled_at)::int AS n FROM notices
    WHERE county_id = ${countyId} AND recipient_id = ${recipientId} AND kind = 'urgent' AND status = 'sent'
      AND made_at >= ${since}`.execute(tx)
  return rows[0]?.n ?? 0
}
