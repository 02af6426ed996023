import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { LedgerQuery } from '../api.ts'
import type { LineRow } from '../read/line.ts'
import { listProblems } from '../read/list.ts'

/** One measure of the present round. */
export type ExportMeasure = {
  horizon: 'now' | 'lasting'
  kind: string
  text: string
  leader: string | null
  organization_id: string
  due_on: string
  done_on: string | null
}

/** One problem as it leaves the system: its line, what was fed back, and the plan of its present round. */
export type ExportRow = LineRow & {
  source_ref: string | null
  field_code: string | null
  scope: string
  timing: string
  feedback_text: string
  basis: string | null
  amount_cents: number | null
  households: number | null
  external_key: string | null
  goal: string | null
  lead: string[]
  co: string[]
  measures: ExportMeasure[]
}

const PAGE = 300

/** The filtered ledger in its own order, page by page: memory does not grow with it. Give it one snapshot. */
export async function* exportRows(
  tx: Tx,
  countyId: number,
  scope: Scope,
  query: LedgerQuery,
  now: Date,
): AsyncGenerator<ExportRow> {
  for (let after: string | undefined; ; ) {
    const page = await listProblems(tx, countyId, scope, query, now, { after, limit: PAGE })
    const more = await readMore(
      tx,
      countyId,
      page.rows.map(({ id }) => id),
    )
    for (const line of page.rows) {
      const rest = more.get(line.id)
      if (rest) yield { ...line, ...rest }
    }
    if (page.next === null) return
    after = page.next
  }
}

type More = Omit<ExportRow, keyof LineRow>

/** What a line of the ledger leaves out. Names come along: asking elsewhere would take a second connection. */
async function readMore(tx: Tx, countyId: number, ids: readonly string[]): Promise<Map<string, More>> {
  const leaders = (part: string) => sql`(
    SELECT coalesce(json_agg(n.name ORDER BY l.id), '[]') FROM problem_leaders l
    JOIN people n ON n.county_id = l.county_id AND n.id = l.person_id
    WHERE l.county_id = p.county_id AND l.problem_id = p.id AND l.round = p.round AND l.part = ${part}
      AND NOT l.dropped)`
  const { rows } = await sql<More & { id: string }>`
    SELECT p.id, p.source_ref, p.field_code, p.scope, p.timing, p.feedback_text, p.basis, p.amount_cents, p.households,
      p.external_key, p.goal, ${leaders('lead')} AS lead, ${leaders('co')} AS co,
      (SELECT coalesce(json_agg(json_build_object('horizon', m.horizon, 'kind', m.kind, 'text', m.text,
          'leader', n.name, 'organization_id', m.organization_id, 'due_on', m.due_on, 'done_on', m.done_on)
          ORDER BY m.position), '[]')
        FROM problem_measures m LEFT JOIN people n ON n.county_id = m.county_id AND n.id = m.leader_id
        WHERE m.county_id = p.county_id AND m.problem_id = p.id AND m.round = p.round AND NOT m.dropped) AS measures
    FROM problems p WHERE p.county_id = ${countyId} AND p.id = ANY(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, ...more }) => [id, more]))
}
