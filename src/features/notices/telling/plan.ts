import { sql } from 'kysely'
import { type Clock, nextReminders } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '#platform/world.ts'
import type { NoticesDeps } from '../deps.ts'
import { hoursOf, remindersOf } from '../rules.seed.ts'
import type { WorkSource } from '../sources.ts'
import { digestToday, hoursFor, isDigestTime, isQuiet, nextDigest } from './hours.ts'
import { listRecipients, type Recipient, workFor } from './recipients.ts'

/** How long after its moment a reminder is still made, when nothing ran in between; the next digest says the rest. */
const LATE_MS = 3_600_000
/** Acts that were under way when the last look was taken are looked at again: what is made already is not made twice. */
const OVERLAP_MS = 120_000
/** How far this process has looked, by county: who is meant is asked of new moments only. */
const looked = new WeakMap<object, Map<number, number>>()

/** How far back deadlines are looked at. */
const BACK_MS = 12 * 3_600_000

/**
 * Makes what is to be told: today's digest of everybody whose time has come, and urgent reminders. Only that somebody is
 * to be told is kept; what they are told is read from the cases when it goes out. Made twice it is made once.
 */
export async function planNotices(
  { database, worlds, sources, now, onError }: NoticesDeps,
  countyId: number,
): Promise<void> {
  const world = await worlds.of(countyId, now())
  const recipients = await database.read(countyId, (tx) => listRecipients(tx, countyId))
  if (recipients.length === 0) return
  await planDigests(database, countyId, world, recipients)
  if (isQuiet(world, hoursOf(world))) return
  const before = looked.get(database) ?? new Map<number, number>()
  looked.set(database, before)
  const last = (before.get(countyId) ?? 0) - OVERLAP_MS
  const since = new Date(Math.max(world.now.getTime() - LATE_MS, last))
  const due = await database.read(countyId, async (tx) => {
    const all: Due[] = []
    for (const source of sources) all.push(...(await remindersNow(tx, countyId, source, world, since)))
    return all
  })
  let isWhole = true
  if (due.length > 0)
    for (const recipient of recipients.filter(({ urgent }) => urgent))
      await database
        .write(countyId, (tx) => planUrgent(tx, sources, countyId, recipient, due, world))
        .catch((error: Error) => {
          onError(error)
          isWhole = false
        })
  // Who was left out is looked at again with the next minute.
  if (isWhole) before.set(countyId, world.now.getTime())
}

async function planDigests(
  database: NoticesDeps['database'],
  countyId: number,
  world: World,
  recipients: readonly Recipient[],
): Promise<void> {
  const wanted = recipients.filter((each) => each.digest && isDigestTime(world, hoursFor(world, each)))
  if (wanted.length === 0) return
  const rows = JSON.stringify(wanted.map(({ id, way }) => ({ id: newId(), recipient: id, way })))
  // What yesterday could not get out is said by today's digest: nobody finds five of them when the server is back.
  await database.writeOnce(countyId, (tx) =>
    sql`WITH made AS (
      INSERT INTO notices (county_id, id, way, recipient_id, kind, key, made_at, status)
      SELECT ${countyId}, r.id, r.way, r.recipient, 'digest', ${world.today}, ${world.now}, 'waiting'
      FROM jsonb_to_recordset(${rows}::jsonb) AS r(id uuid, recipient uuid, way text)
      ON CONFLICT DO NOTHING RETURNING recipient_id)
      UPDATE notices n SET status = 'lapsed', why = 'said_by_digest', settled_at = ${world.now}
      FROM made WHERE n.county_id = ${countyId} AND n.recipient_id = made.recipient_id AND n.status = 'waiting'
        AND n.kind IN ('digest','urgent')`.execute(tx),
  )
}

type Due = { source: WorkSource; caseId: string; moment: Date; organizations: ReadonlySet<string> }

/**
 * Cases of which a reminder's moment has just come, among those whose clock runs out before the next digest: with more
 * time than that, the digest tells in time. The moments are the clock's own (`nextReminders`): in office hours, none
 * while it waits, others after an extension.
 */
async function remindersNow(
  tx: Tx,
  countyId: number,
  source: WorkSource,
  world: World,
  since: Date,
): Promise<Due[]> {
  const { now, calendar } = world
  const { fractions } = remindersOf(world)
  const hours = hoursOf(world)
  const { rows } = await sql<{
    id: string
    due_kind: string | null
    clocks: Record<string, Clock>
    ids: string[] | null
  }>`
    SELECT p.id, p.due_kind, p.clocks, (SELECT array_agg(e.value) FROM jsonb_each_text(to_jsonb(p)) e
      WHERE e.key LIKE '%\\_id' AND e.key <> 'county_id' AND e.value IS NOT NULL) AS ids
    FROM unnest(${source.states}::text[]) AS s(state) CROSS JOIN LATERAL (
      SELECT * FROM ${sql.table(source.table)} c WHERE c.county_id = ${countyId} AND c.state = s.state
        AND c.due_at > ${new Date(now.getTime() - BACK_MS)} AND c.due_at <= ${nextDigest(world, hours)}
      ORDER BY c.due_at, c.id LIMIT 2000) p`.execute(tx)
  const said = digestToday(world, hours)
  return rows.flatMap(({ id, due_kind, clocks, ids }) => {
    const clock = due_kind === null ? undefined : clocks[due_kind]
    if (!clock) return []
    const moment = nextReminders(clock, fractions, calendar, since).find((each) => each > said && each <= now)
    return moment ? [{ source, caseId: id, moment, organizations: new Set(ids) }] : []
  })
}

/** One row a case and moment, for whoever it lies with now. In their own quiet hours it is made and waits. */
async function planUrgent(
  tx: Tx,
  sources: readonly WorkSource[],
  countyId: number,
  recipient: Recipient,
  due: readonly Due[],
  world: World,
): Promise<void> {
  const near = await placesOf(tx, countyId, recipient, world.now)
  const touched = due.filter(
    ({ organizations }) => near === 'county' || near.some((id) => organizations.has(id)),
  )
  if (touched.length === 0) return
  const kinds = sources.filter((source) => touched.some((each) => each.source === source))
  const lines = await workFor(tx, kinds, countyId, recipient, world)
  const theirs = touched.filter(({ caseId, source }) =>
    lines.some((line) => line.id === caseId && line.source === source),
  )
  if (theirs.length === 0) return
  const rows = theirs.map(({ source, caseId, moment }) => ({
    ...{ id: newId(), kind: source.kind, case_id: caseId, key: `${caseId} ${moment.toISOString()}` },
  }))
  await sql`
    INSERT INTO notices (county_id, id, way, recipient_id, kind, key, case_kind, case_id, made_at, status)
    SELECT ${countyId}, r.id, ${recipient.way}, ${recipient.id}, 'urgent', r.key, r.kind, r.case_id, ${world.now}, 'waiting'
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, kind text, case_id uuid, key text)
    ON CONFLICT DO NOTHING`.execute(tx)
}

/** Where somebody has a part, so that the work of those who cannot be meant is not looked for. */
async function placesOf(
  tx: Tx,
  countyId: number,
  { id, way }: Recipient,
  now: Date,
): Promise<'county' | string[]> {
  const { rows } =
    way === 'robot'
      ? await sql<{ id: string; kind: string }>`
          SELECT g.id, g.kind FROM outlets o JOIN organizations g ON g.county_id = o.county_id AND g.id = o.organization_id
          WHERE o.county_id = ${countyId} AND o.id = ${id}`.execute(tx)
      : await sql<{ id: string; kind: string }>`
          SELECT DISTINCT o.id, o.kind FROM role_grants g
          LEFT JOIN delegations d ON d.county_id = g.county_id AND d.grant_id = g.id AND d.to_person_id = ${id}
            AND d.ended_at IS NULL AND d.valid_to > ${now}
          JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
          WHERE g.county_id = ${countyId} AND (g.person_id = ${id} OR d.id IS NOT NULL)
            AND (g.valid_to IS NULL OR g.valid_to > ${now})`.execute(tx)
  return rows.some(({ kind }) => kind === 'county') ? 'county' : rows.map((row) => row.id)
}
