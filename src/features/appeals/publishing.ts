import { sql } from 'kysely'
import { isTownshipLike } from '#features/accounts/index.ts'
import { localDate } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { dictionary } from '#platform/rules/index.ts'
import { FEW, groupUp, isFew, type Sum, untold } from '#platform/small-counts/index.ts'
import type { World } from '#platform/world.ts'
import { ALL, type Period } from './figures/facts.ts'
import { lastDayOf, type MonthLine, periodOf } from './figures/months.ts'
import { reasonsOf } from './figures/named.ts'
import type { Rates } from './figures/rates.ts'
import { ratesTold, type Told } from './rates-told.ts'
import { listSolved } from './solved.ts'

/**
 * What may be told in public of one month (每月公示, domain.md 3.4): from the frozen figures, counts under five left out so
 * that none follows from another, also not from those of the county beside those of its townships.
 */

const measures = ['received', 'closed', 'running'] as const
export type Measure = (typeof measures)[number]
export type ToldCounts = Record<Measure, Told>
export type Asked = {
  countyId: number
  world: Pick<World, 'calendar' | 'rules' | 'today'>
  month: string
  /** Null: the whole county. */
  townshipId: string | null
  /** Organisations by id; in the order of their names others are left out beside small ones, never in that of sizes. */
  places: ReadonlyMap<string, { name: string; kind: string; townshipId: string | null }>
}

type Line = Pick<MonthLine, 'scope' | 'id' | 'within' | 'figures'>

/** Undefined: the month is not frozen. */
export async function appealMonth(tx: Tx, asked: Asked) {
  const { countyId, world, month, townshipId } = asked
  const { rows: lines } = await sql<Line & { as_of: Date }>`
    SELECT scope, scope_id AS id, within, figures, as_of FROM appeal_months
    WHERE county_id = ${countyId} AND month = ${month}`.execute(tx)
  const [first] = lines
  if (!first) return undefined
  const period = periodOf(world.calendar, month)
  const suspended = await listSuspended(tx, countyId, period, first.as_of)
  return {
    asOf: localDate(world.calendar, first.as_of),
    ...toldOf(lines, asked),
    ...suspendedOf(suspended, asked),
    solved: await listSolved(tx, asked),
    overdue: lines
      .filter(({ scope, within, figures }) => isOf(scope, within, townshipId) && figures.counts.overdue > 0)
      .flatMap(({ id }) => asked.places.get(id)?.name ?? [])
      .sort(inChinese),
  }
}

const isCounty = ({ scope }: Line) => scope === 'county'
const isOf = (scope: string, within: string, townshipId: string | null) =>
  scope === 'handler' && within === (townshipId ?? ALL)

const inChinese = (a: string, b: string): number => a.localeCompare(b, 'zh')

/** How each count is called among those that are looked at together. */
const cell = {
  all: 'all',
  town: (id: string) => `t ${id}`,
  field: (id: string) => `f ${id}`,
  place: (town: string, id: string) => `p ${town} ${id}`,
  townField: (town: string, id: string) => `t ${town} f ${id}`,
}

export const nameOf = ({ scope, id, within }: Line): string | null => {
  if (scope === 'county') return cell.all
  if (scope === 'township') return cell.town(id)
  if (scope === 'place') return cell.place(within, id)
  if (scope === 'field') return within === ALL ? cell.field(id) : cell.townField(within, id)
  return null
}

/** How many of each there are in the county: everybody knows, whatever came in. */
export type Sizes = Record<'towns' | 'villages' | 'fields', number>

/**
 * Which counts of a measure are told, over county, townships, villages and fields at once. A table is told where five
 * stand in each of its cells on average: else what is left out beside small counts would reach the county's own sum. How
 * finely is told must follow from what is told anyway, never from what is left out.
 */
export function tellable(
  lines: readonly Line[],
  sizes: Sizes,
  count: (figures: Rates) => number,
): (name: string) => Told {
  const counts = new Map(
    lines.flatMap((line) => {
      const name = nameOf(line)
      return name === null ? [] : [[name, count(line.figures)] as const]
    }),
  )
  const sums = tablesOf(lines, sizes, counts.get(cell.all) ?? 0)
  const names = new Set([cell.all, ...sums.flatMap(({ total, parts }) => [total, ...parts])])
  const cells = new Map([...counts].filter(([name]) => names.has(name)))
  const hidden = untold({ cells, sums })
  return (name) => (names.has(name) && !hidden.has(name) ? (cells.get(name) ?? 0) : null)
}

/** The sums of the tables that are told of so many. */
function tablesOf(lines: readonly Line[], { towns, villages, fields }: Sizes, whole: number): Sum[] {
  const named = (of: (line: Line) => boolean) => lines.filter(of).map((line) => nameOf(line) ?? '')
  const townIds = lines.filter(({ scope }) => scope === 'township').map(({ id }) => id)
  const fieldIds = lines
    .filter(({ scope, within }) => scope === 'field' && within === ALL)
    .map(({ id }) => id)
  const fills = (cells: number) => whole >= FEW * cells
  const within = () => [
    ...fieldIds.map((id) => ({
      total: cell.field(id),
      parts: townIds.map((town) => cell.townField(town, id)),
    })),
    ...townIds.flatMap((town) =>
      (['place', 'field'] as const).map((of) => ({
        total: cell.town(town),
        parts: named((line) => line.scope === of && line.within === town),
      })),
    ),
  ]
  return [
    ...(fills(towns) ? [{ total: cell.all, parts: townIds.map(cell.town) }] : []),
    ...(fills(fields) ? [{ total: cell.all, parts: fieldIds.map(cell.field) }] : []),
    ...(fills(Math.max(towns * fields, villages)) ? within() : []),
  ].filter(({ parts }) => parts.length > 0)
}

/** So many for each township, before their rates are told beside the county's: of each rate there are a dozen counts. */
const FOR_RATES = 20

function toldOf(given: readonly Line[], { world, month, townshipId, places }: Asked) {
  const lines = given.toSorted(
    (a, b) => inChinese(places.get(a.id)?.name ?? '', places.get(b.id)?.name ?? '') || (a.id < b.id ? -1 : 1),
  )
  // As it was in that month: an issue that is drafted later tells as finely as those before.
  const known = dictionary(world.rules, 'appeal.field', lastDayOf(month))
  const all = [...places.values()]
  const sizes = {
    towns: all.filter(({ kind }) => isTownshipLike(kind)).length,
    villages: all.filter(({ kind }) => kind === 'village' || kind === 'community').length,
    fields: known.length,
  }
  const counted = Object.fromEntries(
    measures.map((measure) => [measure, tellable(lines, sizes, ({ counts }) => counts[measure])]),
  ) as Record<Measure, (name: string) => Told>
  const counts = (name: string): ToldCounts => ({
    ...{ received: counted.received(name), closed: counted.closed(name), running: counted.running(name) },
  })
  const labels = new Map(known.map(({ code, label }) => [code, label]))
  const own = townshipId === null ? cell.all : cell.town(townshipId)
  const rows = (scope: Line['scope'], within: string, name: (id: string) => string) =>
    lines
      .filter((line) => line.scope === scope && line.within === within)
      .map(({ id }) => ({ id, counts: counts(name(id)) }))
  const placeRows =
    townshipId === null
      ? lines
          .filter(({ scope }) => scope === 'township')
          .map(({ id }) => ({ id, counts: counts(cell.town(id)) }))
      : rows('place', townshipId, (id) => cell.place(townshipId, id))
  const fieldRows = rows('field', townshipId ?? ALL, (id) =>
    townshipId === null ? cell.field(id) : cell.townField(townshipId, id),
  )
  return {
    counts: counts(own),
    places: placeRows.flatMap(({ id, ...row }) => {
      const name = places.get(id)?.name
      return name === undefined ? [] : [{ name, ...row }]
    }),
    fields: fieldRows.flatMap(({ id, ...row }) => {
      const name = labels.get(id)
      return name === undefined ? [] : [{ name, ...row }]
    }),
    rates: ratesTold(
      (counted.received(cell.all) ?? 0) >= FOR_RATES * sizes.towns ? lines : lines.filter(isCounty),
      townshipId,
      reasonsOf(world),
    ),
  }
}

type Suspended = { place_id: string; township_id: string | null; field_code: string | null; due_at: Date }

/** What was suspended when the month was over, by the day on which it is looked at again. */
async function listSuspended(tx: Tx, countyId: number, { to }: Period, asOf: Date): Promise<Suspended[]> {
  const { rows } = await sql<Suspended>`
    SELECT s.place_id, s.township_id, s.field_code, s.due_at FROM appeal_spans s
    WHERE s.county_id = ${countyId} AND s.state = 'suspended' AND s.from_at < ${to} AND s.from_at <= ${asOf}
      AND NOT EXISTS (SELECT FROM appeal_spans n WHERE n.county_id = s.county_id AND n.appeal_id = s.appeal_id
        AND n.seq > s.seq AND n.from_at < ${to} AND n.from_at <= ${asOf})
    ORDER BY s.due_at, s.appeal_id`.execute(tx)
  return rows
}

/** 挂账清单: by place and field as finely as five or more have both alike in the whole county, with the days of review. */
function suspendedOf(rows: readonly Suspended[], { world, townshipId, places }: Asked) {
  const labels = new Map(
    dictionary(world.rules, 'appeal.field', world.today).map(({ code, label }) => [code, label]),
  )
  const groups = groupUp(rows, [
    (row) => `${row.place_id} ${row.field_code}`,
    (row) => `${row.township_id} ${row.field_code}`,
    (row) => `${row.township_id}`,
    (row) => `${row.field_code}`,
    () => '',
  ])
  const named = (groups ?? []).flatMap(({ level, rows: alike }) => {
    const [row] = alike
    if (!row) return []
    const townshipOfAll = level <= 2 ? row.township_id : null
    return [
      {
        township: townshipOfAll,
        place: level === 0 ? nameIn(places, row.place_id) : nameIn(places, townshipOfAll),
        field: level === 2 || level === 4 ? null : (labels.get(row.field_code ?? '') ?? null),
        n: alike.length,
        reviews: [...new Set(alike.map(({ due_at }) => localDate(world.calendar, due_at)))].sort(),
      },
    ]
  })
  return {
    /** How many in the whole county; a township's own follow from its list. */
    suspendedCount: townshipId === null && !isFew(rows.length) ? rows.length : null,
    suspended: named
      .filter(({ township }) => townshipId === null || township === townshipId)
      .map(({ township: _, ...group }) => group)
      .sort((a, b) => lastIfNull(a.place, b.place) || lastIfNull(a.field, b.field)),
  }
}

const lastIfNull = (a: string | null, b: string | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : inChinese(a, b)

const nameIn = (places: Asked['places'], id: string | null): string | null =>
  id === null ? null : (places.get(id)?.name ?? null)
