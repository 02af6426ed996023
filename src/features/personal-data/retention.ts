import { sql } from 'kysely'
import { recordBeginning } from '#features/accounts/index.ts'
import { dropUnreferred, dropUpload } from '#features/files/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '#platform/world.ts'
import { retentionDays } from './rules.seed.ts'

/** Logs whose rows are deleted when they are old: the function of the database knows no others. */
export const agingLogs = [
  'refused_attempts',
  'exports',
  'commands',
  'phone_openings',
  'data_requests',
] as const
type AgingLog = (typeof agingLogs)[number]

/** As many at once as one short transaction can take. */
const BATCH = 5_000
/** The database keeps what is younger, whatever a rule says (`forget_old_rows`). */
const LEAST_DAYS = 184
const DAY_MS = 86_400_000

export type Forgotten = Partial<Record<AgingLog | 'uploads' | 'set_aside_pictures', number>>

/**
 * Deletes what a county's rules keep no longer. Each batch stands with its entry or not at all, so that an
 * interrupted run loses neither; the next one goes on.
 * @returns how many rows of what were deleted
 */
export async function forgetOld(
  { database, files }: { database: Database; files: FileStore },
  countyId: number,
  world: World,
): Promise<Forgotten> {
  const all: Forgotten = {}
  const add = (more: Forgotten) => {
    for (const [log, n] of Object.entries(more)) all[log as AgingLog] = (all[log as AgingLog] ?? 0) + n
  }
  for (let isFirst = true; ; isFirst = false) {
    const batch = await database.write(countyId, (tx) => forgetBatch(tx, countyId, world, isFirst))
    add(batch)
    if (!Object.values(batch).some((n) => n === BATCH)) break
  }
  add(await dropOldUploads({ database, files }, countyId, world))
  add(await dropSetAsidePictures({ database, files }, countyId, world))
  return all
}

/** Every run is an entry, also one that found nothing: that it ran is what somebody wants to know. */
async function forgetBatch(tx: Tx, countyId: number, world: World, isFirst: boolean): Promise<Forgotten> {
  const forgotten: Forgotten = {}
  for (const log of agingLogs) {
    const { rows } = await sql<{ n: number }>`
      SELECT forget_old_rows(${log}, ${keptSince(world, log)}::timestamptz, ${BATCH}) AS n`.execute(tx)
    const n = rows[0]?.n ?? 0
    if (n > 0) forgotten[log] = n
  }
  if (isFirst || Object.keys(forgotten).length > 0) await recordRun(tx, countyId, world, forgotten)
  return forgotten
}

function keptSince({ now, rules, today }: World, log: AgingLog): Date {
  const days = Math.max(retentionDays(rules, log, today), LEAST_DAYS)
  return ago({ now }, days)
}

const ago = ({ now }: { now: Date }, days: number): Date => new Date(now.getTime() - days * DAY_MS)

async function recordRun(tx: Tx, countyId: number, { now }: World, forgotten: Forgotten): Promise<void> {
  const id = newId()
  await recordBeginning(tx, countyId, {
    ...{ kind: 'retention', case: id, act: 'forgetOld', by: { personId: null, as: 'clock' }, now },
    rows: { [`retention/${id}`]: forgotten },
  })
}

/** What a ledger or a list of people comes in: the kinds that imports read. */
const WORKBOOKS = [
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv',
  'text/plain',
]

/**
 * Files that were sent and never attached to anything, with their bytes; and a workbook after a day, whether it was
 * imported or only looked at: telephone numbers stand in it in clear. A picture goes after a day too: it says where it
 * was taken, and who brought something up may live there. What was made of it has bytes of its own, or refers to them.
 */
async function dropOldUploads(
  { database, files }: { database: Database; files: FileStore },
  countyId: number,
  world: World,
): Promise<Forgotten> {
  const days = retentionDays(world.rules, 'uploads', world.today)
  const { rows: old } = await database.read(countyId, (tx) =>
    sql<{ id: string; person_id: string }>`
      SELECT u.id, u.person_id FROM uploads u
      JOIN files f ON f.county_id = u.county_id AND f.sha256 = u.sha256
      WHERE u.county_id = ${countyId} AND (u.finished_at < ${ago(world, days)} OR (u.finished_at < ${ago(world, 1)}
        AND (f.mime = ANY(${WORKBOOKS}::text[]) OR f.mime LIKE 'image/%'
          OR EXISTS (SELECT FROM imports i WHERE i.county_id = u.county_id AND i.file_hash = u.sha256))))
      ORDER BY u.id LIMIT ${BATCH}`.execute(tx),
  )
  for (const { id, person_id } of old) await dropUpload({ database, store: files }, countyId, person_id, id)
  if (old.length === 0) return {}
  await database.write(countyId, (tx) => recordRun(tx, countyId, world, { uploads: old.length }))
  return { uploads: old.length }
}

/** A day more than the database asks for (`drop_set_aside_pictures`), whose clock may be behind. */
const SET_ASIDE_DAYS = 31

/** Pictures that came by machine with what was no appeal: whoever fills a county with them is not to fill its disk. */
async function dropSetAsidePictures(
  { database, files }: { database: Database; files: FileStore },
  countyId: number,
  world: World,
): Promise<Forgotten> {
  const before = ago(world, SET_ASIDE_DAYS)
  const dropped = await database.write(countyId, async (tx) => {
    const { rows } = await sql<{ sha256: string }>`
      SELECT sha256 FROM drop_set_aside_pictures(${before}::timestamptz, ${BATCH}) AS dropped (sha256)`.execute(
      tx,
    )
    if (rows.length > 0) await recordRun(tx, countyId, world, { set_aside_pictures: rows.length })
    return rows
  })
  for (const { sha256 } of dropped) await dropUnreferred({ database, store: files }, countyId, sha256)
  return dropped.length > 0 ? { set_aside_pictures: dropped.length } : {}
}
