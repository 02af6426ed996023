import { sql } from 'kysely'
import { type Actor, lockCase } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import { Refused } from '#platform/refusal.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { mayReceiveDiverted } from './policy.ts'
import type { Loaded } from './store.ts'

export const divertedPlace = (countyId: number, appealId: string): Place => ({
  ...{ countyId, table: 'diverted_matters', column: 'sealed' },
  rowId: appealId,
})

/**
 * What the discipline office gets of it: every word that goes from the ledger. Who spoke stays in the identity, which it
 * asks for at the same door as everybody.
 */
export type DivertedMatter = {
  title: string
  cause: string
  course: string | null
  placeDetail: string | null
  happenedOn: string | null
  messages: { side: string; text: string; at: string }[]
  answers: { text: string; at: string }[]
  /** What the desk wrote beside, in the order of time. Empty of what was diverted before it was handed on. */
  notes: { kind: NoteKind; text: string; at: string }[]
  papers: { sha256: string; fileName: string; note: string | null }[]
}
type NoteKind = 'assignment' | 'contact' | 'progress' | 'request' | 'callback' | 'order'

/** Everything that people wrote about it besides messages and answers; seal_away() takes it from where it lay. */
function notesOf({ assignments, contacts, progress, requests, callbacks, orders }: Loaded['parts']) {
  const said = (kind: NoteKind, at: string, ...texts: (string | null)[]) =>
    texts.flatMap((text) => (text ? [{ kind, text, at }] : []))
  return [
    ...assignments.flatMap((a) => said('assignment', a.assigned_at, a.note)),
    ...contacts.flatMap((c) => said('contact', c.happened_at, c.note)),
    ...progress.flatMap((p) => said('progress', p.entered_at, p.text)),
    ...requests.flatMap((r) => said('request', r.requested_at, r.reason, r.decision_note)),
    ...callbacks.flatMap((c) => said('callback', c.at, c.text)),
    ...orders.flatMap((o) => said('order', o.at, o.reason)),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/**
 * Seals the content of what was diverted for the county's discipline office, and takes it from everywhere else; who
 * handles appeals, and who owns the ledger's lists, keeps a number (domain.md 2.7).
 */
export async function sealDiverted(
  tx: Tx,
  identities: Sealing,
  { row, parts }: Loaded,
  { kindCode }: { kindCode: string },
  { personId }: Actor,
  now: Date,
): Promise<void> {
  const matter: DivertedMatter = {
    ...{ title: row.title, cause: row.cause, course: row.course, placeDetail: row.place_detail },
    happenedOn: row.happened_on,
    messages: parts.messages.map(({ side, text, at }) => ({ side, text, at })),
    answers: parts.answers.map(({ text, entered_at }) => ({ text, at: entered_at })),
    notes: notesOf(parts),
    papers: parts.evidence.map(({ sha256, file_name, note }) => ({ sha256, fileName: file_name, note })),
  }
  await tx
    .insertInto('diverted_matters')
    .values({
      ...{ county_id: row.county_id, appeal_id: row.id, kind_code: kindCode },
      sealed: identities.seal(divertedPlace(row.county_id, row.id), JSON.stringify(matter)),
      ...{ diverted_at: now, diverted_by: personId ?? '' },
    })
    .execute()
  await sql`SELECT seal_away(${row.id}, ${now})`.execute(tx)
}

type DivertedRow = {
  appeal_id: string
  number: string
  kind_code: string
  diverted_at: Date
  received_at: Date | null
}
const PAGE = 50

/** @throws Refused `not_yours` */
export async function listDiverted(
  { database }: Pick<Deps, 'database'>,
  actor: Actor,
  after: string | undefined,
): Promise<{ rows: DivertedRow[]; next: string | null }> {
  if (!mayReceiveDiverted(actor))
    throw new Refused({ code: 'not_yours', act: 'listDiverted', by: ['discipline'] })
  const before =
    after && !Number.isNaN(Date.parse(after)) ? sql`d.diverted_at < ${new Date(after)}` : sql`true`
  const { rows } = await database.read(actor.countyId, (tx) =>
    sql<DivertedRow>`
      SELECT d.appeal_id, a.number, d.kind_code, d.diverted_at, d.received_at
      FROM diverted_matters d JOIN appeals a ON a.county_id = d.county_id AND a.id = d.appeal_id
      WHERE d.county_id = ${actor.countyId} AND ${before}
      ORDER BY d.diverted_at DESC LIMIT ${PAGE + 1}`.execute(tx),
  )
  const shown = rows.slice(0, PAGE)
  return { rows: shown, next: rows.length > PAGE ? (shown.at(-1)?.diverted_at.toISOString() ?? null) : null }
}

/**
 * Takes over what was passed on and reads it; the entry is written first, in the same transaction.
 * @throws Refused `not_found`, also to whoever is not of that office
 */
export async function openDiverted(
  { database, identities }: Pick<Deps, 'database' | 'identities'>,
  world: World,
  actor: Actor,
  appealId: string,
  { commandId, reason }: { commandId: string; reason: string },
): Promise<DivertedMatter> {
  const { countyId, personId } = actor
  // To everybody else there is nothing.
  if (!mayReceiveDiverted(actor) || personId === null) throw new Refused({ code: 'not_found' })
  return database.write(countyId, async (tx) => {
    const head = await lockCase(tx, countyId, appealId)
    const found = await tx
      .selectFrom('diverted_matters')
      .select(['sealed', 'received_at'])
      .where('county_id', '=', countyId)
      .where('appeal_id', '=', appealId)
      .executeTakeFirst()
    if (!found) throw new Refused({ code: 'not_found' })
    if (!found.received_at)
      await tx
        .updateTable('diverted_matters')
        .set({ received_at: world.now, received_by: personId })
        .where('county_id', '=', countyId)
        .where('appeal_id', '=', appealId)
        .execute()
    await appendEntry(tx, countyId, head, {
      ...{ kind: 'appeal', case: appealId, act: 'openDiverted', at: world.now, entered: world.now },
      ...{ actor: personId, as: 'discipline', command: commandId, rows: { words: { reason } } },
    })
    const opened = JSON.parse(identities.open(divertedPlace(countyId, appealId), found.sealed))
    return { notes: [], papers: [], ...(opened as Partial<DivertedMatter>) } as DivertedMatter
  })
}

/** Whether this office has taken it over: its papers are given out to nobody else, and not before. */
export async function hasReceivedDiverted(tx: Tx, actor: Actor, appealId: string): Promise<boolean> {
  if (!mayReceiveDiverted(actor)) return false
  const found = await tx
    .selectFrom('diverted_matters')
    .select('received_at')
    .where('county_id', '=', actor.countyId)
    .where('appeal_id', '=', appealId)
    .executeTakeFirst()
  return Boolean(found?.received_at)
}
