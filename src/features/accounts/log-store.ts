import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { instant } from './instant-column.ts'
import type { LogLine } from './rights-views.ts'

export type LogQuery = {
  person?: string | undefined
  act?: string | undefined
  /** Local days, both counted. */
  from?: string | undefined
  to?: string | undefined
  /** Where the page before ended. */
  before?: { at: string; id: string } | undefined
}

const PAGE = 100

/** What is nobody's business but the running of the system. Of business, only who opened what is 工作秘密. */
const KINDS = [
  ...['person', 'organization', 'import', 'export', 'sign_in', 'session'],
  ...['data_request', 'retention', 'keys', 'rules', 'outlet', 'survey'],
]

/** A page of the log, the newest first: what happened in the history, and the attempts that were refused. */
export async function listLog(
  tx: Tx,
  countyId: number,
  query: LogQuery,
  most = PAGE,
): Promise<{ rows: LogLine[]; next: { at: string; id: string } | null }> {
  const { rows } = await sql<LogLine>`
    WITH page AS (
      (${fromHistory(countyId, query, most)}) UNION ALL (${fromAttempts(countyId, query, most)})
      ORDER BY at DESC, id DESC LIMIT ${most + 1}
    )
    SELECT page.id, page.at, page.kind, page.act, page."as", page.facts, page.reason,
      (SELECT json_build_object('id', p.id, 'name', p.name) FROM people p
        WHERE p.county_id = ${countyId} AND p.id = page.actor) AS person,
      (SELECT json_build_object('id', p.id, 'name', p.name) FROM people p
        WHERE p.county_id = ${countyId} AND p.id = page.behalf) AS "onBehalfOf",
      CASE page.kind
        WHEN 'person' THEN (SELECT p.name FROM people p WHERE p.county_id = ${countyId} AND p.id = page.case_id)
        WHEN 'organization' THEN (SELECT o.name FROM organizations o WHERE o.county_id = ${countyId} AND o.id = page.case_id)
        WHEN 'export' THEN (SELECT x.number FROM exports x WHERE x.county_id = ${countyId} AND x.id = page.case_id)
        WHEN 'survey' THEN (SELECT s.purpose || '/' || right(s.id::text, 8) FROM survey_drafts s WHERE s.county_id = ${countyId} AND s.id = page.case_id)
        ELSE (SELECT q.number FROM problems q WHERE q.county_id = ${countyId} AND q.id = page.case_id) END AS about
    FROM page ORDER BY page.at DESC, page.id DESC`.execute(tx)
  const shown = rows.slice(0, most)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > most && last ? { at: last.at, id: last.id } : null }
}

const entered = sql`((h.entry->>'entered') COLLATE "C")`

function fromHistory(countyId: number, { person, act, from, to, before }: LogQuery, most: number) {
  const id = sql`(h.case_id::text || '/' || lpad(h.seq::text, 9, '0'))`
  const conditions: RawBuilder<unknown>[] = [
    sql`h.county_id = ${countyId}`,
    // Spelled as the index has it.
    sql`(h.entry->>'kind' <> 'problem' OR h.entry->>'act' = 'read')`,
    // That a report of reprisal was read tells that there is one (domain.md 7.1).
    sql`(h.entry->>'kind' = ANY(${KINDS}::text[]) OR (h.entry->>'act' = 'read' AND h.entry->>'kind' <> 'reprisal'))`,
    ...(act ? [sql`h.entry->>'act' = ${act}`] : []),
    ...(from ? [sql`${entered} >= ${startOf(countyId, from, 0)}`] : []),
    ...(to ? [sql`${entered} < ${startOf(countyId, to, 1)}`] : []),
    ...(before
      ? [sql`${entered} <= ${before.at}`, sql`(${entered}, ${id}) < (${before.at}, ${before.id})`]
      : []),
  ]
  const columns = sql`h.entry->>'entered' AS at, ${id} AS id, h.entry->>'kind' AS kind, h.entry->>'act' AS act,
    (h.entry->>'actor')::uuid AS actor, h.entry->>'as' AS "as", (h.entry->>'onBehalfOf')::uuid AS behalf, h.case_id,
    (SELECT coalesce(json_agg(json_build_object('table', split_part(f->>'ref', '/', 1), 'fields', f->'fields')), '[]')
      FROM jsonb_array_elements(h.entry->'facts') f) AS facts, NULL::text AS reason`
  const walk = (more: RawBuilder<unknown>[]) => sql`SELECT ${columns} FROM history h
    WHERE ${sql.join([...conditions, ...more], sql` AND `)}
    ORDER BY ${entered} DESC, h.case_id DESC, h.seq DESC LIMIT ${most + 1}`
  if (!person) return walk([])
  // What somebody did, and what was done about them: each by its own index.
  return sql`SELECT * FROM (
    (${walk([sql`h.entry->>'actor' = ${person}`])})
    UNION ALL (${walk([sql`h.case_id = ${person}::uuid`, sql`h.entry->>'actor' IS DISTINCT FROM ${person}`])})
  ) both_ ORDER BY at DESC, id DESC LIMIT ${most + 1}`
}

function fromAttempts(countyId: number, { person, act, from, to, before }: LogQuery, most: number) {
  const at = instant('r.at')
  const conditions: RawBuilder<unknown>[] = [
    sql`r.county_id = ${countyId}`,
    ...(person ? [sql`r.person_id = ${person}`] : []),
    ...(act ? [sql`(r.act = ${act} OR ${act} = 'refused')`] : []),
    ...(from ? [sql`r.at >= ${startOf(countyId, from, 0)}::timestamptz`] : []),
    ...(to ? [sql`r.at < ${startOf(countyId, to, 1)}::timestamptz`] : []),
    ...(before
      ? [
          sql`r.at <= ${before.at}::timestamptz`,
          sql`(${at} COLLATE "C", r.id::text) < (${before.at}, ${before.id})`,
        ]
      : []),
  ]
  return sql`SELECT ${at} AS at, r.id::text AS id, 'attempt' AS kind, r.act, r.person_id AS actor, NULL AS "as",
      NULL::uuid AS behalf, r.case_id, '[]'::json AS facts, r.reason
    FROM refused_attempts r WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY r.at DESC, r.id DESC LIMIT ${most + 1}`
}

/** The first instant of a local day, so many days later, as the history spells instants. */
const startOf = (countyId: number, day: string, later: number) =>
  sql`(SELECT to_char((${day}::date + ${later}::int)::timestamp AT TIME ZONE c.time_zone AT TIME ZONE 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM counties c WHERE c.county_id = ${countyId})`
