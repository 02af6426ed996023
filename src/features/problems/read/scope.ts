import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'

/** One index a list may walk: the whole county, a township with its villages, or one organisation. */
export type Unit = { by: 'county' | 'township' | 'organization'; id: string | null }

/**
 * The units a reader may see, narrowed by what was asked for. Lists, counts, search and exports all start from
 * these, so that paging and counting obey the same scope. Empty: nothing may be seen.
 */
export function unitsOf(
  scope: Scope,
  asked: { organization?: string | undefined; township?: string | undefined },
): Unit[] {
  if (asked.organization) return [{ by: 'organization', id: asked.organization }]
  if (asked.township) return [{ by: 'township', id: asked.township }]
  if (scope.all) return [{ by: 'county', id: null }]
  return [
    ...scope.townshipIds.map((id): Unit => ({ by: 'township', id })),
    ...scope.organizationIds.map((id): Unit => ({ by: 'organization', id })),
  ]
}

export const unitCondition = (unit: Unit): RawBuilder<unknown> => {
  if (unit.by === 'county') return sql`true`
  return unit.by === 'township' ? sql`p.township_id = ${unit.id}` : sql`p.organization_id = ${unit.id}`
}

/** Holds whatever was asked for: nobody sees a row outside the scope. */
export const scopeCondition = (scope: Scope): RawBuilder<unknown> =>
  scope.all
    ? sql`true`
    : sql`(p.township_id = ANY(${scope.townshipIds}::uuid[]) OR p.organization_id = ANY(${scope.organizationIds}::uuid[]))`

export const inScope = (
  scope: Scope,
  row: { organization_id: string; township_id: string | null },
): boolean =>
  scope.all ||
  scope.organizationIds.includes(row.organization_id) ||
  (row.township_id !== null && scope.townshipIds.includes(row.township_id))
