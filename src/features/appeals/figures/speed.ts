import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import type { Period, Speed, Step } from './facts.ts'
import { speedIn } from './facts.ts'
import { type MonthFigures, monthLines, monthsFrom, periodOf, type Wanted } from './months.ts'

const MONTHS = 12

export type MonthSpeed = Pick<MonthFigures, 'speed' | 'response' | 'closedInTime'> & { month: string }

/** Twelve months of one line, the last of them the one asked for; as frozen, where they are. */
export async function speedByMonth(
  deps: Pick<Deps, 'database'>,
  world: World,
  countyId: number,
  last: string,
  wanted: Wanted,
): Promise<MonthSpeed[]> {
  const months: MonthSpeed[] = []
  for (let back = MONTHS - 1; back >= 0; back--) {
    const month = monthsFrom(last, -back)
    if (periodOf(world.calendar, month).from > world.now) continue
    const { lines } = await monthLines(deps, world, countyId, month, wanted)
    const figures = lines[0]?.figures
    const nothing = { numerator: 0, denominator: 0, excluded: {} }
    months.push({
      month,
      speed: figures?.speed ?? {},
      response: figures?.response ?? nothing,
      closedInTime: figures?.closedInTime ?? nothing,
    })
  }
  return months
}

export type Rectification = {
  organizationId: string
  townshipId: string | null
  issued: Date
  closed: Date | null
}

/** When a problem was issued and, if it is, closed for good; undefined: no such problem. */
export async function findRectification(
  tx: Tx,
  countyId: number,
  problemId: string,
): Promise<Rectification | undefined> {
  const { rows } = await sql<Rectification>`
    SELECT p.organization_id AS "organizationId", p.township_id AS "townshipId", b.from_at AS issued,
      CASE WHEN p.state IN ('closed', 'consolidated') THEN (SELECT max(c.from_at) FROM problem_spans c
        WHERE c.county_id = p.county_id AND c.problem_id = p.id AND c.state = 'closed') END AS closed
    FROM problems p
    JOIN LATERAL (SELECT s.from_at FROM problem_spans s WHERE s.county_id = p.county_id AND s.problem_id = p.id
      ORDER BY (s.state <> 'reported') DESC, s.seq LIMIT 1) b ON true
    WHERE p.county_id = ${countyId} AND p.id = ${problemId}`.execute(tx)
  return rows[0]
}

export type Stretch = Period & { period: 'before' | 'during' | 'after' }

/** As long before as it was rectified, at least a quarter; afterwards as long again, as far as there is time (S3-08). */
export function stretchesOf(
  { issued, closed }: Pick<Rectification, 'issued' | 'closed'>,
  now: Date,
): Stretch[] {
  const end = closed ?? now
  const length = Math.max(end.getTime() - issued.getTime(), QUARTER_MS)
  const stretches: Stretch[] = [
    { period: 'before', from: new Date(issued.getTime() - length), to: issued },
    { period: 'during', from: issued, to: end },
  ]
  if (closed)
    stretches.push({
      period: 'after',
      from: closed,
      to: new Date(Math.min(now.getTime(), closed.getTime() + length)),
    })
  return stretches
}
const QUARTER_MS = 91 * 86_400_000

export type AroundRectification = Stretch & { speed: Partial<Record<Step, Speed>> }

/** How fast people were responded to in the problem's own place, before, while, and after it was put right. */
export async function speedAround(
  tx: Tx,
  countyId: number,
  found: Rectification,
  field: string | undefined,
  now: Date,
): Promise<AroundRectification[]> {
  const { organizationId, townshipId } = found
  const where = townshipId === organizationId ? { township: organizationId } : { place: organizationId }
  const told: AroundRectification[] = []
  for (const stretch of stretchesOf(found, now)) {
    const rows = await speedIn(tx, { ...stretch, countyId, asOf: now }, { ...where, field })
    const speed = Object.fromEntries(rows.map(({ step, n, median, most }) => [step, { n, median, most }]))
    told.push({ ...stretch, speed })
  }
  return told
}
