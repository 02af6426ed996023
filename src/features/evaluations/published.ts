import { z } from 'zod'
import { isFew, isTogether } from '#features/publicity/index.ts'
import { type Counted, type ItemResult, itemResult, stratumOf } from './count.ts'
import { classes, FEWEST, KNOWN, knowing, RaterClass } from './plan.ts'
import type { CampaignRow } from './row.ts'

/** What everybody may read of a campaign that was counted; what is null has fewer than five in it. Unit 份. */
const n = z.int()
const Share = z.object({ n, of: n })
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
              satisfied: n.nullable(),
              fair: n.nullable(),
              unsatisfied: n.nullable(),
              /** 基本满意 and 不满意 told together, where one of them has fewer than five. */
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
      // Of fewer than five nothing was kept (count.ts): all that is summed has five and more.
      const heard = strata.reduce((all, { tally }) => all + (tally[KNOWN]?.[''] ?? 0), 0)
      return {
        ...{ name: place.name, handedOut: sum('handedOut'), returned: sum('returned'), valid: sum('valid') },
        tooFew: (count?.dropped ?? 0) > 0,
        known:
          heard < FEWEST
            ? null
            : { n: strata.reduce((all, { tally }) => all + knowing(tally[KNOWN]), 0), of: heard },
        items: place.items.map(({ key, title }) => ({
          title,
          results: strata.map(({ name, tally }) => ({ name, ...told(itemResult(tally, key)) })),
        })),
      }
    }),
  }
}

type Told = Omit<PublishedEvaluation['places'][number]['items'][number]['results'][number], 'name'>

/** One rule with the disclosures of problems: no cell under five but 0. */
function told({ valid, ...rated }: ItemResult): Told {
  const { satisfied, fair, unsatisfied } = rated
  const none = { valid: null, satisfied: null, fair: null, unsatisfied: null, others: null }
  if (valid < FEWEST) return none
  const enough = (count: number) => (isFew(count) ? null : count)
  return isTogether(rated)
    ? { ...none, valid, satisfied: enough(satisfied), others: enough(fair + unsatisfied) }
    : { ...none, valid, satisfied: enough(satisfied), fair, unsatisfied }
}
