import type { Questions } from '#features/surveys/api.ts'
import { type Answers, type Tally, tallyOf, wordsIn } from '#features/surveys/api.ts'
import { classes, FEWEST, itemCodes, type Place, type Plan, type RaterClass, sheetOf } from './plan.ts'

/** A ballot that was opened: of whom and where, and nothing else. */
export type Opened = { placeId: string; raterClass: RaterClass; answers: Answers | null }

/** Paper counts kept apart (N05). Unit 份: handed out, returned, valid. */
export type Returned = { handedOut: number; returned: number; valid: number }

/** Those who are counted together; several classes where one alone had fewer than five. */
export type Stratum = { name: RaterClass | 'mixed'; classes: RaterClass[]; valid: number }

export type PlaceCount = {
  placeId: string
  classes: Record<RaterClass, Returned>
  strata: Stratum[]
  /** Valid and yet not counted: fewer than five in the whole place. */
  dropped: number
}
export type Counts = { places: PlaceCount[] }

export type Counted = {
  counts: Counts
  tallies: { stratum: string; tally: Tally }[]
  /** Words in people's own, by place alone, not by class. */
  words: { stratum: string; question: string; words: string }[]
}

export const stratumOf = (placeId: string, name: Stratum['name']): string => `${placeId}/${name}`

/**
 * Which classes of a place are counted by themselves: those with at least five valid sheets. The others are counted
 * together; if they are fewer than five even so, with the smallest of those that are enough. Nothing when all are fewer.
 * Every sheet is in one stratum, so that nothing follows from the difference of two.
 */
export function strataOf(valid: Readonly<Record<RaterClass, number>>): {
  strata: Stratum[]
  dropped: number
} {
  const there = classes.filter((each) => valid[each] > 0)
  const enough = there.filter((each) => valid[each] >= FEWEST)
  const few = there.filter((each) => valid[each] < FEWEST)
  const sum = (of: readonly RaterClass[]) => of.reduce((n, each) => n + valid[each], 0)
  const alone = (each: RaterClass): Stratum => ({ name: each, classes: [each], valid: valid[each] })
  const mixed = (of: RaterClass[]): Stratum => ({ name: 'mixed', classes: of, valid: sum(of) })
  if (few.length === 0) return { strata: enough.map(alone), dropped: 0 }
  if (sum(few) >= FEWEST) return { strata: [...enough.map(alone), mixed(few)], dropped: 0 }
  const smallest = [...enough].sort((a, b) => valid[a] - valid[b])[0]
  if (!smallest) return { strata: [], dropped: sum(few) }
  const together = classes.filter((each) => each === smallest || few.includes(each))
  return { strata: [...enough.filter((each) => each !== smallest).map(alone), mixed(together)], dropped: 0 }
}

/** Counts all ballots at once. What comes out is in the order of places and questions, whatever order they came in. */
export function countBallots(
  plan: Plan,
  more: Questions,
  ballots: readonly Opened[],
  given: (placeId: string, raterClass: RaterClass) => Pick<Returned, 'handedOut' | 'returned'>,
): Counted {
  const counted: Counted = { counts: { places: [] }, tallies: [], words: [] }
  for (const place of plan.places) countPlace(counted, place, more, ballots, given)
  return counted
}

function countPlace(
  into: Counted,
  place: Place,
  more: Questions,
  ballots: readonly Opened[],
  given: Parameters<typeof countBallots>[3],
): void {
  const sheet = sheetOf(place, more)
  const valid = ballots.filter((b) => b.placeId === place.id && b.answers !== null && !isEmpty(b.answers))
  const of = (raterClass: RaterClass) => valid.filter((b) => b.raterClass === raterClass)
  const n = Object.fromEntries(classes.map((each) => [each, of(each).length])) as Record<RaterClass, number>
  const { strata, dropped } = strataOf(n)
  into.counts.places.push({
    ...{ placeId: place.id, strata, dropped },
    classes: Object.fromEntries(
      classes.map((each) => [each, { ...given(place.id, each), valid: n[each] }]),
    ) as PlaceCount['classes'],
  })
  for (const { name, classes: together } of strata) {
    const sheets = valid.filter((b) => together.includes(b.raterClass)).map((b) => b.answers as Answers)
    into.tallies.push({ stratum: stratumOf(place.id, name), tally: tellable(sheet, tallyOf(sheet, sheets)) })
  }
  if (strata.length > 0)
    for (const { answers } of valid)
      for (const { key, words } of wordsIn(sheet, answers as Answers))
        into.words.push({ stratum: place.id, question: key, words })
}

/** Kept are questions that at least five of those counted together answered; how many wrote words is not kept at all. */
function tellable(sheet: Questions, tally: Tally): Tally {
  const kept = sheet.filter(({ key, kind }) => kind !== 'text' && (tally[key]?.[''] ?? 0) >= FEWEST)
  return Object.fromEntries(kept.map(({ key }) => [key, tally[key] ?? {}]))
}

/** Nothing ticked: returned, and not valid. */
const isEmpty = (answers: Answers): boolean => Object.keys(answers).length === 0

/** What is said of one problem by one stratum; `valid` leaves out who could not judge. Unit 份. */
export type ItemResult = { valid: number; satisfied: number; fair: number; unsatisfied: number }

export function itemResult(tally: Tally, key: string): ItemResult {
  const counts = tally[key] ?? {}
  const [satisfied = 0, fair = 0, unsatisfied = 0] = itemCodes.map((code) => counts[code] ?? 0)
  return { valid: satisfied + fair + unsatisfied, satisfied, fair, unsatisfied }
}
