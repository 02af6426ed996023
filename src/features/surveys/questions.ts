import { z } from 'zod'
import { line } from '#platform/fields.ts'

/** A questionnaire as it is designed, shown, filled in and counted; the same for every use of surveys (N05, S3-28). */

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,29}$/)
  .meta({ examples: ['clear'] })
const common = { key, title: line(120), required: z.boolean().default(false) }
const Option = z.object({
  code: z
    .string()
    .regex(/^[a-z0-9_]{1,30}$/)
    .meta({ examples: ['well'] }),
  label: line(60),
})
const options = z
  .array(Option)
  .min(2)
  .max(20)
  .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, { error: 'code_twice' })
  .meta({
    examples: [
      [
        { code: 'well', label: '清楚' },
        { code: 'not', label: '不清楚' },
      ],
    ],
  })

/** What somebody may write in their own words at most. Short: nobody tells a story here, and all ballots are as long. */
export const MOST_WORDS = 300

export const Question = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choice'), ...common, options }),
  z.object({ kind: z.literal('choices'), ...common, options }),
  z.object({
    kind: z.literal('scale'),
    ...common,
    points: z.int().min(3).max(10),
    low: line(20),
    high: line(20),
  }),
  z
    .object({
      kind: z.literal('number'),
      ...common,
      min: z.int().min(0).max(1_000_000),
      max: z.int().min(1).max(1_000_000),
      unit: line(10),
    })
    .refine(({ min, max }) => min < max, { path: ['max'], error: 'not_above_min' }),
  z.object({ kind: z.literal('text'), ...common }),
])
export type Question = z.infer<typeof Question>

/** Names that a sheet has itself, and those that every object of the language has. */
const RESERVED = /^(?:known|void|item_\d+|constructor|__proto__)$/
const optionsOf = (question: object) =>
  'options' in question ? (question.options as { code: string }[]) : []

export const Questions = z
  .array(Question)
  .max(30)
  .refine((all) => new Set(all.map((q) => q.key)).size === all.length, { error: 'key_twice' })
  .refine(
    (all) =>
      all.every(
        ({ key: of, ...q }) => !RESERVED.test(of) && !optionsOf(q).some(({ code }) => RESERVED.test(code)),
      ),
    { error: 'reserved' },
  )
export type Questions = z.infer<typeof Questions>

export const Purpose = z.enum(['evaluation', 'inspection', 'follow_up', 'service'])
export type Purpose = z.infer<typeof Purpose>

/** One filled-in sheet, by key. What was left out is not there. */
export const Answers = z.record(
  z.string().max(60),
  z.union([z.string().max(MOST_WORDS), z.array(z.string().max(30)).max(20)]),
)
export type Answers = z.infer<typeof Answers>

export type Fault = { key: string; reason: 'required' | 'unknown' | 'not_a_number' | 'too_long' }

/**
 * Takes a sheet out of a form: `given` says what was entered under a name. What does not belong is a fault, never
 * passed over, so that two people who enter the same paper enter the same.
 */
export function readAnswers(
  questions: readonly Question[],
  given: (key: string) => readonly string[],
): { answers: Answers; faults: Fault[] } {
  const answers: Answers = {}
  const faults: Fault[] = []
  for (const question of questions) {
    const values = given(question.key)
      .map((value) => value.trim())
      .filter((value) => value !== '')
    if (values.length === 0) {
      if (question.required) faults.push({ key: question.key, reason: 'required' })
      continue
    }
    const read = readOne(question, values)
    if ('reason' in read) faults.push({ key: question.key, reason: read.reason })
    else answers[question.key] = read.value
  }
  return { answers, faults }
}

/** What no keyboard writes and no database keeps: control characters, and halves of a character. */
const UNWRITTEN = /(?![\n\r\t])\p{Cc}|\p{Cs}/u

export const withoutUnwritten = (words: string): string =>
  words.replace(new RegExp(UNWRITTEN, 'gu'), '').trim()

type Read = { value: string | string[] } | { reason: Fault['reason'] }

function readOne(question: Question, values: readonly string[]): Read {
  const [first = ''] = values
  switch (question.kind) {
    case 'choice':
      return values.length === 1 && question.options.some(({ code }) => code === first)
        ? { value: first }
        : { reason: 'unknown' }
    case 'choices': {
      const known = question.options.map(({ code }) => code).filter((code) => values.includes(code))
      return known.length === new Set(values).size ? { value: known } : { reason: 'unknown' }
    }
    case 'scale':
      return /^\d{1,2}$/.test(first) && Number(first) >= 1 && Number(first) <= question.points
        ? { value: String(Number(first)) }
        : { reason: 'unknown' }
    case 'number': {
      const n = wholeNumberIn(first, question.unit)
      if (n === undefined) return { reason: 'not_a_number' }
      return n >= question.min && n <= question.max ? { value: String(n) } : { reason: 'not_a_number' }
    }
    case 'text':
      if (UNWRITTEN.test(first)) return { reason: 'unknown' }
      return first.length <= MOST_WORDS ? { value: first } : { reason: 'too_long' }
  }
}

const NUMERALS = '零一二三四五六七八九'

/** A whole number as people write one: 4, ４, 4口, 四口, 十二; up to 九十九 in characters. */
function wholeNumberIn(words: string, unit: string): number | undefined {
  const bare = words.normalize('NFKC').replaceAll(/\s/g, '').replace('两', '二')
  const said = bare.endsWith(unit) ? bare.slice(0, -unit.length) : bare
  if (/^\d{1,7}$/.test(said)) return Number(said)
  const [, tens, ten, ones] = /^([一二三四五六七八九])?(十)?([零一二三四五六七八九])?$/.exec(said) ?? []
  if (ten) return (tens ? NUMERALS.indexOf(tens) : 1) * 10 + (ones ? NUMERALS.indexOf(ones) : 0)
  const [one, more] = [tens, ones].filter((each) => each !== undefined)
  return one !== undefined && more === undefined ? NUMERALS.indexOf(one) : undefined
}

/** Under which of the questions two sheets differ. */
export function differences(questions: readonly Question[], a: Answers, b: Answers): string[] {
  return questions.map(({ key: of }) => of).filter((of) => written(a[of]) !== written(b[of]))
}

/** One spelling of a value, to compare two. */
const written = (value: Answers[string] | undefined): string =>
  value === undefined
    ? ''
    : JSON.stringify(Array.isArray(value) ? [...value].sort() : value.replace(/\s+/g, ''))

/**
 * How many bytes a sheet of these questions may take as JSON: all are made as long as this, so that the length of what
 * is sealed says nothing of what stands in it.
 */
export function longest(questions: readonly Question[]): number {
  // A character in somebody's own words takes at most three bytes, or six where JSON writes it out.
  const one = (question: Question): number => {
    switch (question.kind) {
      case 'choice':
        return 2 + Math.max(...question.options.map(({ code }) => code.length))
      case 'choices':
        return 2 + question.options.reduce((sum, { code }) => sum + code.length + 3, 0)
      case 'scale':
        return 4
      case 'number':
        return 9
      case 'text':
        return 2 + MOST_WORDS * 6
    }
  }
  return 2 + questions.reduce((sum, question) => sum + question.key.length + 4 + one(question), 0)
}

/** What may be ticked. */
export function choicesOf(question: Question): readonly { code: string; label: string }[] {
  if (question.kind === 'choice' || question.kind === 'choices') return question.options
  if (question.kind !== 'scale') return []
  return Array.from({ length: question.points }, (_, i) => {
    const n = i + 1
    const end = n === 1 ? `（${question.low}）` : n === question.points ? `（${question.high}）` : ''
    return { code: String(n), label: `${n}${end}` }
  })
}
