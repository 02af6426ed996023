import { sql } from 'kysely'
import type { PublicationState } from '../lifecycle.ts'
import type { Audience, Kind } from '../schema.ts'
import type { PublicationLine } from '../views.ts'

export const lineColumns = sql`p.id, p.number, p.edition, p.version, p.state, p.kind, p.audience, p.title, p.month,
  p.organization_id, p.township_id, p.problem_id, p.due_at, p.due_kind, p.publish_from, p.publish_until,
  p.withdrawn_kind, p.created_at, (SELECT s.number FROM publications s WHERE s.county_id = p.county_id
    AND s.replaces_id = p.id AND s.state = 'published' LIMIT 1) AS succeeded_by`

export type LineRow = {
  id: string
  number: string
  edition: number
  version: number
  state: PublicationState
  kind: Kind
  audience: Audience
  title: string
  month: string | null
  organization_id: string
  township_id: string | null
  problem_id: string | null
  due_at: Date | number
  due_kind: string | null
  publish_from: string | null
  publish_until: string | null
  withdrawn_kind: string | null
  succeeded_by: string | null
  created_at: Date
}

export function lineOf(row: LineRow, places: ReadonlyMap<string, { name: string }>): PublicationLine {
  const named = (id: string | null) => (id === null ? null : (places.get(id)?.name ?? ''))
  return {
    ...{ id: row.id, number: row.number, edition: row.edition, version: row.version, state: row.state },
    ...{ kind: row.kind, audience: row.audience, title: row.title, month: row.month },
    ...{ organizationId: row.organization_id, organizationName: named(row.organization_id) ?? '' },
    ...{ townshipId: row.township_id, townshipName: named(row.township_id), problemId: row.problem_id },
    dueAt: row.due_at instanceof Date ? row.due_at.toISOString() : null,
    ...{ dueKind: row.due_kind, publishFrom: row.publish_from, publishUntil: row.publish_until },
    withdrawnKind: row.withdrawn_kind as PublicationLine['withdrawnKind'],
    succeededBy: row.succeeded_by,
    createdAt: row.created_at.toISOString(),
  }
}
