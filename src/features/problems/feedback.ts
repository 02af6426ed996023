import { type Decision, refuse } from '#platform/refusal.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import type { Feedback } from './schema.ts'

/** Which field of a feedback is checked against which dictionary of the county. */
export const feedbackDictionaries = {
  source: 'problem.source',
  classCode: 'problem.class',
  fieldCode: 'problem.field',
  severity: 'problem.severity',
  scope: 'problem.scope',
  timing: 'problem.timing',
} as const satisfies Partial<Record<keyof Feedback, string>>

/** Codes the county does not know today, and days that cannot be; undefined when all is well. */
export function dictionaryFault(feedback: Feedback, world: World): Decision<never> | undefined {
  const issues: { path: string; reason: string; detail?: string }[] = []
  for (const [field, key] of Object.entries(feedbackDictionaries) as [
    keyof typeof feedbackDictionaries,
    string,
  ][]) {
    const value = feedback[field]
    if (
      value !== undefined &&
      !dictionary(world.rules, key, world.today).some((entry) => entry.code === value)
    )
      issues.push({ path: field, reason: 'not_in_dictionary', detail: value })
  }
  if (feedback.feedbackOn > world.today)
    issues.push({ path: 'feedbackOn', reason: 'in_future', detail: world.today })
  return issues.length > 0 ? refuse({ code: 'invalid', issues }) : undefined
}
