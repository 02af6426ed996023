import { z } from 'zod'
import { type Counted, itemResult, stratumOf } from './count.ts'
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
              valid: n,
              satisfied: n.nullable(),
              fair: n.nullable(),
              unsatisfied: n.nullable(),
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
          results: strata.map(({ name, tally }) => {
            const result = itemResult(tally, key)
            const { valid } = result
            return valid < FEWEST
              ? { name, valid, satisfied: null, fair: null, unsatisfied: null }
              : { name, ...result }
          }),
        })),
      }
    }),
  }
}
