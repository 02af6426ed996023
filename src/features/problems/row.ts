import type { Selectable } from 'kysely'
import type { Clock } from '#platform/clock/index.ts'
import type { Acted } from '#platform/lifecycle/step.ts'
import type { DB } from '../../../db/schema.gen.ts'
import type { ProblemState } from './lifecycle.ts'

/** The problem as the database keeps it, with the engine's columns typed. Types only: nothing is imported at run time. */
type Columns = Omit<Selectable<DB['problems']>, 'state' | 'clocks' | 'acted'>
export type ProblemRow = Columns & { state: ProblemState; clocks: Record<string, Clock>; acted: Acted }

/** A child row as it comes out of json_agg: instants are text. */
type AsJson<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K]
}
type Child<T extends keyof DB> = AsJson<Selectable<DB[T]>>

/** Who may be named to lead, from and until which day; a view, so its columns are none of them null by declaration. */
export type Candidate = { person_id: string; valid_from: string; valid_to: string | null }

export type Parts = {
  measures: Child<'problem_measures'>[]
  leaders: Child<'problem_leaders'>[]
  evidence: Child<'problem_evidence'>[]
  siteChecks: Child<'problem_site_checks'>[]
  evaluations: Child<'problem_evaluations'>[]
  countersigns: Child<'problem_countersigns'>[]
  requests: Child<'problem_requests'>[]
  tasks: Child<'problem_tasks'>[]
  candidates: Candidate[]
}
export type Part = keyof Parts

export type ChildTable = Exclude<
  Extract<keyof DB, `problem_${string}`>,
  | 'problem_spans'
  | 'problem_counts'
  | 'problem_count_deltas'
  | 'problem_search'
  | `problem_search_${string}`
  | 'problem_candidates'
>

/** Which table holds which part. */
export const partTables = {
  measures: 'problem_measures',
  leaders: 'problem_leaders',
  evidence: 'problem_evidence',
  siteChecks: 'problem_site_checks',
  evaluations: 'problem_evaluations',
  countersigns: 'problem_countersigns',
  requests: 'problem_requests',
  tasks: 'problem_tasks',
  candidates: 'problem_candidates',
} as const satisfies Record<Part, ChildTable | 'problem_candidates'>

export const noParts: Parts = {
  measures: [],
  leaders: [],
  evidence: [],
  siteChecks: [],
  evaluations: [],
  countersigns: [],
  requests: [],
  tasks: [],
  candidates: [],
}
