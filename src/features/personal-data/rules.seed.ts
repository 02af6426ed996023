import { z } from 'zod'
import { type RuleBook, rule, ruleValue } from '#platform/rules/index.ts'
import type { RuleSeed } from '#platform/rules/seed.ts'
import type { RetentionKey } from './registry.ts'

const source = 'domain.md 7.2、7.4'

const retention = (key: RetentionKey, days: number, basis: string): RuleSeed => ({
  ...{ kind: 'retention', key, value: { days }, basis, source },
})

/** What a county begins with; every one of them may be replaced by a version of its own. */
export const personalDataRules: readonly RuleSeed[] = [
  {
    ...{ kind: 'deadline', key: 'data_request', value: { amount: 15, unit: 'workdays' } },
    ...{ basis: '个人信息保护法第五十条：及时受理、处理个人行使权利的申请（15个工作日为通行做法）', source },
  },
  {
    ...{ kind: 'limit', key: 'phone_openings_per_hour', value: { n: 20 } },
    ...{ basis: '个人信息保护法第五十一条：采取措施防止未经授权的访问', source },
  },
  retention('person_after_leaving', 365, '个人信息保护法第十九条：保存期限为实现处理目的所必要的最短时间'),
  retention('refused_attempts', 365, '网络安全法：网络日志留存不少于六个月；等保测评一般要求十二个月'),
  retention('exports', 1095, '谁带走了什么名单，留存三年备查'),
  retention('phone_openings', 1095, '个人信息保护法第五十六条：处理情况记录至少保存三年'),
  retention('data_requests', 1095, '个人信息保护法第五十六条：处理情况记录至少保存三年'),
  retention('commands', 365, '重复提交的凭据，过期即无用途'),
  retention('uploads', 30, '传上来而没有用于任何事项的文件，过期即无用途'),
]

const Days = z.object({ days: z.int().min(1).max(36_525) })
const Count = z.object({ n: z.int().min(1) })

/** What the rules of its kinds hold. */
export const personalDataRuleShapes = {
  retention: Object.fromEntries(
    personalDataRules.filter(({ kind }) => kind === 'retention').map(({ key }) => [key, Days]),
  ),
  limit: { phone_openings_per_hour: Count },
}

/** For how many days something is kept; throws MissingRule, InvalidRule. */
export const retentionDays = (rules: RuleBook, key: RetentionKey, on: string): number =>
  ruleValue(rule(rules, 'retention', key, on), Days).days

/** How many numbers one person may open within an hour. */
export const openingsPerHour = (rules: RuleBook, on: string): number =>
  ruleValue(rule(rules, 'limit', 'phone_openings_per_hour', on), Count).n
