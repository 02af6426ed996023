import type { Place, RaterClass } from './plan.ts'
import type { Batch } from './row.ts'

type Pile = Pick<Batch, 'place_id' | 'rater_class'>

const alike = (batches: readonly Batch[], { place_id, rater_class }: Pile): Batch[] =>
  batches.filter((batch) => batch.place_id === place_id && batch.rater_class === rater_class)

/**
 * How many invitations may still be made out for one class in one place: what was approved, less what was made out and
 * did not give its number back. Unit 份.
 */
export function leftOf(
  { id, asked }: Pick<Place, 'id' | 'asked'>,
  raterClass: RaterClass,
  batches: readonly Batch[],
): number {
  const made = alike(batches, { place_id: id, rater_class: raterClass })
    .filter(({ gave_back }) => !gave_back)
    .reduce((sum, { n }) => sum + n, 0)
  return Math.max(0, asked[raterClass] - made)
}

/**
 * Whether a batch that is void now (spoilt in the printer, lost) gives its number back: only while nobody of its class
 * in its place has answered by any slip, of whatever batch. Whoever holds the campaign could else void the slips of
 * those who have not answered yet, and answer in their place by new ones; asked batch by batch, by batches of one.
 */
export const givesBack = (batch: Pile, batches: readonly Batch[]): boolean =>
  alike(batches, batch).every(({ returned }) => returned === 0)
