import { z } from 'zod'
import { Question } from '#features/surveys/api.ts'
import { isoDate, uuid } from '#platform/fields.ts'
import { campaignLifecycle } from './lifecycle.ts'
import { Place, RaterClass } from './plan.ts'
import { ToldShare } from './told.ts'

/** What the API shows of a campaign. Instants are ISO 8601 UTC, days are YYYY-MM-DD; counts are sheets (份). */
const instant = z.string()
const n = z.int()
const Person = z.object({ id: uuid, name: z.string() })

export const State = z.enum(Object.keys(campaignLifecycle.states) as [keyof typeof campaignLifecycle.states])

export const CampaignLine = z.object({
  id: uuid,
  number: z.string(),
  version: n,
  state: State,
  title: z.string(),
  organizationId: uuid,
  organizationName: z.string(),
  dueAt: instant.nullable(),
  dueKind: z.string().nullable(),
  answersUntil: isoDate,
  places: n,
  problems: n,
  handedOut: n,
  returned: n,
  createdAt: instant,
})
export type CampaignLine = z.infer<typeof CampaignLine>

const Statistics = z.union([
  z.object({
    kind: z.literal('shares'),
    answered: n,
    /** Null: fewer than five, or what they could be worked out from. */
    shares: z.array(z.object({ code: z.string(), label: z.string(), n: n.nullable() })),
  }),
  z.object({
    kind: z.enum(['scale', 'number']),
    answered: n,
    mean: z.number().nullable(),
    median: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  z.object({ kind: z.literal('text'), answered: n }),
])

const Returned = z.object({ handedOut: n, returned: n, valid: n })
export const CampaignResult = z.object({
  places: z.array(
    z.object({
      placeId: uuid,
      classes: z.object({ residents: Returned, delegates: Returned, cppcc: Returned }),
      /** Valid, and not counted: fewer than five in the whole place. */
      dropped: n,
      strata: z.array(
        z.object({
          name: z.enum([...RaterClass.options, 'mixed']),
          classes: z.array(RaterClass),
          valid: n,
          /** 知晓率. */
          known: ToldShare.nullable(),
          questions: z.array(
            z.object({
              key: z.string(),
              title: z.string(),
              /** Null: fewer than five answered it. */
              statistics: Statistics.nullable(),
              /** Of a problem: 满意 and 基本满意 of those who could judge; null: fewer than five could. */
              satisfied: ToldShare.nullable(),
            }),
          ),
        }),
      ),
      /** What people wrote, masked, in no order, apart from what they ticked and from their class. */
      words: z.array(z.object({ title: z.string(), words: z.string() })),
    }),
  ),
})
export type CampaignResult = z.infer<typeof CampaignResult>

export const CampaignDetail = CampaignLine.extend({
  plan: z.object({ places: z.array(Place) }),
  questions: z.array(Question),
  survey: z.object({ id: uuid, number: n, title: z.string() }).nullable(),
  answersEnd: instant.nullable(),
  countedAt: instant.nullable(),
  /** How many came back, by place and class: counts only. */
  progress: z.array(
    z.object({
      placeId: uuid,
      raterClass: RaterClass,
      handedOut: n,
      returned: n,
      /** Of them entered from paper by two. */
      papers: n,
      /** How many invitations may still be made out. */
      left: n,
    }),
  ),
  batches: z.array(
    z.object({
      id: uuid,
      placeId: uuid,
      raterClass: RaterClass,
      n,
      void: n,
      issuedAt: instant,
      person: Person,
      voidedAt: instant.nullable(),
    }),
  ),
  /** Papers that two people have not read alike yet. */
  unsettled: z.array(
    z.object({
      placeId: uuid,
      raterClass: RaterClass,
      is: z.enum(['once', 'differs']),
      readers: z.array(Person),
    }),
  ),
  result: CampaignResult.nullable(),
  history: z.array(
    z.object({
      seq: n,
      act: z.string(),
      at: instant,
      person: Person.nullable(),
      to: State.nullable(),
      words: z.record(z.string(), z.unknown()),
    }),
  ),
  can: z.array(z.object({ act: z.string(), missing: z.array(z.string()) })),
  mayEnterPapers: z.boolean(),
  /** The key of a running campaign is not here (restored from a backup): it can only be cancelled. */
  keyMissing: z.boolean(),
})
export type CampaignDetail = z.infer<typeof CampaignDetail>

/** A problem that a campaign may ask about. */
export const Choice = z.object({
  id: uuid,
  number: z.string(),
  title: z.string(),
  state: z.string(),
  organizationId: uuid,
  organizationName: z.string(),
  townshipId: uuid.nullable(),
})
export type Choice = z.infer<typeof Choice>

export const PaperOutcome = z.object({
  is: z.enum(['first', 'settled', 'differs']),
  placeName: z.string(),
  raterClass: RaterClass,
  /** Where the two readings differ, in words; the reading before first. */
  differences: z.array(z.object({ key: z.string(), title: z.string(), before: z.string(), now: z.string() })),
})
export type PaperOutcome = z.infer<typeof PaperOutcome>

/** The sheet that a code belongs to, for whoever reads a paper in. */
export const PaperSheet = z.object({
  placeName: z.string(),
  raterClass: RaterClass,
  questions: z.array(Question),
  /** How often it was read in already. */
  readings: n,
})
