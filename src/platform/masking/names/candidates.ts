import { givenLog, lastGivenLog } from './given.ts'
import { isHanAt, letterEnd } from './letters.ts'
import { compoundLog, isSeldomSurname, surnameLog } from './surnames.ts'
import { postsAt, weightAfter, weightBefore } from './surroundings.ts'

/** A way to read some characters as a person; `from` and `to` are what is masked, `start` and `end` what is read with it. */
export type Candidate = {
  start: number
  end: number
  from: number
  to: number
  score: number
  isHit: boolean
}

/** What a name costs before its characters are looked at, and what each length costs. */
const NAME = -3.6
const ONE_GIVEN = -1.7
const TWO_GIVEN = -0.2
const TWO_SURNAMES = -4
const SURNAME_AND_POST = -7.5
const ALREADY_MASKED = -6
/** 三项, 5张: behind a number these measure things. */
const MEASURES = new Set('项张米宗段章支双台方石车房单班左卷成万牛羊元户')
const AFTER_A_NUMBER = -3
const NUMBER = /[\d一二三四五六七八九十百千万两几数}]/
/** 李家庄, 王家沟: a place is called after a family. */
const PLACES_OF_FAMILIES = new Set('庄沟湾坪坡河山岭窑寨堡屯塬洼峪咀嘴台店营集桥')
const OF_A_FAMILY = -8
const NICKNAME = -6
/** Surnames that stand before posts as words. */
const WORDS_BEFORE_POSTS = new Set('任时原党单代常前现副正总各应')
/** Names told by the caller: certain, unless an ordinary word reads much better there. */
const KNOWN = -4

/** So little that ordinary words always explain the same characters better, whatever stands around. */
const HOPELESS = -27

/** Syllables that Tibetan and Mongolian names are put together of. */
const PARTS = new Set(
  '扎西 次仁 卓玛 旺堆 多吉 丹增 平措 索朗 德吉 拉姆 央金 格桑 尼玛 达娃 桑吉 仁青 仁增 洛桑 顿珠 白玛 贡布 才让 卓嘎 普布 巴桑 边巴 强巴 阿旺 旦增 曲珍 措姆 拉珍 加措 土登 益西 其其格 乌云 巴特尔 格日勒 图雅 娜仁 托娅 呼和 苏和 巴图 朝鲁 哈斯 宝音 那顺 乌日娜 萨仁 高娃 斯琴 额尔敦 布和 孟和 毕力格 苏日娜 阿茹娜 乌兰 其木格 吉克 阿果 古丽 迪丽 阿依 努尔 买买提 艾山 艾力 吐逊 阿卜杜 热依 木拉提 帕提 阿迪力 克里木 尼亚孜 哈丽 马哈麻 尔布 阿娜尔'.split(
    ' ',
  ),
)

const partLetters = new Set([...PARTS].map((part) => part.charCodeAt(0)))

/** Names told by the caller, by their first character. */
export type KnownNames = ReadonlyMap<number, readonly string[]>

export type Hints = {
  known: KnownNames
  /** Extra weight for a name from one place to another, from names found around it. */
  extra(from: number, to: number): number
}

/** All ways to read what begins at `at` as a person. */
export function candidatesAt(text: string, at: number, end: number, hints: Hints): Candidate[] {
  const into: Candidate[] = []
  const unit = text.charCodeAt(at)
  for (const name of hints.known.get(unit) ?? [])
    if (at + name.length <= end && text.startsWith(name, at))
      into.push(whole(at, at + name.length, KNOWN + surroundings(text, at, at + name.length)))
  const one = surnameLog(text, at)
  if (one !== undefined) addFullNames(into, text, at, end, one, hints)
  const two = compoundLog(text, at)
  if (two !== undefined && at + 2 < end) {
    addGiven(into, text, at, at + 2, end, two, hints)
    addPosts(into, text, at, at + 2, two, end)
  }
  if (text[at] === '老' || text[at] === '小') addNickname(into, text, at, end)
  if (partLetters.has(unit)) addParts(into, text, at, end, hints)
  return into
}

const whole = (from: number, to: number, score: number): Candidate => ({
  start: from,
  end: to,
  from,
  to,
  score,
  isHit: true,
})

function addFullNames(
  into: Candidate[],
  text: string,
  at: number,
  end: number,
  log: number,
  hints: Hints,
): void {
  addGiven(into, text, at, at + 1, end, log, hints)
  addPosts(into, text, at, at + 1, log, end)
  addAlreadyMasked(into, text, at, end)
  const second = at + 3 < end ? surnameLog(text, at + 1) : undefined
  if (log > -5.5 && second !== undefined && second > -5.5)
    addName(into, text, at, at + 2, at + 4, log + second + TWO_SURNAMES, hints)
}

function addGiven(
  into: Candidate[],
  text: string,
  at: number,
  given: number,
  end: number,
  log: number,
  hints: Hints,
): void {
  const first = letterEnd(text, given)
  const second = letterEnd(text, first)
  if (first <= end) addName(into, text, at, given, first, log + ONE_GIVEN, hints)
  if (second <= end) addName(into, text, at, given, second, log + TWO_GIVEN, hints)
}

function addName(
  into: Candidate[],
  text: string,
  from: number,
  given: number,
  to: number,
  log: number,
  hints: Hints,
): void {
  let score = NAME + log
  for (let at = given; at < to; at = letterEnd(text, at)) {
    const unit = text.charCodeAt(at)
    score += letterEnd(text, at) === to ? lastGivenLog(unit) : givenLog(unit)
  }
  if (score < HOPELESS) return
  if (MEASURES.has(text[from]!) && NUMBER.test(text[from - 1] ?? '')) score += AFTER_A_NUMBER
  if (text[given] === '家' && PLACES_OF_FAMILIES.has(text[given + 1] ?? '')) score += OF_A_FAMILY
  into.push(whole(from, to, score + surroundings(text, from, to) + hints.extra(from, to)))
}

const surroundings = (text: string, from: number, to: number): number =>
  weightBefore(text, from) + weightAfter(text, to)

/** 王主任, 陈大爷: only the surname is masked. */
function addPosts(into: Candidate[], text: string, at: number, post: number, log: number, end: number): void {
  const lengths = postsAt(text, post)
  if (lengths.length === 0 || isSeldomSurname(text, at)) return
  // 冯玉泉任副组长, 时任书记: in the middle of a sentence these are words, not surnames.
  if (WORDS_BEFORE_POSTS.has(text[at]!) && at > 0 && isHanAt(text, at - 1)) return
  for (const length of lengths) {
    const after = post + length
    if (after > end) continue
    const around = weightBefore(text, at) + weightAfter(text, after) / 2
    const score = SURNAME_AND_POST + log + around + (length > 1 ? 0 : -2)
    into.push({ start: at, end: after, from: at, to: post, score, isHit: true })
  }
}

/** 张某, 李某某: somebody has masked already. */
function addAlreadyMasked(into: Candidate[], text: string, at: number, end: number): void {
  let to = at + 1
  while (to < end && to < at + 3 && text[to] === '某') to++
  if (to > at + 1) into.push({ ...whole(at, to, ALREADY_MASKED), isHit: false })
}

/** 老张, 小李, 老张头: only the surname is masked. */
function addNickname(into: Candidate[], text: string, at: number, end: number): void {
  const log = at + 1 < end ? surnameLog(text, at + 1) : undefined
  if (log === undefined || log < -6) return
  const score = NICKNAME + log + Math.min(3, weightAfter(text, at + 2))
  into.push({ start: at, end: at + 2, from: at + 1, to: at + 2, score, isHit: true })
}

function addParts(into: Candidate[], text: string, at: number, end: number, hints: Hints): void {
  let to = at
  for (let parts = 1; parts <= 3; parts++) {
    const next = [3, 2, 4].find((length) => to + length <= end && PARTS.has(text.slice(to, to + length)))
    if (next === undefined) return
    to += next
    into.push(whole(at, to, -10 - parts + surroundings(text, at, to) + hints.extra(at, to)))
  }
}
