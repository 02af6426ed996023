import type { Answer } from '#platform/http/endpoint.ts'
import type { getOverview } from '../../api.ts'
import type { ProblemState } from '../../lifecycle.ts'

type Overview = Answer<typeof getOverview>

/** Coarser than the ledger's chips: five stretches are what a bar can show. */
export const stageOfState = {
  reported: 'starting',
  awaiting_claim: 'starting',
  claimed: 'starting',
  plan_review: 'starting',
  plan_returned: 'starting',
  rectifying: 'rectifying',
  second_round: 'rectifying',
  immediate: 'rectifying',
  closure_refused: 'rectifying',
  relapsed: 'rectifying',
  closure_requested: 'accepting',
  document_check: 'accepting',
  site_check: 'accepting',
  awaiting_evaluation: 'accepting',
  countersigning: 'accepting',
  suspended: 'waiting',
  long_term: 'waiting',
  closed: 'closed',
  consolidated: 'closed',
} as const satisfies Record<ProblemState, string>

export type Stage = (typeof stageOfState)[ProblemState]
export const stages: Stage[] = ['starting', 'rectifying', 'accepting', 'waiting', 'closed']

export type Place = {
  id: string | null
  name: string
  total: number
  overdue: number
  stages: Record<Stage, number>
}

const nothing = (): Record<Stage, number> => ({
  starting: 0,
  rectifying: 0,
  accepting: 0,
  waiting: 0,
  closed: 0,
})

/** Townships and bodies with what stands where, the most overdue first, then the most open. */
export function placesOf({ townships, overdue }: Pick<Overview, 'townships' | 'overdue'>): Place[] {
  const places = new Map<string | null, Place>()
  for (const { groupId, groupName, state, n } of townships) {
    const place = places.get(groupId) ?? {
      id: groupId,
      name: groupName,
      total: 0,
      overdue: overdue.find((row) => row.groupId === groupId)?.n ?? 0,
      stages: nothing(),
    }
    place.total += n
    place.stages[stageOfState[state]] += n
    places.set(groupId, place)
  }
  const open = (place: Place) => place.total - place.stages.closed
  return [...places.values()].sort((a, b) => b.overdue - a.overdue || open(b) - open(a) || b.total - a.total)
}

/** What is left out of a short list, as one more line. */
export function together(places: readonly Place[], name: string): Place {
  const sum = (pick: (place: Place) => number) => places.reduce((n, place) => n + pick(place), 0)
  return {
    id: null,
    name,
    total: sum((p) => p.total),
    overdue: sum((p) => p.overdue),
    stages: Object.fromEntries(
      stages.map((stage) => [stage, sum((p) => p.stages[stage])]),
    ) as Place['stages'],
  }
}

export type Month = Overview['trend'][number]

/** The twelve months up to the one of `asOf` (YYYY-MM-…), with zeros where nothing happened. */
export function lastMonths(trend: readonly Month[], asOf: string): Month[] {
  const [year = 0, month = 0] = asOf.split('-').map(Number)
  return Array.from({ length: 12 }, (_, i) => {
    const count = year * 12 + (month - 1) - 11 + i
    const name = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`
    return trend.find((row) => row.month === name) ?? { month: name, closed: 0, relapsed: 0 }
  })
}
