import type { RuleSeed } from '#platform/rules/seed.ts'

/** The shipped rules of 公示 (domain.md 7.6): defaults that every county may replace by a version of its own. */
const practice = '公示通行做法（各地可改）'
const source = 'domain.md 7.6'

const deadline = (key: string, amount: number, unit: 'days' | 'workdays', basis = practice): RuleSeed => ({
  ...{ kind: 'deadline', key: `publicity.${key}`, value: { amount, unit }, basis, source },
})

const dictionary = (key: string, entries: string, basis: string): RuleSeed => ({
  ...{ kind: 'dictionary', key: `publicity.${key}`, basis, source },
  value: entries
    .trim()
    .split('\n')
    .map((entry) => {
      const [code = '', label = ''] = entry.trim().split(/\s+/)
      return { code, label }
    }),
})

export const publicityRules: readonly RuleSeed[] = [
  deadline('disclose', 20, 'workdays', '政府信息公开条例第二十六条：自形成或者变更之日起20个工作日内'),
  deadline('mask_check', 5, 'workdays'),
  deadline('secrecy_review', 5, 'workdays', '保守国家秘密法第三十五条：公开前应当进行保密审查'),
  deadline('approval', 5, 'workdays'),
  deadline('publish', 3, 'workdays'),
  deadline('withhold_approval', 5, 'workdays'),
  deadline('withheld_review', 180, 'days', '不公开事项须定期复核（最长间隔）'),
  // How long a publication stands when nobody says otherwise.
  deadline('period.problem', 90, 'days'),
  deadline('period.organization', 90, 'days'),
  // Issues of a month are an archive: figures without anybody's data.
  deadline('period.month', 1826, 'days'),
  deadline('period.appeals', 1826, 'days'),
  dictionary(
    'withhold_reason',
    `secret 涉及党和国家秘密
     investigation 正在初核或已立案尚未公布
     hype 可能引起大的负面炒作
     unrest 可能引发群体性事件
     sensitive 重大敏感事项`,
    '巡察整改社会公开五类除外情形',
  ),
  dictionary(
    'channel',
    `site 政府网站
     notice_board 公示栏
     wechat_group 微信群
     broadcast 广播
     television 电视
     meeting 会议通报`,
    '公示渠道（S3-09、S2-13）',
  ),
]
