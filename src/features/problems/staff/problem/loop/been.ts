import type { ProblemAct, ProblemState } from '../../../lifecycle.ts'
import { problemLifecycle } from '../../../lifecycle.ts'
import type { HistoryLine } from '../../../views.ts'

/** One stay in one state. `at` is when it was entered. */
export type Visit = { state: ProblemState; at: string; act: string; round: number }

/**
 * The states a problem went through, oldest first, from its history (newest first, as the API gives it). Entries
 * that leave the state as it is are no visits. Rounds are counted back from the present one, so that a part of the
 * history is enough.
 */
export function visitsOf(history: readonly HistoryLine[], round: number): Visit[] {
  const visits: Visit[] = []
  let at = round
  for (const entry of history) {
    const begins = beginsRound(entry)
    if (entry.to !== null && (entry.to !== entry.from || begins))
      visits.push({ state: entry.to, at: entry.at, act: entry.act, round: at })
    if (begins) at -= 1
  }
  return visits.reverse()
}

function beginsRound({ from, act }: HistoryLine): boolean {
  return from !== null && problemLifecycle.table[from][act as ProblemAct]?.newRound === true
}

/** Visits grouped by round, oldest first. */
export function byRound(visits: readonly Visit[]): { round: number; visits: Visit[] }[] {
  const rounds = new Map<number, Visit[]>()
  for (const visit of visits) rounds.set(visit.round, [...(rounds.get(visit.round) ?? []), visit])
  return [...rounds].map(([round, of]) => ({ round, visits: of }))
}
