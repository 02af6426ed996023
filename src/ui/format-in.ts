import type { Language } from './language.tsx'

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

const locale = { zh: 'zh-CN', en: 'en-GB' } as const

type Day = { year: number; month: number; day: number }

const localParts = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' })
const localTime = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, timeStyle: 'short' })

/** The day in China, YYYY-MM-DD, of an instant. */
export const dayOf = (instant: string | Date): string => localParts.format(new Date(instant))

/** `YYYY-MM-DD` stays the day it says; an instant becomes the day it falls on in China. */
function partsOf(dayOrInstant: string): Day {
  const day = dayOrInstant.length === 10 ? dayOrInstant : dayOf(dayOrInstant)
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return { year, month, day: date }
}

export type DueTone = 'late' | 'soon' | 'calm'
export type Due = { text: string; tone: DueTone; days: number }

/** Whole days between two days, both YYYY-MM-DD. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** Amber begins this many days before the deadline. */
export const SOON_DAYS = 3

const englishDays = (n: number) => `${n} day${n === 1 ? '' : 's'}`

/** How things are written in a language. Instants are ISO 8601, days YYYY-MM-DD, money in 分. */
export function formatIn(language: Language) {
  const en = language === 'en'
  const whole = new Intl.NumberFormat(locale[language])
  const money = new Intl.NumberFormat(locale[language], { minimumFractionDigits: 2 })
  const date = (d: string) => {
    const { year, month, day } = partsOf(d)
    return en ? `${day} ${englishMonths[month - 1]} ${year}` : `${year}年${month}月${day}日`
  }
  return {
    /** 2026年7月12日 */
    date,
    /** 7月12日, with the year when it is not this one. */
    shortDate: (d: string, now: Date = new Date()) => {
      const { year, month, day } = partsOf(d)
      if (year !== partsOf(now.toISOString()).year) return date(d)
      return en ? `${day} ${englishMonths[month - 1]}` : `${month}月${day}日`
    },
    /** 2026-07-12, for columns of figures. */
    isoDate: (d: string) => (d.length === 10 ? d : dayOf(d)),
    time: (instant: string) => localTime.format(new Date(instant)),
    dateTime: (instant: string) => `${date(instant)} ${localTime.format(new Date(instant))}`,
    number: (n: number) => whole.format(n),
    percent: (part: number, all: number) => (all === 0 ? '–' : `${Math.round((part / all) * 100)}%`),
    /** `unit` comes from the words: 个, 件, 户. */
    count: (n: number, unit: string) => `${whole.format(n)}${en ? ` ${unit}` : unit}`,
    yuan: (cents: number) => `${money.format(cents / 100)}${en ? ' yuan' : '元'}`,
    /** The deadline chip: 逾期3天, 今天, 还有2天. A deadline late on the same day is 今天已过. */
    due: (dueAt: string, now: Date = new Date()): Due => {
      const days = daysBetween(dayOf(now), dayOf(dueAt))
      const passed = Date.parse(dueAt) < now.getTime()
      if (passed && days === 0) return { text: en ? 'Late today' : '今天逾期', tone: 'late', days }
      if (passed) return { text: en ? `${englishDays(-days)} late` : `逾期${-days}天`, tone: 'late', days }
      if (days === 0) return { text: en ? 'Today' : '今天到期', tone: 'soon', days }
      const tone = days <= SOON_DAYS ? 'soon' : 'calm'
      return { text: en ? `${englishDays(days)} left` : `还有${days}天`, tone, days }
    },
    /** 3天前 */
    ago: (instant: string, now: Date = new Date()) => {
      const days = daysBetween(dayOf(instant), dayOf(now))
      if (days <= 0) return en ? 'today' : '今天'
      return en ? `${englishDays(days)} ago` : `${days}天前`
    },
  }
}

const englishMonths = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

export type Format = ReturnType<typeof formatIn>
