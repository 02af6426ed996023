import { addDays } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { rectificationIn } from '../figures.ts'
import { currentOf, listIssues, readFigures } from './issues.ts'

export type Figures = Record<'found' | 'open' | 'closed' | 'overdue', number | undefined>
export type Place = { key: string; label: string; asOf: string; figures: Figures }
export type Counts = { places: Place[]; withheld: { label: string; n: number }[] }

/** The whole county's place has this key. */
export const WHOLE_COUNTY = 'county'

export async function readCounts(tx: Tx, countyId: number, now: Date): Promise<Counts> {
  return { places: await readPlaces(tx, countyId, now), withheld: await readWithheld(tx, countyId) }
}

/** As the last issue of each place that stands tells them: what was withdrawn, or left out by a correction, is not told. */
async function readPlaces(tx: Tx, countyId: number, now: Date): Promise<Place[]> {
  const issues = currentOf(await listIssues(tx, countyId, now)).filter(({ kind }) => kind === 'month')
  const newest = [...Map.groupBy(issues, ({ organizationId }) => organizationId).values()].flatMap(
    ([first]) => first ?? [],
  )
  const told = await readFigures(
    tx,
    countyId,
    now,
    newest.map(({ slug }) => slug),
  )
  return newest
    .flatMap(({ slug, organizationId, organization, isCounty, month }) => {
      const facts = told.get(slug)?.facts
      const figures = facts && rectificationIn(facts)
      if (!figures || Object.keys(figures).length === 0) return []
      const key = isCounty ? WHOLE_COUNTY : organizationId
      return [{ key, label: organization, asOf: lastDayOf(month), figures: figures as Figures }]
    })
    .sort((one, other) => (one.label < other.label ? -1 : 1))
}

const lastDayOf = (month: string): string => addDays(`${addDays(`${month}-01`, 31).slice(0, 7)}-01`, -1)

/** How much is withheld, by reason; what stands nowhere in public is counted apart. */
const readWithheld = (tx: Tx, countyId: number): Promise<Counts['withheld']> =>
  tx
    .selectFrom('published_counts')
    .where('county_id', '=', countyId)
    .where('kind', '=', 'withheld')
    .where('n', '>', 0)
    .orderBy('label')
    .select(['label', 'n'])
    .execute()
