import type { MaskKind } from './hit.ts'
import { compoundLog } from './names/surnames.ts'

/** What hides a thing altogether: always as long, so that its length tells nothing. */
export const HIDDEN = '***'

/**
 * What is shown instead (publication rules, domain.md 7.6): of a name the surname, of a phone the first three and the
 * last four digits, of an account the last four, of a plate the province, of a birth the year; nothing of the rest.
 */
export const shownAs: Readonly<Record<MaskKind, (original: string) => string>> = {
  name: showName,
  phone: showPhone,
  identity: () => HIDDEN,
  bank: (original) => `****${digitsOf(original).slice(-4)}`,
  plate: (original) => `${original[0]}${HIDDEN}`,
  email: (original) => `${HIDDEN}${original.slice(original.search(/[@＠]/))}`,
  account: () => HIDDEN,
  address: () => HIDDEN,
  birth: (original) => `${digitsOf(original).slice(0, 4)}年**月**日`,
  passport: () => HIDDEN,
}

function showName(original: string): string {
  const [first = '', second = '', ...rest] = original
  // A surname alone, as in 王主任 and 老张, or what may be a name of parts.
  if (second === '') return '*'
  return rest.length > 0 && compoundLog(original, 0) !== undefined ? `${first}${second}*` : `${first}*`
}

function showPhone(original: string): string {
  const digits = digitsOf(original)
    .replace(/^(?:00?86|86)(?=0?1\d{10}$|0\d{9,11}$)/, '')
    .replace(/^0(?=1[3-9]\d{9}$)/, '')
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`
  const area = /^(?:010|02\d|0[3-9]\d\d)/.exec(digits)?.[0]
  return area && digits.length > 8 ? `${area}-****` : '****'
}

/** Also of digits in full width. */
const digitsOf = (text: string): string => text.normalize('NFKC').replaceAll(/\D/g, '')
