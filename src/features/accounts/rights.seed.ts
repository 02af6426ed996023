import { z } from 'zod'
import { rule, ruleValue } from '#platform/rules/index.ts'
import type { RuleSeed } from '#platform/rules/seed.ts'
import type { World } from '#platform/world.ts'

const DelegationValue = z.object({ mostDays: z.int().min(1).max(366) })

/** What each rule of kind `rights` holds. */
export const rightsRuleShapes = { delegation: DelegationValue }

/** How long a role may be handed over at a time. */
export const rightsRules: readonly RuleSeed[] = [
  {
    kind: 'rights',
    key: 'delegation',
    value: { mostDays: 30 } satisfies z.infer<typeof DelegationValue>,
    basis: '代办须有期限，到期自动收回（domain.md 7.7）；天数为通行做法，各地可改',
    source: 'domain.md 7.7',
  },
]

export const mostDelegationDays = ({ rules, today }: World): number =>
  ruleValue(rule(rules, 'rights', 'delegation', today), DelegationValue).mostDays
