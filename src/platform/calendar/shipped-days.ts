import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { buildCalendar, type Calendar, type CalendarDay, type OfficeHours } from './calendar.ts'

/**
 * The package's data file and not its functions: those count days in the host's zone.
 * Checked against the notices 国办发明电〔2022〕16号, 〔2023〕7号, 〔2024〕12号 and 〔2025〕7号.
 */
const holidays = Object.keys(published.holidays)
const makeUpDays = Object.keys(published.workdays)

/**
 * The years for which a list of holidays is complete. National Day tells: every notice names it, and only the notice
 * of its own year does, while the days around New Year may stand in the notice of the year after.
 */
function announcedYears(holidays: readonly string[]): number[] {
  return holidays.filter((date) => date.endsWith('-10-01')).map((date) => Number(date.slice(0, 4)))
}

const shippedYears = announcedYears(holidays)

/** The public holidays and make-up days of one year in order; undefined while the year is not announced. */
export function shippedCalendarDays(year: number): CalendarDay[] | undefined {
  if (!shippedYears.includes(year)) return undefined
  const ofYear = (date: string) => date.startsWith(`${year}-`)
  return [
    ...holidays.filter(ofYear).map((date): CalendarDay => ({ date, kind: 'holiday' })),
    ...makeUpDays.filter(ofYear).map((date): CalendarDay => ({ date, kind: 'workday' })),
  ].sort((a, b) => (a.date < b.date ? -1 : 1))
}

export type CountyCalendarInput = {
  zone: string
  officeHours: readonly OfficeHours[]
  /** The county's own rows. They win over the shipped ones, so 'workday' on a shipped holiday cancels it. */
  countyDays: readonly CalendarDay[]
  /** Years that the county entered whole; left out: those in which it entered National Day. */
  countyYears?: readonly number[]
}

/** The shipped years with the county's own days and years laid over them. */
export function buildCountyCalendar(input: CountyCalendarInput): Calendar {
  const shipped = shippedYears.flatMap((year) => shippedCalendarDays(year) ?? [])
  const holidaysOfCounty = input.countyDays.filter(({ kind }) => kind === 'holiday').map(({ date }) => date)
  return buildCalendar({
    zone: input.zone,
    officeHours: input.officeHours,
    overrides: new Map([...shipped, ...input.countyDays].map(({ date, kind }) => [date, kind])),
    years: [...shippedYears, ...(input.countyYears ?? announcedYears(holidaysOfCounty))],
  })
}
