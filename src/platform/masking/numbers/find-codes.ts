import type { Found, MaskKind } from '../hit.ts'
import { isDate } from './identity.ts'

/** What is told by its shape or by the word before it: the first group of each pattern is what is masked. */
const PATTERNS: readonly (readonly [MaskKind, RegExp])[] = [
  ['email', /(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/dg],
  [
    'plate',
    /(?<![a-z\d])([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][a-z][·•.\- ]?(?:(?=[a-z]*\d)[a-z\d]{5,6}|[a-z\d]{4}[挂学警港澳领使]))(?![a-z\d])/dg,
  ],
  [
    'account',
    /(?:微信|wechat|weixin|vx|v信)(?:号码?|id)?(?:[:：是为(]|\s){0,3}([a-z][\w-]{5,19})(?![\w-])/dg,
  ],
  ['account', /qq(?:号码?|群|群号)?(?:[:：是为(]|\s){0,3}([1-9]\d{4,11})(?![\w@])/dg],
  [
    'account',
    /(?:抖音|快手|钉钉|支付宝)(?:号码?|id|账号)?(?:[:：是为(]|\s){0,3}([a-z][\w-]{3,19})(?![\w-])/dg,
  ],
  ['passport', /护照[^。;\d]{0,8}?(?<![a-z\d])([a-z]{1,2}\d{7,8})(?!\d)/dg],
  ['passport', /通行证[^。;\d]{0,8}?(?<![a-z\d])([chmwlt]\d{8,10})(?!\d)/dg],
  ['passport', /(?<![a-z\d号单桩-])(e[a-hj-np-z]?\d{7,8}|g\d{8})(?![a-z\d])/dg],
]

const DAY = /(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?/dg
const BORN_BEFORE = /(?:出生(?:年月日|年月|日期|时间|于)?|生于|生日|诞生于)[:：是为 (]{0,3}$/
const BORN_AFTER = /^ ?(?:出生|生(?=$|[的人,，。;；)）、\s]))/

/** E-mail, plates, accounts, passports and dates of birth in a folded text. */
export function* findCodes(text: string): Generator<Found> {
  for (const [kind, pattern] of PATTERNS)
    for (const { indices } of text.matchAll(pattern)) {
      const [from, to] = indices![1]!
      yield { kind, from, to }
    }
  yield* findBirths(text)
}

function* findBirths(text: string): Generator<Found> {
  for (const { 0: all, 1: year, 2: month, 3: day, index } of text.matchAll(DAY)) {
    const to = index + all.length
    const isBirth =
      BORN_BEFORE.test(text.slice(Math.max(0, index - 10), index)) || BORN_AFTER.test(text.slice(to, to + 3))
    if (isBirth && isDate(Number(year), Number(month), Number(day))) yield { kind: 'birth', from: index, to }
  }
}
