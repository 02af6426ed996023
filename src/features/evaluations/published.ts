import { z } from 'zod'
import { type Counted, type ItemResult, itemResult, stratumOf } from './count.ts'
import { classes, FEWEST, KNOWN, RaterClass } from './plan.ts'
import type { CampaignRow } from './row.ts'
import { knowing, ToldShare, toldRating, toldShare, toldTogether } from './told.ts'

/** What everybody may read of a campaign that was counted; what is null has fewer than five in it, or would tell them. Unit 份. */
const n = z.int()
/** Before a share could be a bound it was kept with its numbers, whatever they were. */
const Share = z.union([ToldShare, z.object({ n, of: n }).transform((kept) => toldShare(kept.n, kept.of))])
export const PublishedEvaluation = z.object({
  number: z.string(),
  title: z.string(),
  until: z.string(),
  countedOn: z.string(),
  places: z.array(
    z.object({
      name: z.string(),
      handedOut: n,
      returned: n,
      valid: n,
      /** Valid, and fewer than five in the whole place. */
      tooFew: z.boolean(),
      known: Share.nullable(),
      items: z.array(
        z.object({
          title: z.string(),
          results: z.array(
            z.object({
              name: z.enum([...RaterClass.options, 'mixed']),
              valid: n.nullable(),
              /** 满意率: 满意 and 基本满意 of those who could judge. */
              share: ToldShare.nullable().default(null),
              satisfied: n.nullable(),
              fair: n.nullable(),
              unsatisfied: n.nullable(),
              /** 基本满意 and 不满意 told together, where one of them is not told by itself. */
              others: n.nullable(),
            }),
          ),
        }),
      ),
    }),
  ),
})
export type PublishedEvaluation = z.infer<typeof PublishedEvaluation>

export function publishedBody(row: CampaignRow, counted: Counted, today: string): PublishedEvaluation {
  return {
    ...{ number: row.number, title: row.title, until: String(row.answers_until), countedOn: today },
    places: row.plan.places.map((place) => {
      const count = counted.counts.places.find(({ placeId }) => placeId === place.id)
      const sum = (of: 'handedOut' | 'returned' | 'valid') =>
        classes.reduce((all, each) => all + (count?.classes[each][of] ?? 0), 0)
      const strata = (count?.strata ?? []).map(({ name }) => ({
        name,
        tally: counted.tallies.find(({ stratum }) => stratum === stratumOf(place.id, name))?.tally ?? {},
      }))
      return {
        ...{ name: place.name, handedOut: sum('handedOut'), returned: sum('returned'), valid: sum('valid') },
        tooFew: (count?.dropped ?? 0) > 0,
        // Of fewer than five nothing was kept (count.ts).
        known: toldTogether(strata.flatMap(({ tally }) => (tally[KNOWN] ? [knowing(tally[KNOWN])] : []))),
        items: place.items.map(({ key, title }) => ({
          title,
          results: strata.map(({ name, tally }) => ({ name, ...told(itemResult(tally, key)) })),
        })),
      }
    }),
  }
}

type Told = Omit<PublishedEvaluation['places'][number]['items'][number]['results'][number], 'name'>

function told(result: ItemResult): Told {
  const { valid } = result
  const none = { valid: null, share: null, satisfied: null, fair: null, unsatisfied: null, others: null }
  if (valid < FEWEST) return none
  const { share, counts } = toldRating(result)
  const { satisfied = null, fair = null, unsatisfied = null } = counts
  return { valid, share, satisfied, fair, unsatisfied, others: satisfied === null ? null : valid - satisfied }
}
