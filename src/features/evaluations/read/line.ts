import { sql } from 'kysely'
import type { CampaignState } from '../lifecycle.ts'
import type { Plan } from '../plan.ts'
import type { CampaignLine } from '../views.ts'

export const lineColumns = sql`p.id, p.number, p.version, p.state, p.title, p.organization_id, p.township_id, p.acted,
  p.due_at, p.due_kind, p.answers_until, p.created_at, p.plan, jsonb_array_length(p.plan->'places') AS places,
  (SELECT count(*)::int FROM evaluation_items t WHERE t.county_id = p.county_id AND t.campaign_id = p.id) AS problems,
  (SELECT count(*) FILTER (WHERE NOT i.is_void)::int FROM evaluation_invitations i
    WHERE i.county_id = p.county_id AND i.campaign_id = p.id) AS handed_out,
  (SELECT count(*)::int FROM evaluation_invitations i WHERE i.county_id = p.county_id AND i.campaign_id = p.id
    AND (i.used OR i.paper IS NOT NULL)) AS returned`

export type LineRow = {
  id: string
  number: string
  version: number
  state: CampaignState
  title: string
  organization_id: string
  township_id: string | null
  due_at: Date | number
  due_kind: string | null
  answers_until: string
  created_at: Date
  /** Where it rates: whoever answers there has no part in it. */
  plan: Plan
  places: number
  problems: number
  handed_out: number
  returned: number
}

export const lineOf = (row: LineRow, places: ReadonlyMap<string, { name: string }>): CampaignLine => ({
  ...{ id: row.id, number: row.number, version: row.version, state: row.state, title: row.title },
  ...{ organizationId: row.organization_id, organizationName: places.get(row.organization_id)?.name ?? '' },
  dueAt: row.due_at instanceof Date ? row.due_at.toISOString() : null,
  ...{ dueKind: row.due_kind, answersUntil: row.answers_until, places: row.places, problems: row.problems },
  ...{ handedOut: row.handed_out, returned: row.returned, createdAt: row.created_at.toISOString() },
})
