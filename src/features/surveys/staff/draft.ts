import type { Question } from '../questions.ts'

/** A question as it is typed: every field there, options as lines. */
export type DraftQuestion = {
  key: string
  kind: Question['kind']
  title: string
  required: boolean
  options: string
  points: number
  low: string
  high: string
  min: number
  max: number
  unit: string
}

export const blank = (n: number): DraftQuestion => ({
  ...{ key: `q${n}`, kind: 'choice', title: '', required: false, options: '', points: 5 },
  ...{ low: '', high: '', min: 0, max: 100, unit: '' },
})

export function draftOf(question: Question): DraftQuestion {
  const { key, kind, title, required } = question
  const base = { ...blank(0), key, kind, title, required }
  switch (question.kind) {
    case 'choice':
    case 'choices':
      return { ...base, options: question.options.map(({ label }) => label).join('\n') }
    case 'scale':
      return { ...base, points: question.points, low: question.low, high: question.high }
    case 'number':
      return { ...base, min: question.min, max: question.max, unit: question.unit }
    case 'text':
      return base
  }
}

/** What is sent; the contract judges it. */
export function questionOf(draft: DraftQuestion): Question {
  const { key, kind, title, required } = draft
  const common = { key, title, required }
  switch (kind) {
    case 'choice':
    case 'choices':
      return {
        ...{ kind, ...common },
        options: draft.options
          .split('\n')
          .map((label) => label.trim())
          .filter((label) => label !== '')
          .map((label, i) => ({ code: `o${i + 1}`, label })),
      }
    case 'scale':
      return { kind, ...common, points: draft.points, low: draft.low, high: draft.high }
    case 'number':
      return { kind, ...common, min: draft.min, max: draft.max, unit: draft.unit }
    case 'text':
      return { kind, ...common }
  }
}
