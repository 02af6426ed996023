import type { RuleSeed } from '#platform/rules/seed.ts'

/** The shipped limits of 群众评价 (S3-57): defaults that every county may replace by a version of its own. */
const basis = '整改成效群众评价通行做法（每季度1次，各地可改）'
const source = 'domain.md S3-57'

const deadline = (key: string, amount: number, unit: 'days' | 'workdays'): RuleSeed => ({
  ...{ kind: 'deadline', key: `evaluation.${key}`, value: { amount, unit }, basis, source },
})

export const evaluationRules: readonly RuleSeed[] = [
  deadline('preparing', 15, 'workdays'),
  deadline('approval', 5, 'workdays'),
  // The longest that answers are taken; each campaign says its own last day.
  deadline('answering', 60, 'days'),
  deadline('counting', 10, 'workdays'),
]
