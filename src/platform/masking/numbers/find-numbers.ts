import type { Found, MaskKind } from '../hit.ts'
import { isAccount, isCard } from './bank.ts'
import { type Digits, numbersIn } from './digit-groups.ts'
import { hasCheckDigit, isIdentity } from './identity.ts'

/** How far before a number the word stands that says what it is. */
const ANNOUNCED_WITHIN = 16
/** The nearest of these words before a number says what it is; the last group is what is no personal number. */
const ANNOUNCEMENTS =
  /(?<bank>账号|帐号|账户|帐户|卡号|银行卡|一卡通|一本通|存折|打卡|户头|转账至|转入|汇入|汇至)|(?<phone>电话|手机|座机|固话|致电|拨打|传真|联系方式|号码)|(?<other>ic卡号?|订单号?|工单|编号|发票|合同|项目代码|信用代码|快递|运单|凭证|流水号|水表|电表|机器码|备案号|许可证号?|文号|邮政编码|邮编|金额|面积)/g
/** Words behind a number that make it a quantity. */
const QUANTITY = /^ ?(?:元|万|亿|亩|平方|立方|公里|千米|米|吨|公斤|斤|度|人次|株|棵|块|字节)/

const MOBILE = /^(?:00?86|86)?0?1[3-9]\d{9}$/
const AREA_AND_NUMBER = /^(?:0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8})$/
const LOCAL_NUMBER = /^[2-9]\d{6,7}$/
/** （0913）3820056: the bracket parts the groups. */
const AREA_IN_BRACKETS = /\(?(?<!\d)0\d{2,3}[)】\]] ?\d{7,8}(?!\d)/g
const LETTER = /[a-z\d]/

/** Phones, identity numbers, cards and accounts in a folded text. */
export function* findNumbers(text: string): Generator<Found> {
  for (const { 0: all, index } of text.matchAll(AREA_IN_BRACKETS))
    yield { kind: 'phone', from: index, to: index + all.length }
  yield* numbersIn(text, (digits) => {
    const kind = isPartOfMore(text, digits) ? undefined : kindOf(text, digits)
    if (kind === undefined) return undefined
    // The country's number goes with it.
    const plus = kind === 'phone' && text[digits.from - 1] === '+' ? 1 : 0
    return { kind, from: digits.from - plus, to: digits.to }
  })
}

/** A longer code with letters, or a number with decimals. */
function isPartOfMore(text: string, { from, to }: Digits): boolean {
  const before = text[from - 1] ?? ''
  const after = text[to] ?? ''
  return (
    LETTER.test(before) ||
    LETTER.test(after) ||
    (before === '.' && /\d/.test(text[from - 2] ?? '')) ||
    (after === '.' && /\d/.test(text[to + 1] ?? ''))
  )
}

function kindOf(text: string, { from, to, digits, groups }: Digits): MaskKind | undefined {
  const announced = announcement(text, from)
  if (isIdentity(digits) && (announced !== 'bank' || hasCheckDigit(digits))) {
    // Fifteen digits are also an account or a number of a document: those are announced.
    if (digits.length > 15 || announced !== 'other') return 'identity'
  }
  if (announced !== 'other' && isCard(digits)) return 'bank'
  if (announced === 'bank' && isAccount(digits)) return 'bank'
  if (QUANTITY.test(text.slice(to, to + 4))) return undefined
  if (MOBILE.test(digits) && groups <= 4) return 'phone'
  if (AREA_AND_NUMBER.test(digits) && groups <= 3 && announced !== 'other') return 'phone'
  if (announced === 'phone' && groups <= 2 && LOCAL_NUMBER.test(digits)) return 'phone'
  return undefined
}

/** What the nearest announcing word says about the number at this place. */
function announcement(text: string, at: number): 'bank' | 'phone' | 'other' | undefined {
  const before = text.slice(Math.max(0, at - ANNOUNCED_WITHIN), at)
  // A sentence that has ended announces nothing.
  const clause = before.slice(
    Math.max(before.lastIndexOf('。'), before.lastIndexOf(';'), before.lastIndexOf('\n')) + 1,
  )
  let groups: Record<string, string | undefined> | undefined
  for (const match of clause.matchAll(ANNOUNCEMENTS)) groups = match.groups
  if (groups?.bank) return 'bank'
  if (groups?.phone) return 'phone'
  return groups?.other ? 'other' : undefined
}
