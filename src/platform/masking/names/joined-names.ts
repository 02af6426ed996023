import type { Place } from '../hit.ts'
import { isHanAt } from './letters.ts'

/** Characters that names of the north-west and south-west are written with in Chinese. */
const SYLLABLES =
  '阿艾安奥巴白拜班保贝比别宾波伯勃博布才参茶昌茨次措达大代丹当道得德登邓迪地丁东都杜顿多俄额恩尔法方费芬夫嘎盖甘干高戈哥格古贵桂果哈海罕汗合何和赫黑亨洪呼胡华霍吉纪济加佳贾江杰金旧君喀卡凯坎康考柯科可克肯库夸拉来兰朗劳勒雷黎里力丽利莲连良列林玲龙娄卢鲁路伦罗洛吕玛马麦买曼茂梅美蒙孟米明木姆穆那娜南乃内尼宁牛纽努诺欧帕潘培佩皮平普奇齐其契恰乔切琴青曲热仁茹儒瑞若萨赛桑森沙珊山尚申生圣施石史世舒斯丝松苏孙索塔台泰坦唐特提天铁廷通图土吐托瓦外万汪旺威维卫温翁沃乌吾武西希锡喜夏先香肖谢欣兴雄修许宣雅亚延杨耶叶伊依易因英尤于余玉裕约云扎泽增扎詹张哲珍朱卓兹宗祖逊逊孜丹苑买提麦提'

const SYLLABLE = new RegExp(`[${SYLLABLES}]`)
const POINT = /[·•‧・]/g
const LONGEST_PART = 6

/** Names with a point between their parts: 买买提·艾力. */
export function joinedNames(text: string): Place[] {
  const spans: Place[] = []
  for (const { index } of text.matchAll(POINT)) {
    const last = spans.at(-1)
    if (last && index < last.to) continue
    if (last?.to === index) {
      last.to = partEnd(text, index + 1)
      continue
    }
    const from = partStart(text, index)
    const to = partEnd(text, index + 1)
    if (index - from >= 2 && to > index + 1) spans.push({ from, to })
  }
  return spans
}

function partStart(text: string, end: number): number {
  let at = end
  while (at > 0 && end - at < LONGEST_PART && SYLLABLE.test(text[at - 1]!)) at--
  return at
}

function partEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && at - from < LONGEST_PART && SYLLABLE.test(text[at]!)) at++
  // A part of one character only where nothing else follows: 何·某 is none.
  return at - from >= 2 || (at - from === 1 && !isHanAt(text, at)) ? at : from
}
