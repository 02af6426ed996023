import { sql } from 'kysely'
import type { Directory } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { AppealRow } from './row.ts'
import { ruleOf } from './rules.seed.ts'

export type Suggested = {
  organizationId: string
  why: 'rule' | 'similar' | 'place'
  count: number | null
  of: number | null
}

/** So many of the township's newest are looked at for what was done with the like. */
const LOOKED = 500
const MOST = 5

type Places = Awaited<ReturnType<Directory['organizations']>>

/**
 * Who may handle it, best first: what the county laid down for the field, then where most of the last ones of this
 * field in this township went and were solved, then the village itself. Never whom it is about. A person confirms.
 */
export async function suggestHandlers(
  tx: Tx,
  world: World,
  row: AppealRow,
  places: Places,
): Promise<Suggested[]> {
  const { rows } = await sql<{ handler_id: string; n: number; of: number }>`
    WITH newest AS (
      SELECT handler_id, field_code, solved FROM appeals
      WHERE county_id = ${row.county_id} AND township_id IS NOT DISTINCT FROM ${row.township_id} AND id <> ${row.id}
      ORDER BY created_at DESC, id DESC LIMIT ${LOOKED}
    ), alike AS (SELECT handler_id FROM newest WHERE field_code = ${row.field_code} AND solved AND handler_id IS NOT NULL)
    SELECT handler_id, count(*)::int AS n, (SELECT count(*)::int FROM alike) AS of FROM alike
    GROUP BY 1 ORDER BY 2 DESC LIMIT 3`.execute(tx)
  const ruled = ruledHandler(world, row, places)
  const found: Suggested[] = [
    ...(ruled ? [{ organizationId: ruled, why: 'rule' as const, count: null, of: null }] : []),
    ...rows.map(({ handler_id, n, of }) => ({
      ...{ organizationId: handler_id, why: 'similar' as const, count: n, of },
    })),
    { organizationId: row.place_id, why: 'place' as const, count: null, of: null },
    ...(row.township_id
      ? [{ organizationId: row.township_id, why: 'place' as const, count: null, of: null }]
      : []),
  ]
  const seen = new Set<string>()
  return found
    .filter(({ organizationId: id }) => places.has(id) && !(row.about_village && id === row.place_id))
    .filter(({ organizationId: id }) => !seen.has(id) && seen.add(id))
    .slice(0, MOST)
}

function ruledHandler(world: World, row: AppealRow, places: Places): string | undefined {
  const to = row.field_code ? ruleOf(world, 'dispatch')[row.field_code] : undefined
  if (to === 'village') return row.about_village ? (row.township_id ?? undefined) : row.place_id
  if (to === 'township') return row.township_id ?? undefined
  return (
    to &&
    [...places.values()].find(({ name, kind }) => kind === 'department' && name.includes(to.department))?.id
  )
}
