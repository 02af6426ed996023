import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/transaction.ts'
import { Fact } from '../content.ts'
import { RATES_HEADING, SUSPENDED_HEADING } from '../figures.ts'
import { standing } from './store.ts'

/** The issues of months that stand, for the pages of figures. */
export type Issue = {
  slug: string
  kind: 'month' | 'appeals'
  month: string
  title: string
  organizationId: string
  organization: string
  isCounty: boolean
  publishedAt: Date
  replacedBy: string | null
}

const monthly = ['month', 'appeals'] as const

/** Without their text: places and years to choose from. Newest first. */
export async function listIssues(tx: Tx, countyId: number, now: Date): Promise<Issue[]> {
  const rows = await standing(tx, countyId, now)
    .where('kind', 'in', monthly)
    .where('month', 'is not', null)
    .select(['slug', 'kind', 'month', 'title', 'organization_id', 'organization_name', 'township_id'])
    .select(['published_at', 'replaced_by'])
    .orderBy('month', 'desc')
    .orderBy('published_at', 'desc')
    .orderBy('slug', 'desc')
    .execute()
  return rows.map((row) => ({
    ...{ slug: row.slug, kind: row.kind as Issue['kind'], month: row.month ?? '', title: row.title },
    ...{ organizationId: row.organization_id, organization: row.organization_name },
    ...{ isCounty: row.township_id === null, publishedAt: row.published_at, replacedBy: row.replaced_by },
  }))
}

/** One issue of each place, kind and month: what was corrected counts by its correction, while that stands. */
export function currentOf(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  const standing = new Set(issues.map(({ slug }) => slug))
  return issues.filter(({ organizationId, kind, month, replacedBy }) => {
    const key = `${organizationId} ${kind} ${month}`
    if ((replacedBy !== null && standing.has(replacedBy)) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const Rows = z.array(z.array(z.string())).nullable()
const Figures = z.object({
  facts: z.array(Fact),
  /** Rows of the table of the three rates, and of that of what is suspended. */
  rates: Rows,
  suspended: Rows,
})
/** What figures are read out of; null: it has no such table. */
export type IssueFigures = z.infer<typeof Figures>

const factsOf = sql`jsonb_path_query_array(body, '$.pages[*].facts[*]')`
const rowsUnder = (heading: string) =>
  sql`jsonb_path_query_first(body, '$.pages[*] ? (@.heading == $heading).table.rows', ${JSON.stringify({ heading })}::jsonb)`

/** Of these issues, by slug, what figures are read out of; the rest of what was published stays where it is. */
export async function readFigures(
  tx: Tx,
  countyId: number,
  now: Date,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, IssueFigures>> {
  const rows = await standing(tx, countyId, now)
    .where(sql<boolean>`slug = ANY(${slugs}::text[])`)
    .select('slug')
    .select([
      factsOf.as('facts'),
      rowsUnder(RATES_HEADING).as('rates'),
      rowsUnder(SUSPENDED_HEADING).as('suspended'),
    ])
    .execute()
  return new Map(rows.map(({ slug, ...figures }) => [slug, Figures.parse(figures)]))
}
