import type { AskedCounts, Item, Place, Plan } from './plan.ts'
import { classes } from './plan.ts'
import { type Belonging, mayRate } from './policy.ts'

/** Who answers for the problems of a plan now, after organisations were merged, divided or put elsewhere. */
export type AnsweringNow = {
  of: ReadonlyMap<string, { organization_id: string; township_id: string | null }>
  name: (organizationId: string) => string
}

type Grown = { from: Set<string>; asked: AskedCounts; items: Item[] }

/**
 * The plan while nobody has a slip yet: each problem stands with whoever answers for it now. Places that became one ask
 * as many as both did; of those that were divided each asks as many as the one did. What the holder may not ask about
 * any more is left out. Undefined: nothing is left.
 */
export function regrouped({ places }: Plan, holder: Belonging, now: AnsweringNow): Plan | undefined {
  const grown = new Map<string, Grown>()
  for (const place of places)
    for (const item of place.items) {
      const where = now.of.get(item.problemId)
      if (!where || !mayRate(holder, where)) continue
      const { from, asked, items } = grownIn(grown, where.organization_id)
      if (!from.has(place.id)) for (const each of classes) asked[each] += place.asked[each]
      from.add(place.id)
      items.push({ ...item, key: `item_${items.length + 1}` })
    }
  const left = [...grown].map(([id, { asked, items }]): Place => ({ id, name: now.name(id), asked, items }))
  return left.length > 0 ? { places: left } : undefined
}

function grownIn(grown: Map<string, Grown>, id: string): Grown {
  const here = grown.get(id) ?? {
    from: new Set(),
    asked: { residents: 0, delegates: 0, cppcc: 0 },
    items: [],
  }
  grown.set(id, here)
  return here
}

/**
 * The plan once slips are out: ballots are sealed for the place that stands on their slip, so that stays; who answers
 * for its problems by now stands beside it, and has no part in the campaign either.
 */
export const withHeirs = ({ places }: Plan, now: AnsweringNow): Plan => ({
  places: places.map(({ heirs: _, ...place }) => {
    const ids = place.items.map(({ problemId }) => now.of.get(problemId)?.organization_id ?? place.id)
    const others = [...new Set(ids)].filter((id) => id !== place.id).sort()
    return others.length === 0 ? place : { ...place, heirs: others.map((id) => ({ id, name: now.name(id) })) }
  }),
})
