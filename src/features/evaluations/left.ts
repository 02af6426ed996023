import type { Place, RaterClass } from './plan.ts'
import type { Batch } from './row.ts'

/**
 * How many invitations may still be made out for one class in one place: what was approved, less what was made out.
 * Unit 份. A batch that is void as a whole (spoilt in the printer, lost) gives its number back; one of which a single
 * slip was used does not: whoever holds the campaign could else void the slips of those who have not answered yet, and
 * answer in their place by new ones.
 */
export function leftOf(
  { id, asked }: Pick<Place, 'id' | 'asked'>,
  raterClass: RaterClass,
  batches: readonly Batch[],
): number {
  const made = batches
    .filter((batch) => batch.place_id === id && batch.rater_class === raterClass && batch.void < batch.n)
    .reduce((sum, { n }) => sum + n, 0)
  return Math.max(0, asked[raterClass] - made)
}
