import type { z } from 'zod'
import type { RuleSeed } from '#platform/rules/seed.ts'
import { EvaluationRule, shippedEvaluationRule } from './evaluation-rule.ts'

/**
 * The shipped rules of the ledger (domain.md 2.3, 5): defaults that every county may replace by a version of its
 * own. Basis says what they rest on; what is not confirmed in a law or notice says so.
 */
const practice = '县级巡察整改通行做法（各地可改）'
const source = 'domain.md 2.3'

const deadline = (key: string, amount: number, unit: 'days' | 'workdays', basis = practice): RuleSeed => ({
  kind: 'deadline',
  key: `problem.${key}`,
  value: { amount, unit },
  basis,
  source,
})

const dictionary = (key: string, entries: string, basis: string, from = 'domain.md 5'): RuleSeed => ({
  kind: 'dictionary',
  key: `problem.${key}`,
  value: entries
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', label = '', group] = line.trim().split(/\s+/)
      return group ? { code, label, group } : { code, label }
    }),
  basis,
  source: from,
})

const deadlines: RuleSeed[] = [
  deadline('issue', 5, 'workdays'),
  deadline('claim', 5, 'workdays'),
  deadline('plan', 30, 'days', '整改方案一般在反馈后1个月内报送（条文未核实）'),
  deadline('plan.village', 30, 'days', '整改方案一般在反馈后1个月内报送（条文未核实）'),
  deadline('plan_review', 10, 'workdays'),
  deadline('replan', 10, 'workdays'),
  deadline('suspension', 180, 'days', '挂账复查不超过6个月'),
  deadline('first_review', 5, 'workdays'),
  deadline('documents', 10, 'workdays'),
  deadline('site', 15, 'workdays'),
  deadline('evaluation', 15, 'workdays'),
  deadline('countersign', 5, 'workdays'),
  deadline('attribution', 10, 'workdays'),
  deadline('review', 90, 'days', '长期坚持事项须定期复核'),
  deadline('reopening', 5, 'workdays'),
]

const dictionaries: RuleSeed[] = [
  dictionary(
    'source',
    `inspection 巡视
     county_inspection 巡察
     audit 审计
     supervision 督查
     petition 信访
     self_check 自查
     village_finance 村级财务`,
    '问题来源统一入账（S3-01）',
  ),
  dictionary(
    'class',
    `policy 党中央决策部署落实 四个聚焦
     conduct 干部廉洁履职担当作为 四个聚焦
     organization 基层党组织建设 四个聚焦
     rectification 巡视巡察审计整改 四个聚焦
     three_assets 农村集体三资管理 村级
     livelihood_funds 民生资金 村级
     land 征地拆迁 村级
     subsidies 惠农补贴 村级
     minimum_living 低保评定 村级
     projects 工程项目 村级
     graft 私分冒领吃拿卡要 村级
     formalism 形式主义官僚主义 村级
     party_life 三会一课组织生活 村级
     decision_making 民主集中制四议两公开 村级
     openness 村务公开 村级
     team 班子队伍 村级
     environment 人居环境 村级
     village_finance 村级财务不规范 村级`,
    '四个聚焦及村级问题分类（domain.md 5.1）',
  ),
  dictionary(
    'field',
    `sanitation 环境卫生
     greening 绿化美化
     drainage 排水设施建设
     pollution 污染防治
     roads 道路建设
     toilets 厕所改造
     industry 产业发展
     culture 群众性文化生活广场建设
     reserve_cadres 后备干部培养`,
    '九个方面（S0-15）',
  ),
  dictionary(
    'severity',
    `prominent 突出问题
     ordinary 一般问题
     emerging 苗头性问题
     tendency 倾向性问题
     advice 工作建议`,
    '性质（domain.md 5.2，S1-10）',
  ),
  dictionary(
    'scope',
    `single 个性
     common 共性
     systemic 系统性
     institutional 体制机制性`,
    '范围（domain.md 5.2）',
  ),
  dictionary(
    'timing',
    `new 新问题
     old_unfixed 老问题未改
     relapse 反弹
     legacy 历史遗留`,
    '时间（domain.md 5.2，S1-02）',
  ),
  dictionary(
    'measure_kind',
    `rules 建章立制
     recovery 挽回损失
     accountability 追责问责
     extension 举一反三
     campaign 专项整治
     major 重大措施`,
    '整改措施类型（domain.md 5.3）',
  ),
  dictionary(
    'root_cause',
    `standpoint 政治站位不高 思想认识
     study_attitude 理论学习态度不端正 思想认识
     purpose 宗旨意识淡化 思想认识
     judgement 政治判断力领悟力不足 政治能力
     responsibility 担当精神不足 政治能力
     coordination 统筹协调能力不足 政治能力
     formalism 形式主义官僚主义 作风建设
     shallow_research 调研不深入 作风建设
     lax_assessment 督查考核不严格 作风建设
     staffing 队伍结构不合理 能力素质
     training 培训缺乏针对性 能力素质
     incentives 激励机制不完善 能力素质
     incomplete_rules 制度体系不健全 制度建设
     weak_supervision 监督机制不健全 制度建设
     loose_execution 制度执行不严格 制度建设`,
    '五类十五种原因（S3-17）',
    'domain.md S3-17',
  ),
  dictionary(
    'check_method',
    `on_site 现场核查
     unannounced 暗访
     household 入户走访
     documents_on_site 调阅原件
     interview 询问知情人`,
    '了解方式（domain.md 5.6）',
  ),
  dictionary(
    'suspension_reason',
    `policy 受现行政策限制
     legacy 历史遗留需逐步解决
     funding 资金暂无来源
     litigation 正在诉讼或仲裁
     upper_level 需上级部门解决`,
    '挂账须有理由类别、批准人和复查日（domain.md 3.3）',
  ),
  dictionary(
    'relapse_kind',
    `on_paper 纸面整改
     false 虚假整改
     half_done 半截子整改
     selective 选择性整改
     repeated 边改边犯
     numbers 数字整改
     words 文字整改
     returned 问题反弹`,
    '虚假整改表现（domain.md 5.3）',
  ),
]

export const problemRules: readonly RuleSeed[] = [
  ...deadlines,
  ...dictionaries,
  {
    kind: 'threshold',
    key: 'problem.evaluation',
    value: shippedEvaluationRule,
    basis: '评价结果作为整改验收的重要依据（S3-57）；比例为通行做法，各地可改',
    source: 'domain.md S3-57',
  },
]

/** Rules of this feature's own kinds: what their values have to look like. */
export const problemRuleShapes: Readonly<Record<string, z.ZodType>> = { 'problem.evaluation': EvaluationRule }
