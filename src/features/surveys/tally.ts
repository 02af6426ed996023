import { type Answers, MOST_WORDS, type Question } from './questions.ts'

/** How often each value was given: question → value → how many. Under `''`: how many answered the question at all. */
export type Tally = Record<string, Record<string, number>>

/** Counts sheets. Words in people's own are only counted here; they are kept apart. */
export function tallyOf(questions: readonly Question[], sheets: readonly Answers[]): Tally {
  const tally: Tally = {}
  for (const { key, kind } of questions) {
    const counts: Record<string, number> = {}
    const add = (value: string) => {
      counts[value] = (counts[value] ?? 0) + 1
    }
    for (const sheet of sheets) {
      const value = sheet[key]
      if (value === undefined) continue
      add('')
      if (kind === 'text') continue
      for (const each of Array.isArray(value) ? value : [value]) add(each)
    }
    tally[key] = counts
  }
  return tally
}

/** What somebody wrote under the questions that ask for words. */
export const wordsIn = (questions: readonly Question[], sheet: Answers): { key: string; words: string }[] =>
  questions.flatMap(({ key, kind }) => {
    const value = sheet[key]
    return kind === 'text' && typeof value === 'string' && value !== ''
      ? [{ key, words: value.slice(0, MOST_WORDS) }]
      : []
  })

export type Statistics =
  | { kind: 'shares'; answered: number; shares: { code: string; label: string; n: number }[] }
  | {
      kind: 'scale' | 'number'
      answered: number
      mean: number | null
      median: number | null
      low: number | null
      high: number | null
    }
  | { kind: 'text'; answered: number }

/** What is said of one question. Unit of every count: 份 (sheets). */
export function statisticsOf(question: Question, counts: Readonly<Record<string, number>> = {}): Statistics {
  const answered = counts[''] ?? 0
  if (question.kind === 'text') return { kind: 'text', answered }
  if (question.kind === 'choice' || question.kind === 'choices')
    return {
      ...{ kind: 'shares', answered },
      shares: question.options.map(({ code, label }) => ({ code, label, n: counts[code] ?? 0 })),
    }
  const values = Object.entries(counts)
    .filter(([value]) => value !== '')
    .map(([value, n]) => [Number(value), n] as const)
    .sort(([a], [b]) => a - b)
  const n = values.reduce((sum, [, times]) => sum + times, 0)
  const mean = n === 0 ? null : values.reduce((sum, [value, times]) => sum + value * times, 0) / n
  return {
    ...{ kind: question.kind, answered, mean, median: medianOf(values, n) },
    ...{ low: values[0]?.[0] ?? null, high: values.at(-1)?.[0] ?? null },
  }
}

function medianOf(values: readonly (readonly [number, number])[], n: number): number | null {
  const at = (place: number): number => {
    let seen = 0
    for (const [value, times] of values) {
      seen += times
      if (seen > place) return value
    }
    return 0
  }
  if (n === 0) return null
  return n % 2 === 1 ? at((n - 1) / 2) : (at(n / 2 - 1) + at(n / 2)) / 2
}
