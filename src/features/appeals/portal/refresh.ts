import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { sealTo } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { AppealAct } from '../lifecycle.ts'
import { type Issued, pageContext } from '../receipts.ts'
import { type AppealRow, noParts } from '../row.ts'
import { look, type WithReceipts } from './look.ts'
import { hasComeBack, isOfAll, isOver, kindsOfAll, noticeOf } from './notice-kinds.ts'
import { type Looked, pageOf } from './page.ts'

/**
 * Writes anew, in the transaction of the act, what the holders of receipts see of this appeal and of what was joined
 * into it, and that they are to be told, where they are. One reading, one more where others are joined, and one writing. Receipts from before there were
 * pages have none.
 */
export async function refreshPages(
  tx: Tx,
  world: World,
  { countyId, appealId, act }: { countyId: number; appealId: string; act?: AppealAct },
): Promise<void> {
  const looked = (await look(tx, countyId, [appealId])).get(appealId)
  if (!looked) return
  const { main_id: mainId } = looked.row
  const others = await look(tx, countyId, [...looked.joined, ...(mainId ? [mainId] : [])])
  const main = mainId ? others.get(mainId) : undefined
  const pages = sealedPages(looked, main, world)
  for (const joinedId of looked.joined) {
    const joined = others.get(joinedId)
    if (joined) pages.push(...sealedPages(joined, looked, world))
  }
  const notice = act && noticeOf(act, looked.row)
  const lapses = notice !== undefined || (act !== undefined && isOver(act))
  const isBack = act !== undefined && hasComeBack(act, looked.row)
  if (pages.length === 0 && !lapses && !isBack) return
  const everybody = [appealId, ...looked.joined]
  const told = notice && isOfAll(notice) ? everybody : [appealId]
  await sql`
    WITH ${lapses ? sql`lapsed AS (${lapsing(countyId, told)})` : sql`lapsed AS (SELECT)`}
      ${isBack ? sql`, recalled AS (${lapsing(countyId, everybody)} AND kind = ANY(${[...kindsOfAll]}::text[]))` : sql``}
      ${notice ? noticeClause(countyId, told, notice, world.now) : sql``}
    INSERT INTO appeal_pages (county_id, digest, part, sealed, written_at)
    SELECT ${countyId}::int, p.digest, 'appeal', p.sealed, ${world.now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(pages)}::jsonb) AS p(digest text, sealed text)
    ON CONFLICT (county_id, digest, part) DO UPDATE SET sealed = excluded.sealed, written_at = excluded.written_at`.execute(
    tx,
  )
}

/**
 * The page of an appeal that begins in this statement, of which nothing is to be looked up yet.
 * @param place as people call it
 */
export function firstPageClause(
  row: AppealRow,
  place: string,
  issued: Issued,
  world: World,
  given: string,
): RawBuilder<unknown> {
  const looked: Looked = { row, parts: noParts, place, handler: null, openings: [] }
  const receipts = [{ digest: issued.digest, page_key: issued.pageKey }]
  const [page] = sealedPages({ ...looked, receipts, joined: [] }, undefined, world)
  return sql`
    INSERT INTO appeal_pages (county_id, digest, part, sealed, written_at)
    SELECT ${row.county_id}::int, ${page?.digest}::text, 'appeal', ${page?.sealed}::text, ${world.now}::timestamptz
    FROM ${sql.ref(given)}`
}

const lapsing = (countyId: number, appealIds: readonly string[]) => sql`
    UPDATE appeal_notices SET status = 'lapsed'
    WHERE county_id = ${countyId} AND appeal_id = ANY(${[...appealIds]}::uuid[]) AND status = 'waiting'`

/**
 * Who left no number is told by the receipt alone. What was to be told before and was not yet, is overtaken: nobody is
 * called about what is no longer so.
 */
const noticeClause = (countyId: number, appealIds: readonly string[], kind: string, now: Date) => sql`
  , noticed AS (
    INSERT INTO appeal_notices (county_id, id, appeal_id, kind, at, status)
    SELECT i.county_id, t.id, i.appeal_id, ${kind}::text, ${now}::timestamptz, 'waiting'
    FROM jsonb_to_recordset(${JSON.stringify(appealIds.map((id) => ({ id: newId(), appeal_id: id })))}::jsonb)
      AS t(id uuid, appeal_id uuid)
    JOIN appeal_identities i ON i.county_id = ${countyId} AND i.appeal_id = t.appeal_id AND i.has_phone)`

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

function sealedPages({ receipts, ...looked }: WithReceipts, main: Looked | undefined, world: World) {
  const countyId = looked.row.county_id
  if (receipts.length === 0) return []
  const content = JSON.stringify(pageOf(looked, main, world))
  return receipts.map(({ digest, page_key }) => ({
    digest,
    sealed: sealTo(page_key, pageContext(countyId, digest, 'appeal'), content),
  }))
}
