import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { PublishedBody } from '../content.ts'
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

/** What was published in these, by slug. */
export async function readBodies(
  tx: Tx,
  countyId: number,
  now: Date,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, PublishedBody>> {
  const rows = await standing(tx, countyId, now)
    .where(sql<boolean>`slug = ANY(${slugs}::text[])`)
    .select(['slug', 'body'])
    .execute()
  return new Map(rows.map(({ slug, body }) => [slug, PublishedBody.parse(body)]))
}
