import { z } from 'zod'
import { rule, ruleValue } from '#platform/rules/index.ts'
import type { RuleSeed } from '#platform/rules/seed.ts'
import type { World } from '#platform/world.ts'
import { appealRateRules } from './figures/formula.ts'

/**
 * The shipped rules of appeals (domain.md 3.1–3.3, 2.7): defaults that every county may replace by a version of its own.
 * No single national limit for hotline matters was found; those of petitions are the law's.
 */
const practice = '群众诉求办理通行做法（各地可改）'
const petitionLaw = (article: string) => `信访工作条例${article}`
const source = 'domain.md 3.2'

const deadline = (
  key: string,
  amount: number,
  unit: 'hours' | 'days' | 'workdays',
  basis = practice,
): RuleSeed => ({ ...{ kind: 'deadline', key: `appeal.${key}`, value: { amount, unit }, basis, source } })

const dictionary = (key: string, entries: string, basis: string): RuleSeed => ({
  ...{ kind: 'dictionary', key: `appeal.${key}`, basis, source: 'domain.md 3.3' },
  value: entries
    .trim()
    .split('\n')
    .map((entry) => {
      const [code = '', label = '', group] = entry.trim().split(/\s+/)
      return group ? { code, label, group } : { code, label }
    }),
})

const deadlines: RuleSeed[] = [
  deadline('screen', 1, 'workdays'),
  deadline('dispatch', 1, 'workdays'),
  deadline('dispatch.urgent', 2, 'hours'),
  deadline('dispatch.petition', 15, 'days', petitionLaw('第二十二条')),
  deadline('sign', 1, 'workdays'),
  deadline('sign.urgent', 2, 'hours'),
  deadline('contact', 24, 'hours'),
  deadline('contact.urgent', 2, 'hours'),
  // Counted from dispatch, so that signing and calling late costs the handler's own time.
  deadline('handle.inquiry', 1, 'workdays'),
  deadline('handle.help', 3, 'workdays'),
  deadline('handle.complaint', 5, 'workdays'),
  deadline('handle.report', 5, 'workdays'),
  deadline('handle.advice', 5, 'workdays'),
  deadline('handle.praise', 5, 'workdays'),
  deadline('handle.complex', 15, 'workdays'),
  deadline('handle.urgent', 24, 'hours'),
  deadline('handle.petition', 60, 'days', petitionLaw('第三十四条')),
  deadline('extension.petition', 30, 'days', petitionLaw('第三十四条')),
  deadline('wait', 5, 'workdays'),
  deadline('return', 2, 'workdays'),
  deadline('return.petition', 5, 'workdays', petitionLaw('第二十三条')),
  deadline('return_decision', 1, 'workdays'),
  deadline('forced_decision', 2, 'workdays'),
  deadline('review', 1, 'workdays'),
  deadline('callback', 2, 'workdays'),
  deadline('objection', 2, 'workdays'),
  deadline('meeting', 5, 'workdays'),
  deadline('suspension', 180, 'days', '挂账复查不超过6个月'),
  deadline('window', 15, 'days'),
  deadline('window.petition', 30, 'days', petitionLaw('第三十五条、第三十六条')),
  deadline('petition_review', 30, 'days', petitionLaw('第三十五条')),
  deadline('petition_final', 30, 'days', petitionLaw('第三十六条')),
]

const dictionaries: RuleSeed[] = [
  dictionary(
    'field',
    `subsidy 惠农补贴 民生
     minimum_living 低保救助 民生
     land 宅基地和土地纠纷 土地
     roads 道路 基础设施
     water_power 水电 基础设施
     sanitation 环境卫生 环境
     pollution 污染扰民 环境
     three_assets 集体三资 村务
     openness 村务公开 村务
     neighbours 邻里纠纷 治安调解
     safety 安全隐患 治安调解
     education 教育 公共服务
     health 医疗 公共服务
     elderly 养老 公共服务
     wages 工资拖欠 劳动
     conduct 干部作风 作风
     other 其他 其他`,
    '诉求领域两级分类（domain.md 3.3）',
  ),
  dictionary(
    'set_aside_reason',
    `empty 无实质内容
     advertisement 广告
     repeated 同一内容重复提交
     abuse 只有辱骂没有事项
     test 测试`,
    '网上来件人工筛查',
  ),
  dictionary(
    'refused_reason',
    `litigation 已在或应当通过诉讼、仲裁、行政复议解决
     discipline 属纪检监察机关受理范围
     petition 已进入信访程序
     disclosure 属政府信息公开申请
     secret 涉及国家秘密、商业秘密、个人隐私
     emergency 应立即拨打110、119、120、122
     not_here 不属于本县（市、区）管辖`,
    '不予受理情形（domain.md 3.3）',
  ),
  dictionary(
    'return_reason',
    `not_ours 不属于本单位职责
     wrong_place 不在本单位辖区
     needs_other 须由其他单位牵头`,
    '退单情形（domain.md 3.3）',
  ),
  dictionary(
    'suspension_reason',
    `no_policy 现行政策暂不能解决
     history 历史遗留问题
     project 已列入项目等待实施
     funds 资金未到位`,
    '挂账情形（domain.md 3.3）',
  ),
  dictionary(
    'exclusion_reason',
    `no_contact 未留联系方式
     beyond_power 超出法定职权
     third_party 须等待第三方法定程序`,
    '三率剔除情形，只看事项不看人（domain.md 3.1）',
  ),
  dictionary(
    'divert_kind',
    `accusation 检举控告
     misconduct 违反工作纪律
     reprisal 打击报复`,
    '转送纪检监察机关（domain.md 2.7）',
  ),
]

const Limits = z.object({
  /** Before somebody else decides: 3.3. */
  redos: z.int().min(0).max(10),
  extensions: z.int().min(0).max(10),
  /** After so many unsuccessful calls nobody has to call again. */
  calls: z.int().min(1).max(10),
  /** From so many people on the leader is told. */
  people: z.int().min(2).max(1000),
  /** Suspended at most so many days at a time. */
  suspensionDays: z.int().min(1).max(366),
  /** So many are promised a year (S3-37). */
  pledges: z.int().min(1).max(100).default(10),
})

const codes = z.string().regex(/^[a-z0-9_.-]{1,60}$/)

/** Who usually handles a field: the village, the township, or the department whose name holds these words. */
const Dispatch = z.record(
  codes,
  z.union([z.literal('village'), z.literal('township'), z.object({ department: z.string().min(2) })]),
)
/** By which words a field is recognised in a message. */
const Keywords = z.record(codes, z.array(z.string().min(1)))
/** Somebody in office near a deed: suggested to be passed on (domain.md 2.7). The registrar decides. */
const Accusation = z.object({ officials: z.array(z.string().min(1)), deeds: z.array(z.string().min(1)) })

/** What each rule of kind `appeal` holds. */
export const appealRuleShapes = {
  limits: Limits,
  dispatch: Dispatch,
  keywords: Keywords,
  accusation: Accusation,
}
type Shapes = typeof appealRuleShapes

const words = (text: string): string[] => text.split(' ')

const laidDown = <K extends keyof Shapes>(key: K, value: z.infer<Shapes[K]>, basis: string): RuleSeed => ({
  ...{ kind: 'appeal', key, value, basis, source: 'domain.md 3.2、3.3' },
})

export const appealRules: readonly RuleSeed[] = [
  ...deadlines,
  ...dictionaries,
  laidDown(
    'limits',
    { redos: 2, extensions: 2, calls: 3, people: 5, suspensionDays: 183, pledges: 10 },
    '重办不超过2次、延期不超过2次、回访三次未接通、5人以上同一事项告知分管领导、挂账不超过6个月、每年至少解决10个群众反映的突出问题（各地可改）',
  ),
  laidDown(
    'dispatch',
    {
      ...{ subsidy: 'township', minimum_living: 'township', land: 'township', roads: 'township' },
      ...{ water_power: 'township', sanitation: 'village', pollution: { department: '生态环境' } },
      ...{ three_assets: 'township', openness: 'village', neighbours: 'village', safety: 'township' },
      ...{ education: { department: '教育' }, health: { department: '卫生健康' }, elderly: 'village' },
      wages: { department: '人力资源' },
    },
    '派单目录（各地可改）',
  ),
  laidDown(
    'keywords',
    {
      subsidy: words('补贴 补助 直补 农机补'),
      minimum_living: words('低保 救助 特困 临时救助'),
      land: words('宅基地 土地 征地 地界 承包地 确权'),
      roads: words('道路 修路 路面 路灯 桥 坑洼'),
      water_power: words('自来水 停水 水压 停电 电压 电线 变压器'),
      sanitation: words('垃圾 卫生 厕所 污水 臭 保洁'),
      pollution: words('污染 噪音 噪声 扬尘 油烟 排污'),
      three_assets: words('集体资产 集体资金 鱼塘 承包合同 分红 村账'),
      openness: words('村务公开 公示栏 不公开 财务公开'),
      neighbours: words('邻居 纠纷 吵架 排水 相邻'),
      safety: words('危房 隐患 塌 漏电 消防 积水'),
      education: words('学校 上学 入学 幼儿园 校车'),
      health: words('医保 卫生室 看病 医院 报销'),
      elderly: words('养老 老人 敬老院 高龄'),
      wages: words('工资 拖欠 工钱 农民工'),
      conduct: words('态度 推诿 作风 吃拿卡要'),
    },
    '按常用词提示领域，由登记人核对（各地可改）',
  ),
  laidDown(
    'accusation',
    {
      officials: words('书记 主任 会计 村干部 镇长 副镇长 所长 站长 局长 支书 文书 队长 组长'),
      deeds: words(
        '贪污 私分 受贿 行贿 索要 索贿 挪用 侵占 截留 冒领 吃拿卡要 优亲厚友 收钱 好处费 回扣 克扣 打击报复 公款吃喝',
      ),
    },
    '检举控告识别提示，由登记人决定是否转送（domain.md 2.7）',
  ),
  ...appealRateRules,
]

type Values = { [K in keyof Shapes]: z.infer<Shapes[K]> }
const shapes: { [K in keyof Values]: z.ZodType<Values[K]> } = appealRuleShapes

/** What a rule of kind `appeal` says today. */
export const ruleOf = <K extends keyof Values>(
  { rules, today }: Pick<World, 'rules' | 'today'>,
  key: K,
): Values[K] => ruleValue(rule(rules, 'appeal', key, today), shapes[key])

export const limitsOf = (world: Pick<World, 'rules' | 'today'>) => ruleOf(world, 'limits')
