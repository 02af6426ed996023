import { queryTokens, tokensFor } from '#platform/search/index.ts'

/**
 * How alike two matters of one village are. Counting words in common does not do: people ask, complain and hope in the
 * same words whatever it is about, and everything in a village is at the bridge, at night and about old people. What it
 * finds of 112 pairs stands in `similar.test.ts`.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** How people speak, and what stands in every appeal: says nothing of what it is about. */
const SPEECH = words(`
  没有 没人 不到 不了 不知 知道 不知道 什么 为什么 怎么 怎样 哪里 哪个 哪儿 多少 可以 能不能 请问 想问 问问 一下 希望 尽快 赶紧 麻烦
  解决 处理 反映 问题 情况 事情 原因 政府 领导 村里 村上 我们 我家 你们 他们 自己 大家 别人 这个 那个 这里 那里 这样 那样 这些 那些 那几个
  这几天 这条 已经 一直 现在 以前 以后 去年 今年 明年 昨天 今天 前天 上周 上个月 几天 几个 好几个 几个月 好久 好多 一天到晚 多次 每天 天天
  一天 两天 三天 十多天 两三个 小时 半个 半个月 一个 一个月 三个 三个月 四个月 半年 一年 多年 时候 起来 下来 出来 过来 进来 上来 还是 还有
  就是 都是 不是 因为 所以 但是 而且 如果 需要 应该 到底 答复 通知 回音 消息 来人 有人 安排 帮忙 申请 想要 很大 太大 太多 太差 太吵 不好
  不清 不便 不及时 及时 受不了 到位`)

/** Where, when and whose: many matters of a village have it in common. */
const ROUND_ABOUT = words(`
  村口 田里 桥头 路口 门口 村东 村西 村头 路边 河边 旁边 边上 后山 一组 二组 三组 四组 五组 六组 晚上 夜里 半夜 早上 下午 夏天 入夏 雨天
  下雨 下大雨 大雨 老人 小孩 孩子 娃娃 学生 小学生 家长 母亲 父亲 隔壁 邻村 本组 家里 村民 群众 村干部 上学 出行 危险 三口 电话 老板 镇上
  村委会`)

/** Things of which a village has many kinds of trouble. */
const KINDS = words('补贴 补助 津贴 邻居 学校 路 路上 路面 道路 电线 卫生 工地 房子 承包 公示栏 养猪场')

/** Single characters that name a thing: 停水, 断水 and 不出水 have no word in common, and are one matter. */
const THINGS = [...'水灯狗猪渠墙药树坑']
/** A lamp in the street is none of the street, and what is cement has no trouble with the water. */
const MISTAKEN = /路(?=灯)|电(?=灯)|水(?=泥|田|稻|平|果|库)|(?<=[粪污雨积薪排])水/gu
const plain = (text: string): string => text.replaceAll(MISTAKEN, '')

/** Grammar and numbers: two characters with one of these in them say nothing. */
const GRAMMAR =
  /[的了着过没有不无在是一二三四五六七八九十两几个多少都也就还又很太我你他她们这那哪来去到上下里外前后大小人天年月日]/u
const HAN = /^\p{Script=Han}+$/u

const WEIGHT = { word: 1, thing: 0.7, kind: 0.5, about: 0.2 } as const

function weightOf(word: string): number {
  if (THINGS.includes(word)) return WEIGHT.thing
  if (KINDS.has(word)) return WEIGHT.kind
  return ROUND_ABOUT.has(word) || /^\d+$/.test(word) ? WEIGHT.about : WEIGHT.word
}

/** The county's words for each field, by which a message is given one. */
export type Keywords = Readonly<Record<string, readonly string[]>>
type Matter = { title: string; cause: string; field_code: string | null }

/** Below it, what two have in common is chance. */
export const ALIKE = 0.3
/** What is plainly of another field is another matter, whatever else they have in common. */
const OTHER_FIELD = 0.4
const SAME_FIELD = 0.1
/** Of a word, where only a word within it is shared: 垃圾 of 垃圾堆. */
const WITHIN = 0.7

/** What of a plain text tells which matter it is. */
function tellingWords(text: string, keywords: Keywords): string[] {
  const said = queryTokens(text).filter((word) => [...word].length > 1 && !SPEECH.has(word))
  const named = Object.values(keywords)
    .flat()
    .filter(
      (word) => [...word].length > 1 && text.includes(word) && !said.some((each) => each.includes(word)),
    )
  return [...new Set([...said, ...named, ...THINGS.filter((thing) => text.includes(thing))])]
}

const wordsWithin = (word: string): string[] =>
  tokensFor([word]).filter((part) => [...part].length > 1 && !SPEECH.has(part))

/** Two characters that follow each other and are no word of the dictionary's: 通组, 地力. */
function pairsIn(text: string, known: readonly string[]): string[] {
  const rest = [...SPEECH, ...ROUND_ABOUT, ...KINDS, ...known].reduce(
    (left, word) => left.replaceAll(word, ' '),
    text,
  )
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < rest.length; at++) {
    const pair = rest.slice(at, at + 2)
    if (HAN.test(pair) && !GRAMMAR.test(pair)) pairs.add(pair)
  }
  return [...pairs]
}

const fieldsIn = (text: string, keywords: Keywords): string[] =>
  Object.entries(keywords).flatMap(([field, of]) => (of.some((word) => text.includes(word)) ? [field] : []))

/** Longer than anybody types before looking: the first sentences say what it is. */
const MOST_TYPED = 400

/** By what others are looked up that may be alike: the words that tell most first, then what these are made of. */
export function lookedUpBy(typed: string, keywords: Keywords): string[] {
  const text = plain(typed.slice(0, MOST_TYPED))
  const telling = tellingWords(text, keywords).filter((word) => weightOf(word) > WEIGHT.about)
  const within = telling.flatMap(wordsWithin)
  const characters = [...pairsIn(text, []).join('')]
  return [...new Set([...telling, ...within, ...characters])]
}

/**
 * From 0 to 1: how much of what was typed stands in another matter too. Of what merely surrounds it, nothing.
 * What is typed is looked at once, the matters one after the other.
 */
export function likenessTo(typed: string, keywords: Keywords): (matter: Matter) => number {
  const text = plain(typed.slice(0, MOST_TYPED))
  const own = tellingWords(text, keywords)
  const all = own.reduce((total, word) => total + weightOf(word), 0)
  const pairs = pairsIn(text, own)
  const here = fieldsIn(text, keywords)
  return ({ title, cause, field_code }) => {
    const other = plain(`${title} ${cause}`)
    const tokens = new Set(tokensFor([other]))
    const share = (word: string): number => {
      if (tokens.has(word) || other.includes(word)) return weightOf(word)
      return WITHIN * Math.max(0, ...wordsWithin(word).map((part) => (tokens.has(part) ? weightOf(part) : 0)))
    }
    const followed = WEIGHT.thing * pairs.filter((pair) => other.includes(pair)).length
    const common = own.reduce((total, word) => total + share(word), followed)
    if (common < WEIGHT.thing) return 0
    const there = [...fieldsIn(other, keywords), ...(field_code ? [field_code] : [])]
    const part = common / (all + followed)
    if (here.some((field) => there.includes(field))) return Math.min(1, part + SAME_FIELD)
    return here.length > 0 && there.length > 0 ? part * OTHER_FIELD : part
  }
}
