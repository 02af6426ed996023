import type { ProblemState } from '#features/problems/lifecycle.ts'
import type { Unit } from './cast.ts'
import { demoPlaces } from './people.ts'
import { createRandom } from './random.ts'
import type { Script } from './scripts.ts'
import { levelOf } from './sources.ts'

type Wishes = Partial<Record<ProblemState, number>>

/** What the demo accounts should find at their desks, so that each has something of everything to do. */
const wished: Record<string, Wishes> = {
  [demoPlaces.village]: {
    ...{
      awaiting_claim: 2,
      claimed: 1,
      plan_returned: 1,
      rectifying: 4,
      closure_requested: 1,
      site_check: 1,
    },
    ...{ immediate: 1, second_round: 1, long_term: 1, closed: 3, consolidated: 1 },
  },
  下河村: { closure_requested: 2, immediate: 2, rectifying: 1, closed: 2, plan_review: 1 },
  [demoPlaces.town]: {
    ...{ awaiting_claim: 1, claimed: 1, plan_review: 1, rectifying: 3, closed: 2, awaiting_evaluation: 1 },
  },
  [demoPlaces.bureau]: {
    ...{
      awaiting_claim: 1,
      claimed: 1,
      plan_returned: 1,
      rectifying: 4,
      site_check: 1,
      closed: 2,
      suspended: 1,
    },
  },
}

/** Which of the scripts, by index, goes to which organisation. */
export function wishesFor(order: readonly Script[], units: readonly Unit[]): Map<number, Unit> {
  const taken = new Map<number, Unit>()
  const indexes = createRandom('wishes').shuffle(order.map((_, i) => i))
  for (const [name, wishes] of Object.entries(wished)) {
    const unit = units.find(({ place }) => place.name === name)
    if (!unit) throw new Error(`no ${name} in the demo county`)
    for (const [state, n] of Object.entries(wishes)) {
      const fitting = indexes.filter((i) => {
        const { state: reached, levels } = order[i]!
        return !taken.has(i) && reached === state && (levels?.includes(levelOf(unit.place)) ?? true)
      })
      for (const i of fitting.slice(0, n)) taken.set(i, unit)
    }
  }
  return taken
}
