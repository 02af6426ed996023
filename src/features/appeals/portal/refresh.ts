import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { sealTo } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { AppealAct } from '../lifecycle.ts'
import { pageContext } from '../receipts.ts'
import { type AppealRow, noParts, type Parts } from '../row.ts'
import { noticeOf } from './notice-kinds.ts'
import { type Looked, pageOf } from './page.ts'

/**
 * Writes anew, in the transaction of the act, what the holders of receipts see of this appeal and of what was joined
 * into it, and that they are to be told, where they are. One reading and one writing. Receipts from before there were
 * pages have none.
 */
export async function refreshPages(
  tx: Tx,
  world: World,
  { countyId, appealId, act }: { countyId: number; appealId: string; act?: AppealAct },
): Promise<void> {
  const looked = await look(tx, countyId, appealId)
  if (!looked) return
  const main = looked.row.main_id ? await look(tx, countyId, looked.row.main_id) : undefined
  const pages = sealedPages(looked, main, world)
  for (const joinedId of looked.joined) {
    const joined = await look(tx, countyId, joinedId)
    if (joined) pages.push(...sealedPages(joined, looked, world))
  }
  const notice = act && noticeOf(act, looked.row)
  if (pages.length === 0 && !notice) return
  await sql`
    WITH ${notice ? noticeClause(countyId, appealId, notice, world.now) : sql`lapsed AS (SELECT)`}
    INSERT INTO appeal_pages (county_id, digest, part, sealed, written_at)
    SELECT ${countyId}::int, p.digest, 'appeal', p.sealed, ${world.now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) AS p(digest text, sealed text)
    ON CONFLICT (county_id, digest, part) DO UPDATE SET sealed = excluded.sealed, written_at = excluded.written_at`.execute(
    tx,
  )
}

/**
 * Who left no number is told by the receipt alone. What was to be told before and was not yet, is overtaken: nobody is
 * called about what is no longer so.
 */
const noticeClause = (countyId: number, appealId: string, kind: string, now: Date) => sql`
  lapsed AS (
    UPDATE appeal_notices SET status = 'lapsed'
    WHERE county_id = ${countyId} AND appeal_id = ${appealId} AND status = 'waiting' RETURNING 1),
  noticed AS (
    INSERT INTO appeal_notices (county_id, id, appeal_id, kind, at, status)
    SELECT i.county_id, ${newId()}::uuid, i.appeal_id, ${kind}::text, ${now}::timestamptz, 'waiting' FROM appeal_identities i
    WHERE i.county_id = ${countyId} AND i.appeal_id = ${appealId} AND i.has_phone)`

/** Writes one part of one receipt's page. */
export async function writePart(
  tx: Tx,
  countyId: number,
  { digest, page_key }: { digest: string; page_key: string },
  part: 'reprisal' | 'told',
  content: object,
  now: Date,
): Promise<void> {
  const sealed = sealTo(page_key, pageContext(countyId, digest, part), JSON.stringify(content))
  await sql`
    INSERT INTO appeal_pages (county_id, digest, part, sealed, written_at)
    VALUES (${countyId}, ${digest}, ${part}, ${sealed}, ${now})
    ON CONFLICT (county_id, digest, part) DO UPDATE SET sealed = excluded.sealed, written_at = excluded.written_at`.execute(
    tx,
  )
}

type Receipt = { digest: string; page_key: string }
type WithReceipts = Looked & { receipts: Receipt[]; joined: string[] }

function sealedPages({ receipts, ...looked }: WithReceipts, main: Looked | undefined, world: World) {
  const countyId = looked.row.county_id
  if (receipts.length === 0) return []
  const content = JSON.stringify(pageOf(looked, main, world))
  return receipts.map(({ digest, page_key }) => ({
    digest,
    sealed: sealTo(page_key, pageContext(countyId, digest, 'appeal'), content),
  }))
}

/** Everything that a page shows of an appeal, in one statement. */
async function look(tx: Tx, countyId: number, appealId: string): Promise<WithReceipts | undefined> {
  const child = (table: string, order: string) => sql`
    (SELECT coalesce(json_agg(c ORDER BY c.${sql.ref(order)}, c.id), '[]') FROM ${sql.table(table)} c
      WHERE c.county_id = a.county_id AND c.appeal_id = a.id)`
  const { rows } = await sql<
    AppealRow &
      Pick<Parts, 'answers' | 'messages' | 'callbacks' | 'requests'> & {
        place_name: string
        handler_name: string | null
        openings: Looked['openings']
        receipts: Receipt[]
        joined: string[]
      }
  >`
    SELECT a.*, ${child('appeal_answers', 'entered_at')} AS answers, ${child('appeal_messages', 'at')} AS messages,
      ${child('appeal_callbacks', 'at')} AS callbacks, ${child('appeal_requests', 'requested_at')} AS requests,
      (SELECT name FROM organizations o WHERE o.county_id = a.county_id AND o.id = a.place_id) AS place_name,
      (SELECT concat(t.name, o.name) FROM organizations o
        LEFT JOIN organizations t ON t.county_id = o.county_id AND t.id = o.township_id AND t.id <> o.id
        WHERE o.county_id = a.county_id AND o.id = a.handler_id) AS handler_name,
      (SELECT coalesce(json_agg(json_build_object('as', i.opened_as, 'at', i.at) ORDER BY i.at), '[]')
        FROM identity_openings i WHERE i.county_id = a.county_id AND i.appeal_id = a.id) AS openings,
      (SELECT coalesce(json_agg(json_build_object('digest', r.digest, 'page_key', r.page_key)), '[]')
        FROM appeal_receipts r WHERE r.county_id = a.county_id AND r.appeal_id = a.id
        AND r.void_at IS NULL AND r.page_key IS NOT NULL) AS receipts,
      (SELECT coalesce(json_agg(j.id), '[]') FROM appeals j
        WHERE j.county_id = a.county_id AND j.main_id = a.id) AS joined
    FROM appeals a WHERE a.county_id = ${countyId} AND a.id = ${appealId}`.execute(tx)
  const found = rows[0]
  if (!found) return undefined
  const { answers, messages, callbacks, requests, place_name, handler_name, openings, ...more } = found
  const { receipts, joined, ...row } = more
  const parts: Parts = { ...noParts, answers, messages, callbacks, requests }
  return {
    row: row as AppealRow,
    parts,
    place: place_name,
    handler: handler_name,
    openings,
    receipts,
    joined,
  }
}
