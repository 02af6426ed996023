import type { Place } from '../hit.ts'
import { isHanAt } from './letters.ts'
import { vocabulary } from './vocabulary.ts'

/** What stands between the names of a list. */
const BETWEEN = new Set('、,，;；/和与及跟 \t0123456789.．:：')
/** As far as the next name of a list is looked for. */
const REACH = 8
const IN_A_LIST = 3.5
/** As one item of a list and nothing else. */
const ITEM_OF_A_LIST = 6.5
const FOUND_ELSEWHERE = 3

/** What names that were found say about a name somewhere else: extra weight for one from a place to another. */
export function neighbours(text: string, found: readonly Place[]): (from: number, to: number) => number {
  const full = found.filter(({ from, to }) => to - from > 1)
  if (full.length === 0) return () => 0
  // Somebody called 甘甜 may well say that water is not 甘甜.
  const names = new Set(
    full.map(({ from, to }) => text.slice(from, to)).filter((name) => !vocabulary().has(name)),
  )
  const ends = new Set(full.map(({ from }) => listEdge(text, from - 1, -1)))
  const starts = new Set(full.map(({ to }) => listEdge(text, to, 1)))
  return (from, to) => {
    const inList = starts.has(from) || ends.has(to)
    const listed = inList ? (isAlone(text, from, to) ? ITEM_OF_A_LIST : IN_A_LIST) : 0
    return listed + (names.has(text.slice(from, to)) ? FOUND_ELSEWHERE : 0)
  }
}

const isAlone = (text: string, from: number, to: number): boolean =>
  !isHanAt(text, from - 1) && !isHanAt(text, to)

/** Over what may stand between two names of a list: the place where the other one begins, or ends. */
function listEdge(text: string, at: number, step: 1 | -1): number {
  let edge = at
  while (BETWEEN.has(text[edge] ?? '') && Math.abs(edge - at) < REACH) edge += step
  if (edge === at) return -1
  return step === 1 ? edge : edge + 1
}
