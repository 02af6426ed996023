import { z } from 'zod'
import { findRule, type RuleBook, ruleValue } from '#platform/rules/index.ts'
import { isVillageProblem } from './policy.ts'

/** Rule `threshold/problem.evaluation`: where acceptance needs 群众评价, and what result lets it pass (S3-57). */
export const EvaluationRule = z.object({
  /** Problems of villages and communities, of everybody, or of nobody. */
  needed: z.enum(['all', 'villages', 'none']),
  /** The least share of 满意 and 基本满意 in what is valid, in per cent, that each class of raters has to reach. */
  satisfiedPercent: z.number().min(0).max(100),
  /** A campaign's result below it sends the problem back by itself; otherwise the office decides. */
  sendsBack: z.boolean(),
})
export type EvaluationRule = z.infer<typeof EvaluationRule>

export const shippedEvaluationRule: EvaluationRule = { needed: 'all', satisfiedPercent: 80, sendsBack: true }

export function evaluationRule(book: RuleBook, on: string): EvaluationRule {
  const row = findRule(book, 'threshold', 'problem.evaluation', on)
  return row ? ruleValue(row, EvaluationRule) : shippedEvaluationRule
}

export const isEvaluationNeeded = (
  { needed }: EvaluationRule = shippedEvaluationRule,
  problem: { organization_id: string; township_id: string | null },
): boolean => needed === 'all' || (needed === 'villages' && isVillageProblem(problem))

type Rated = { valid: number; satisfied: number; fair: number }

/** Whether a result reaches the threshold. */
export const reaches = ({ satisfiedPercent }: EvaluationRule, { valid, satisfied, fair }: Rated): boolean =>
  valid > 0 && (satisfied + fair) * 100 >= satisfiedPercent * valid
