import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { NoticesDeps } from '../deps.ts'
import type { WorkSource } from '../sources.ts'

const BATCH = 500

type Move = {
  case_id: string
  seq: number
  from_state: string | null
  to_state: string
  at: Date
}

/**
 * Makes of every move of a case a delivery to each system that is told of its kind, and takes it off the list in the same
 * transaction. @returns whether there may be more
 */
export async function spreadMoves(
  { database, sources, now }: NoticesDeps,
  countyId: number,
): Promise<boolean> {
  const waiting = await database.readOnce(countyId, (tx) =>
    tx.selectFrom('case_moves').select('seq').where('county_id', '=', countyId).limit(1).executeTakeFirst(),
  )
  if (!waiting) return false
  return database.write(countyId, async (tx) => {
    const { rows } = await sql<Move & { case_kind: string }>`
      DELETE FROM case_moves WHERE (county_id, case_id, seq) IN (
        SELECT county_id, case_id, seq FROM case_moves WHERE county_id = ${countyId}
        ORDER BY at, case_id, seq LIMIT ${BATCH})
      RETURNING case_id, seq, case_kind, from_state, to_state, at`.execute(tx)
    for (const source of sources) {
      const own = rows
        .filter(({ case_kind, to_state }) => case_kind === source.kind && !source.silent.includes(to_state))
        .sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)
      if (own.length > 0) await tell(tx, countyId, source, own, now())
    }
    return rows.length === BATCH
  })
}

async function tell(
  tx: Tx,
  countyId: number,
  source: WorkSource,
  moves: readonly Move[],
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: string; number: string; due_at: Date | number; state: string }>`
    SELECT p.id, p.number, p.due_at, p.state FROM ${sql.table(source.table)} p
    WHERE p.county_id = ${countyId} AND p.id = ANY(${moves.map(({ case_id }) => case_id)}::uuid[])
      AND NOT (${source.within}) AND p.state <> ALL(${source.silent}::text[])`.execute(tx)
  const cases = new Map(rows.map((row) => [row.id, row]))
  const made = moves.flatMap(({ case_id, from_state, to_state, at }) => {
    const row = cases.get(case_id)
    if (!row) return []
    const data = {
      ...{ number: row.number, kind: source.kind, state: to_state, previousState: from_state },
      ...{ at: at.toISOString(), open: source.states.includes(to_state) },
      // Of the state it is in now: one that has gone on since has another.
      dueAt: row.state === to_state && row.due_at instanceof Date ? row.due_at.toISOString() : null,
    }
    const type = `${source.kind}.moved`
    return [{ type, payload: { type, timestamp: at.toISOString(), data } }]
  })
  // A microsecond apart, so that they go out in the order in which they happened.
  const inOrder = made.map((each, n) => ({ ...each, before: made.length - n }))
  await sql`
    INSERT INTO deliveries (county_id, id, outlet_id, type, payload, made_at, status, next_at)
    SELECT ${countyId}, gen_random_uuid(), o.id, m.type, m.payload, ${now}, 'waiting',
      ${now}::timestamptz - m.before * interval '1 microsecond'
    FROM jsonb_to_recordset(${JSON.stringify(inOrder)}::jsonb) AS m(type text, payload jsonb, before integer)
    JOIN outlets o ON o.county_id = ${countyId} AND o.status = 'active' AND o.kind = 'webhook'
      AND o.events ? ${source.kind}`.execute(tx)
}
