import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { type AppealRow, noParts, type Parts } from '../row.ts'
import type { Looked } from './page.ts'

type Receipt = { digest: string; page_key: string }
/** With the receipts that lead to it, and what was joined into it. */
export type WithReceipts = Looked & { receipts: Receipt[]; joined: string[] }

type Row = AppealRow &
  Pick<Parts, 'answers' | 'messages' | 'callbacks' | 'requests'> & {
    place_name: string
    handler_name: string | null
    openings: Looked['openings']
    receipts: Receipt[]
    joined: string[]
  }

/** Everything that the pages of these appeals show, in one statement, by id. */
export async function look(
  tx: Tx,
  countyId: number,
  appealIds: readonly string[],
): Promise<Map<string, WithReceipts>> {
  if (appealIds.length === 0) return new Map()
  const child = (table: string, order: string) => sql`
    (SELECT coalesce(json_agg(c ORDER BY c.${sql.ref(order)}, c.id), '[]') FROM ${sql.table(table)} c
      WHERE c.county_id = a.county_id AND c.appeal_id = a.id)`
  const { rows } = await sql<Row>`
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
    FROM appeals a WHERE a.county_id = ${countyId} AND a.id = ANY(${[...appealIds]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, lookedAt(row)]))
}

function lookedAt(found: Row): WithReceipts {
  const { answers, messages, callbacks, requests, place_name, handler_name, openings, ...more } = found
  const { receipts, joined, ...row } = more
  const parts: Parts = {
    ...noParts,
    answers,
    messages,
    callbacks,
    requests,
    joined: joined.map((id) => ({ id })),
  }
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
