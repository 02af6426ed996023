import { isHanAt } from './letters.ts'

/**
 * What stands before and after a name in what offices write, each with how much it speaks for a name (natural
 * logarithm of odds). Matched on the raw characters, longest first, so an entry may be the end of a longer word.
 */
const BEFORE: readonly (readonly [number, string])[] = [
  // Labels of forms.
  [
    7,
    '姓名 户主 户主姓名 联系人 承办人 经办人 经手人 证明人 审批人 审核人 责任人 负责人 记录人 反映人 举报人 申请人 信访人 投诉人 来电人 来访人 收款人 缴款人 付款人 报账员 填报人 制表人 签字人 户名 法定代表人 法人 代表人 当事人 受访者 被谈话人 谈话人 监护人 见证人 主持人 参会人员 分管领导 包村干部 包抓领导 维修人 领款人 又名 曾用名 别名 化名 名叫 叫做',
  ],
  [
    5,
    '村民 居民 群众 社员 党员 老党员 户主 贫困户 脱贫户 监测户 低保户 五保户 特困户 危房户 搬迁户 养殖户 种植户 困难户 农户 书记 副书记 第一书记 支书 村支书 主任 副主任 会计 原会计 出纳 文书 委员 组长 副组长 小组长 三组组长 队长 镇长 副镇长 乡长 副乡长 县长 副县长 局长 副局长 科长 所长 站长 校长 院长 部长 主席 经理 老板 师傅 医生 村医 老师 教师 网格员 保洁员 护林员 信息员 报账员 联络员 管护员 监督员 调解员 公益岗 队员 干部 成员 老人 残疾人 未成年人 儿童 留守儿童 学生 贫困学生 孤儿 受害人 被害人 死者 伤者 死亡人员 证人 被告 原告 上诉人 嫌疑人 妻子 丈夫 儿子 女儿 父亲 母亲 其父 其母 其妻 其夫 其子 其女 其兄 其弟 其姐 其妹 之子 之女 之妻 哥哥 弟弟 姐姐 妹妹 侄子 侄女 孙子 孙女 外甥 女婿 儿媳 岳父 岳母 邻居 亲属 亲戚 代表 法人 信访人 举报人 反映人 申请人 负责人 责任人 联系人 经手人 承办人 投诉人 缴款人 来信人 同志 理事长 社长 秘书 司机 包工头 承包人 承租人 房东 业主 商户 店主 施工队长 工头 警官 民警 法官 律师 记者 编辑 大学生 对象 名叫 叫作',
  ],
  [
    1.6,
    '由 对 给 与 和 及 找 经 请 被 让 称 将 把 向 据 以及 通知 约谈 询问 走访 访问 联系 找到 其中 反映 举报 核实 包括 为 是 至 到 同 跟 替 受',
  ],
]

const AFTER: readonly (readonly [number, string])[] = [
  // Only a person does this, whatever the word before it could mean.
  [
    9,
    '(男 (女 ,男 ,女 、男 、女 (电话 (手机 (联系 (身份 (公民身 (系 (已故 (化名 (又名 (曾用名 ,电话 ,手机 ,身份证 ,公民身 ,汉族 ,系',
  ],
  [
    7,
    '是本 是驻 是村 是镇 是我 系本 系村 种了 养了 家的 同志 先生 女士 的母亲 的父亲 的妻子 的丈夫 的儿子 的女儿 向村 向镇 向县 向巡 向纪 向组 反映 反应 称 说 表示 认为 告诉 举报 投诉 要求 申请 辩称 承认 证实 诉称 自述 签字 签名 去世 病故',
  ],
  [
    5.5,
    '村主任 村支书 村党支 村委会主 村会计 镇长 现住 借了 交来 辞职 到场 到户 老人 大爷 大妈 大娘 大叔 大婶 奶奶 爷爷 阿姨 师傅 老师 小朋友 同学 一家 一户 夫妇 夫妻 父子 父女 母子 母女 兄弟 兄妹 姐妹 姐弟 二人 两人 三人 等人 本人 之子 之女 之妻 之父 之母 家门 家房 家庭 家中 家里 家低 家长 家有 健在 希望 陈述 确认 签字 签名 领取 代领 冒领 借支 借款 挪用 侵占 担任 兼任 任职 任村 任组 任镇 自 为人 系两 系同 涉嫌 种植 获评 获得 均 未参 擅自 私自 违规 因病 因家 因残 因未 因赌 去世 病故 死亡 辍学 在外 长期 多次 借机 利用 主持 负责 牵头 陪同 得了 患 承包 开办 捐款 提供 提交 提出 诉 于20 于19',
  ],
  [
    3,
    '的妻 的丈 的母 的父 的儿 的女 的孙 的哥 的弟 的姐 的妹 的房 的低 的宅 的承 的土 的轮 的银 的医 的补 的危 的户 的陈 的证 的账 的亲 的猪 的羊 的牧 的草 的名 的身 的养',
  ],
  [1.8, '等 家 在 向 于 和 与 及 的 因 未 把 将 以 被 从 已 曾 至 到 也 又 每 常 按 通 领 办 任 系 （ ( 、'],
  // What makes it a place, not a person.
  [
    -9,
    '村 镇 乡 县 市 区 社区 街道 组 沟 湾 庄 屯 寨 峪 坡 坪 塬 堡 岭 河 桥 路 街 巷 段 水库 小学 中学 山脉 林场 农场 流域 生态 市场 广场 公园 景区 大道 大桥 隧道 车站 小区 花园 苑 高速 国道 省道 自然村 行政村 工业 新区 开发区 片区',
  ],
]

type Entry = readonly [entry: string, weight: number]

/** Entries by the character they are told by, longest first. */
function byLetter(rows: readonly (readonly [number, string])[], letterOf: (entry: string) => string) {
  const table = new Map<number, Entry[]>()
  for (const [weight, entries] of rows)
    for (const entry of entries.split(' ')) {
      const unit = letterOf(entry).charCodeAt(0)
      const others = table.get(unit) ?? []
      if (!others.some(([other]) => other === entry)) others.push([entry, weight])
      table.set(unit, others)
    }
  for (const entries of table.values()) entries.sort(([a], [b]) => b.length - a.length)
  return table
}

const before = byLetter(BEFORE, (entry) => entry.at(-1)!)
const after = byLetter(AFTER, (entry) => entry[0]!)

const LETTER = /[\da-z]/
const MASKED_ALREADY = -20
/** Signs between a label and what it labels. */
const COLON = /[:：]/

/** A row of a list of people: its number before the name; an amount, sex or age behind. */
const ROW_NUMBER = /(?:^|\n)\s*\d{1,4}(?:[.、]\s*|\s+)$/
const NEXT_CELL = /^(?:\s+(?:\d|[男女](?:\s|$))|\d{2,6}(?:\.\d+)?元)/

/** How much what ends at `at` speaks for a name beginning there. */
export function weightBefore(text: string, at: number): number {
  let end = at
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '　')) end--
  const isLabel = end > 0 && COLON.test(text[end - 1]!)
  if (isLabel) end--
  // A word that may stand before a name says nothing any more across a colon or a space; a title does.
  for (const [entry, weight] of before.get(text.charCodeAt(end - 1)) ?? [])
    if ((end === at || weight >= 5) && text.endsWith(entry, end)) return isLabel ? weight + 1 : weight
  if (at > 0 && isHanAt(text, at - 1)) return 0
  if (ROW_NUMBER.test(text.slice(Math.max(0, at - 6), at))) return 2.5
  return end === 0 || !LETTER.test(text[at - 1]!) ? 1.2 : 0
}

/** How much what begins at `at` speaks for a name ending there. */
export function weightAfter(text: string, at: number): number {
  if (text[at] === '*') return MASKED_ALREADY
  for (const [entry, weight] of after.get(text.charCodeAt(at)) ?? [])
    if (text.startsWith(entry, at)) return weight
  if (at < text.length && isHanAt(text, at)) return 0
  if (NEXT_CELL.test(text.slice(at, at + 10))) return 3.5
  return at === text.length || !LETTER.test(text[at]!) ? 0.8 : 0
}

/** Posts and forms of address that stand behind a surname alone: 王主任, 陈大爷. */
const POSTS =
  '书记 副书记 支书 主任 副主任 会计 出纳 文书 委员 组长 队长 镇长 副镇长 乡长 副乡长 县长 副县长 局长 副局长 科长 股长 所长 站长 校长 院长 部长 主席 经理 总 老板 医生 大夫 老师 师傅 先生 女士 小姐 同志 大爷 大妈 大娘 大叔 大婶 大伯 大哥 大姐 大嫂 奶奶 爷爷 阿姨 叔叔 伯伯 老汉 老太 老人 婶 叔 伯 嫂 哥 姐 姨 氏 代表 警官 法官 律师 教授 工程师 主席 秘书 老头 姑娘 处长 厅长 司机 法师 村长 家人'
const posts = byLetter([[0, POSTS]], (entry) => entry[0]!)

/** How long the posts are that begin at `at`. */
export const postsAt = (text: string, at: number): number[] =>
  (posts.get(text.charCodeAt(at)) ?? [])
    .filter(([post]) => text.startsWith(post, at))
    .map(([post]) => post.length)
