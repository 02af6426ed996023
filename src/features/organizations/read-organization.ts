import { sql } from 'kysely'
import { localDay } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { OrganizationDetail, OrganizationEntry } from './api.ts'

type Detail = Omit<OrganizationDetail, 'can'>

/** One organisation with those it came from and those it became. Undefined: no such organisation. */
export async function findOrganizationDetail(
  tx: Tx,
  countyId: number,
  id: string,
): Promise<Detail | undefined> {
  const ref = (alias: string) =>
    sql.raw(
      `json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'kind', ${alias}.kind, 'status', ${alias}.status)`,
    )
  const all = (alias: string, condition: ReturnType<typeof sql>) => sql`
    (SELECT coalesce(json_agg(${ref(alias)} ORDER BY ${sql.raw(alias)}.sort, ${sql.raw(alias)}.code), '[]')
      FROM organizations ${sql.raw(alias)} WHERE ${sql.raw(alias)}.county_id = o.county_id AND ${condition})`
  const { rows } = await sql<Detail>`
    SELECT o.id, o.code, o.kind, o.name, o.short_name AS "shortName", o.status, o.version,
      (SELECT ${ref('p')} FROM organizations p WHERE p.county_id = o.county_id AND p.id = o.parent_id) AS parent,
      (SELECT ${ref('s')} FROM organizations s WHERE s.county_id = o.county_id AND s.id = o.successor_id) AS successor,
      (SELECT ${ref('f')} FROM organizations f WHERE f.county_id = o.county_id AND f.id = o.origin_id) AS origin,
      ${all('m', sql`m.successor_id = o.id`)} AS merged,
      ${all('d', sql`d.origin_id = o.id`)} AS "splitOff",
      ${all('b', sql`b.parent_id = o.id AND b.status = 'active'`)} AS below
    FROM organizations o WHERE o.county_id = ${countyId} AND o.id = ${id}`.execute(tx)
  return rows[0]
}

type Recorded = {
  seq: number
  act: string
  at: string
  by: string | null
  as: string | null
  ref: string | null
  content: Record<string, unknown> | null
}

/** Every act on an organisation, newest first, in names instead of ids. */
export async function listOrganizationHistory(
  tx: Tx,
  countyId: number,
  id: string,
): Promise<OrganizationEntry[]> {
  const { rows } = await sql<Recorded>`
    SELECT h.seq, h.entry->>'act' AS act, h.entry->>'at' AS at, h.entry->>'as' AS as, v.ref, v.content,
      (SELECT p.name FROM people p WHERE p.county_id = h.county_id AND p.id = (h.entry->>'actor')::uuid) AS by
    FROM history h
    LEFT JOIN row_versions v ON v.county_id = h.county_id AND v.case_id = h.case_id AND v.seq = h.seq
    WHERE h.county_id = ${countyId} AND h.case_id = ${id} AND h.entry->>'kind' = 'organization'
    ORDER BY h.seq DESC LIMIT ${MOST}`.execute(tx)
  const name = await namesOf(tx, countyId, rows)
  return rows.map(({ seq, act, at, by, as, ref, content }) => {
    const other = ref?.startsWith('organizations/') && ref !== `organizations/${id}` ? ref.slice(14) : null
    const { name: called, short_name, parent_id, successor_id, origin_id, host, prefix } = content ?? {}
    return {
      ...{ seq, act, at, by, as },
      // In the entry of a split, what is recorded is the new organisation.
      name: other === null ? text(called) : null,
      shortName: text(short_name),
      parent: name(parent_id),
      successor: name(successor_id),
      origin: other === null ? name(origin_id) : null,
      splitOff: other === null ? null : (name(other) ?? text(called)),
      address: text(host) ?? (typeof prefix === 'string' ? `/c/${prefix}/` : null),
    }
  })
}

const MOST = 200
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

async function namesOf(tx: Tx, countyId: number, rows: readonly Recorded[]) {
  const ids = rows.flatMap(({ ref, content }) => [
    content?.parent_id,
    content?.successor_id,
    content?.origin_id,
    ref?.startsWith('organizations/') ? ref.slice(14) : null,
  ])
  const known = [...new Set(ids.filter((id) => typeof id === 'string'))]
  const { rows: found } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM organizations WHERE county_id = ${countyId} AND id = ANY(${known}::uuid[])`.execute(
    tx,
  )
  const names = new Map(found.map(({ id, name }) => [id, name]))
  return (id: unknown): string | null => (typeof id === 'string' ? (names.get(id) ?? null) : null)
}

/** How many hold something in an organisation that would end with it. */
export async function countHolders(tx: Tx, countyId: number, id: string, now: Date): Promise<number> {
  const day = localDay(countyId, now)
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT person_id)::int AS n FROM (
      SELECT person_id FROM posts WHERE county_id = ${countyId} AND organization_id = ${id}
        AND (valid_to IS NULL OR valid_to > ${day})
      UNION ALL SELECT person_id FROM role_grants WHERE county_id = ${countyId} AND organization_id = ${id}
        AND (valid_to IS NULL OR valid_to > ${now})
      UNION ALL SELECT person_id FROM village_contacts WHERE county_id = ${countyId} AND village_id = ${id}
        AND (valid_to IS NULL OR valid_to > ${day})
    ) held`.execute(tx)
  return rows[0]?.n ?? 0
}
