import { sql } from 'kysely'
import type { NamedOrganization } from '#features/organizations/index.ts'
import type { ProblemState } from '../lifecycle.ts'
import type { ProblemLine } from '../views.ts'

/** The columns of one line of the ledger. */
export const lineColumns = sql`p.id, p.number, p.version, p.state, p.round, p.track, p.title, p.source, p.source_year,
  p.class_code, p.severity, p.organization_id, p.township_id, p.due_at, p.due_kind, p.planned_on, p.feedback_on,
  p.closed_at, p.relapses, p.listed, p.secrecy`

export type LineRow = {
  id: string
  number: string
  version: number
  state: ProblemState
  round: number
  track: ProblemLine['track']
  title: string
  source: string
  source_year: number
  class_code: string
  severity: string
  organization_id: string
  township_id: string | null
  due_at: Date | number
  due_kind: string | null
  planned_on: string | null
  feedback_on: string
  closed_at: Date | null
  relapses: number
  listed: boolean
  secrecy: ProblemLine['secrecy']
}

/** 'infinity' stands for "no deadline" in the index; people are shown none. */
export const instantOf = (due: Date | number): string | null =>
  due instanceof Date ? due.toISOString() : null

export function lineOf(row: LineRow, organizations: ReadonlyMap<string, NamedOrganization>): ProblemLine {
  const named = (id: string | null) => (id ? (organizations.get(id)?.name ?? '') : null)
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    state: row.state,
    round: row.round,
    track: row.track,
    title: row.title,
    source: row.source,
    sourceYear: row.source_year,
    classCode: row.class_code,
    severity: row.severity,
    organizationId: row.organization_id,
    organizationName: named(row.organization_id) ?? '',
    townshipId: row.township_id,
    townshipName: named(row.township_id),
    dueAt: instantOf(row.due_at),
    dueKind: row.due_kind,
    plannedOn: row.planned_on,
    feedbackOn: row.feedback_on,
    closedAt: row.closed_at?.toISOString() ?? null,
    relapses: row.relapses,
    listed: row.listed,
    secrecy: row.secrecy,
  }
}
