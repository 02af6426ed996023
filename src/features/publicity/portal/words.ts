import type { PublishedBody } from '../content.ts'

/** The words of the public pages, as residents read them. One language in two scripts (see script.ts). */
export const kindWords: Record<PublishedBody['kind'], string> = {
  problem: '问题整改',
  organization: '单位整改',
  month: '每月整改进展',
  appeals: '每月群众诉求',
}

/** What one may look for is no longer. */
export const MOST_LETTERS = 50

/** '2026-07-03' → '2026年7月3日'. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** '2026-07' → '2026年7月'. */
export function monthWords(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return `${year}年${number}月`
}

const inChina = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The day of an instant, in the county's time. */
export const dayOf = (at: Date): string => inChina.format(at)

const KILO = 1_024

/** Roughly, as people who pay for their data want to know it. */
export const sizeWords = (bytes: number): string =>
  bytes < KILO * KILO
    ? `${Math.max(1, Math.round(bytes / KILO))} KB`
    : `${(bytes / KILO / KILO).toFixed(1)} MB`
