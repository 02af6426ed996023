import type { Selectable } from 'kysely'
import type { Questions } from '#features/surveys/api.ts'
import type { Clock } from '#platform/clock/index.ts'
import type { Acted } from '#platform/lifecycle/step.ts'
import type { DB } from '../../../db/schema.gen.ts'
import type { Counts } from './count.ts'
import type { CampaignState } from './lifecycle.ts'
import type { Plan, RaterClass } from './plan.ts'

/** The campaign as the database keeps it, with its JSON typed. Types only: nothing is imported at run time. */
type Columns = Omit<
  Selectable<DB['evaluation_campaigns']>,
  'state' | 'clocks' | 'acted' | 'plan' | 'questions' | 'counts'
>
export type CampaignRow = Columns & {
  state: CampaignState
  clocks: Record<string, Clock>
  acted: Acted
  plan: Plan
  questions: Questions
  counts: Counts | null
}

/** Invitations made out together, and what became of them. Unit 份. */
export type Batch = {
  id: string
  place_id: string
  rater_class: RaterClass
  n: number
  person_id: string
  issued_at: string
  voided_at: string | null
  gave_back: boolean
  /** Answered by phone, or read in once at least. */
  returned: number
  void: number
  settled: number
}

export type Parts = {
  batches: Batch[]
  /** Papers that two people have not read alike yet. */
  unsettled: number
}
