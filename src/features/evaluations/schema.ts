import { z } from 'zod'
import { Answers } from '#features/surveys/api.ts'
import { command, isoDate, line, prose, uuid } from '#platform/fields.ts'
import type { CampaignAct } from './lifecycle.ts'
import { type AskedCounts, Plan, RaterClass } from './plan.ts'

/** The contract of every act on a campaign: API body and form rules come from here and nowhere else. */

const reason = { reason: prose(1000) }
const note = { note: prose(1000).optional() }
const act = <S extends z.ZodRawShape>(shape: S) => z.object({ ...command, ...shape })

/** Invitations made out in one go: what one pile of paper and one page in the browser can take. Unit 份. */
export const MOST_AT_ONCE = 500

/** Nobody reads a sheet with more. */
export const MOST_ITEMS_A_PLACE = 30

/** Of each class in one place. Unit 份. */
export const MOST_ASKED = { residents: 2_000, delegates: 500, cppcc: 500 } as const satisfies AskedCounts

const upTo = (most: number) => z.int().min(0).max(most)

/** A place with its problems as residents read them. */
export const PlannedPlace = z.object({
  organizationId: uuid,
  problems: z
    .array(z.object({ problemId: uuid, title: line(80) }))
    .min(1)
    .max(MOST_ITEMS_A_PLACE),
  asked: z.object({
    residents: upTo(MOST_ASKED.residents),
    delegates: upTo(MOST_ASKED.delegates),
    cppcc: upTo(MOST_ASKED.cppcc),
  }),
})

const prepared = {
  title: line(60),
  answersUntil: isoDate,
  /** A published version; nothing: the shipped questions. */
  survey: z.object({ id: uuid, number: z.int().min(1) }).optional(),
  places: z.array(PlannedPlace).min(1).max(60),
}

export const acts = {
  /** `organizationId` names who holds it: the county, or a township for its villages. */
  begin: z.object({ commandId: uuid, organizationId: uuid, ...prepared }),
  revise: act(prepared),
  submit: act(note),
  sendBack: act(reason),
  open: act(note),
  issue: act({ placeId: uuid, raterClass: RaterClass, n: z.int().min(1).max(MOST_AT_ONCE) }),
  voidRest: act({ batchId: uuid, ...reason }),
  endAnswers: act({}),
  close: act({}),
  closeOverdue: act({}),
  cancel: act(reason),
  /** By the system only: who holds it from now on, and the plan with whoever answers for what it asks about. */
  succeed: act({ organizationId: uuid, townshipId: uuid.nullable(), plan: Plan }),
} as const satisfies Record<CampaignAct, z.ZodObject>

export type ActBody<A extends CampaignAct> = z.infer<(typeof acts)[A]>

/** What one of two people reads on a paper; `isVoid`: it cannot be counted (blank, torn, two boxes ticked). */
export const EnterPaper = z.object({
  code: z.string().min(1).max(40),
  answers: Answers.optional(),
  isVoid: z.boolean().default(false),
})
export type EnterPaper = z.infer<typeof EnterPaper>
