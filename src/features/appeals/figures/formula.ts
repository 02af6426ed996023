import { z } from 'zod'
import { type RuleBook, type RuleRow, rule, ruleValue } from '#platform/rules/index.ts'
import type { RuleSeed } from '#platform/rules/seed.ts'
import { Nature, Reasonableness, type Satisfaction } from '../schema.ts'

/**
 * How the three rates are counted (domain.md 3.1): rules of kind `appeal_rates`, so that a county may choose its own
 * denominators, weights and exclusions, and every figure says by which version it was counted.
 */
const kind = 'appeal_rates'

/** What takes an appeal out of a rate: always about the matter, never about the person who brought it up. */
const Exclude = z.strictObject({
  /** 剔除 that was approved for one of these reasons. */
  codes: z.array(z.string().min(1)).default([]),
  natures: z.array(Nature).default([]),
  reasonableness: z.array(Reasonableness).default([]),
  /** 挂账 counts again when it has returned; what was joined is counted with the appeal that it was joined to. */
  states: z.array(z.enum(['suspended', 'joined', 'withdrawn'])).default([]),
})
export type Exclude = z.infer<typeof Exclude>

const share = z.number().min(0).max(1)

export const appealRateShapes = {
  /** 响应率: contacted within the limit ÷ assigned in the month. */
  response: z.strictObject({ exclude: Exclude }),
  /** 解决率: solved ÷ reached by callback in the month, or ÷ all who were called. */
  solution: z.strictObject({ denominator: z.enum(['reached', 'called']), exclude: Exclude }),
  /** 满意率: weighted ÷ rated; who gave no rating is counted apart and never as satisfied. */
  satisfaction: z.strictObject({
    weights: z.strictObject({
      ...{ satisfied: share, fairly: share, fair: share, unsatisfied: share },
    } satisfies Record<z.infer<typeof Satisfaction>, z.ZodNumber>),
    exclude: Exclude,
  }),
  /** 综合得分 */
  score: z
    .strictObject({ response: share, solution: share, satisfaction: share })
    .refine((w) => Math.abs(w.response + w.solution + w.satisfaction - 1) < 1e-9, { error: 'not_one' }),
} as const
type Part = keyof typeof appealRateShapes
const parts = Object.keys(appealRateShapes) as Part[]

export type Formula = { [P in Part]: z.infer<(typeof appealRateShapes)[P]> }
/** Which version of each part. */
export type FormulaVersions = Record<Part, number>

const seed = <P extends Part>(key: P, value: Formula[P], basis: string): RuleSeed => ({
  ...{ kind, key, value, basis: `${basis}（各地可改）`, source: 'domain.md 3.1' },
})

const codes = ['no_contact', 'beyond_power', 'third_party']
const unsolvable: Exclude = {
  codes: ['beyond_power', 'third_party'],
  natures: ['inquiry', 'advice', 'praise'],
  reasonableness: ['no_basis'],
  states: ['suspended', 'joined'],
}

export const appealRateRules: readonly RuleSeed[] = [
  seed(
    'response',
    { exclude: { codes, natures: [], reasonableness: [], states: ['joined'] } },
    '响应率：时限内首次联系件数÷当月派单件数，剔除须经批准且只看事项',
  ),
  seed(
    'solution',
    { denominator: 'reached', exclude: unsolvable },
    '解决率：回访答“已解决”件数÷回访成功件数，咨询、建议、表扬、挂账期内和无政策依据的不计',
  ),
  seed(
    'satisfaction',
    { weights: { satisfied: 1, fairly: 0.8, fair: 0.5, unsatisfied: 0 }, exclude: unsolvable },
    '满意率：按满意1、基本满意0.8、一般0.5、不满意0加权÷已评价件数，未评价单列',
  ),
  seed('score', { response: 0.3, solution: 0.35, satisfaction: 0.35 }, '综合得分：响应30%、解决35%、满意35%'),
]

const read = (rowOf: (part: Part) => RuleRow): { formula: Formula; versions: FormulaVersions } => {
  const rows = parts.map((part) => [part, rowOf(part)] as const)
  return {
    formula: Object.fromEntries(
      rows.map(([part, row]) => [part, ruleValue<unknown>(row, appealRateShapes[part])]),
    ) as Formula,
    versions: Object.fromEntries(rows.map(([part, { version }]) => [part, version])) as FormulaVersions,
  }
}

/** The formula in force on a day of the county. */
export const formulaOn = (rules: RuleBook, day: string) => read((part) => rule(rules, kind, part, day))

/** The formula that something was counted by. */
export const formulaOf = (rules: RuleBook, versions: FormulaVersions) =>
  read((part) => {
    const found = rules.kinds
      .get(kind)
      ?.get(part)
      ?.find(({ version }) => version === versions[part])
    if (!found) throw new Error(`no version ${versions[part]} of rule ${kind}/${part}`)
    return found
  })
