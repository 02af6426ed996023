import type { Place } from '../hit.ts'
import { type Candidate, candidatesAt, type Hints, type KnownNames } from './candidates.ts'
import { joinedNames } from './joined-names.ts'
import { isHanAt } from './letters.ts'
import { neighbours } from './neighbours.ts'
import { spacedNames } from './spaced-names.ts'
import { LONGEST_WORD, vocabulary } from './vocabulary.ts'

/** A character no dictionary has. */
const UNKNOWN_LETTER = -13
/** Names make names around them more likely; that settles after a few rounds. */
const MOST_ROUNDS = 3

/**
 * The names of persons in a text that is folded as for search. Every stretch of characters is read in the likeliest
 * way as ordinary words and names; a name has to explain its characters better than the words of the dictionary do,
 * and what stands around it counts (titles, labels, verbs, other names).
 */
export function findNames(text: string, known: KnownNames): Place[] {
  const fixed = [...joinedNames(text), ...spacedNames(text)]
  let runs = hanRuns(text)
  const settled: Place[] = [...fixed]
  let found: Place[] = fixed
  for (let round = 0; round < MOST_ROUNDS && runs.length > 0; round++) {
    const hints: Hints = { known, extra: neighbours(text, found) }
    const next = [...settled]
    const open: Place[] = []
    for (const run of runs) {
      const { spans, hasMore } = read(text, run, hints)
      next.push(...spans)
      // Where nobody can be named there is nothing to look at again.
      if (hasMore) open.push(run)
      else settled.push(...spans)
    }
    const isSettled = next.length === found.length
    found = next
    runs = open
    if (isSettled || next.length === 0) break
  }
  return found
}

function hanRuns(text: string): Place[] {
  const runs: Place[] = []
  for (let at = 0; at < text.length; at++) {
    if (!isHanAt(text, at)) continue
    const from = at
    while (at < text.length && isHanAt(text, at)) at++
    if (at - from > 1) runs.push({ from, to: at })
  }
  return runs
}

/** The likeliest way through one stretch of Chinese characters; its names, and whether others could be there. */
function read(text: string, run: Place, hints: Hints): { spans: Place[]; hasMore: boolean } {
  const candidates = new Map<number, Candidate[]>()
  let count = 0
  for (let at = run.from; at < run.to; at++) {
    const here = candidatesAt(text, at, run.to, hints)
    if (here.length > 0) candidates.set(at, here)
    count += here.length
  }
  if (count === 0) return { spans: [], hasMore: false }
  const back = bestWay(text, run, candidates)
  const spans: Place[] = []
  for (let at = run.to; at > run.from; ) {
    const by = back[at - run.from]!
    if (typeof by === 'number') at = by
    else {
      if (by.isHit) spans.push({ from: by.from, to: by.to })
      at = by.start
    }
  }
  return { spans: spans.reverse(), hasMore: count > spans.length }
}

/** For each place how the likeliest way came there: as a person, or by a word from an earlier place. */
function bestWay(
  text: string,
  { from, to }: Place,
  candidates: ReadonlyMap<number, Candidate[]>,
): (Candidate | number)[] {
  const words = vocabulary()
  const best = new Float64Array(to - from + 1).fill(Number.NEGATIVE_INFINITY)
  const back: (Candidate | number)[] = new Array(to - from + 1)
  best[0] = 0
  for (let at = from; at < to; at++) {
    const here = best[at - from]!
    const step = (end: number, log: number, by: Candidate | number) => {
      if (here + log <= best[end - from]!) return
      best[end - from] = here + log
      back[end - from] = by
    }
    step(at + 1, UNKNOWN_LETTER, at)
    words.walk(text, at, Math.min(to, at + LONGEST_WORD), (end, log) => step(end, log, at))
    for (const candidate of candidates.get(at) ?? []) step(candidate.end, candidate.score, candidate)
  }
  return back
}
