export { addTime, type Deadline, deadline, type TimeSpan, type TimeUnit } from './add-time.ts'
export {
  buildCalendar,
  type Calendar,
  type CalendarDay,
  type CalendarInput,
  type DayKind,
  endOfDay,
  isAnnounced,
  isWorkday,
  knownThrough,
  localDate,
  type OfficeHours,
  onDay,
} from './calendar.ts'
export { addDays, endOfWeek, type LocalDate } from './local-time.ts'
export { addOfficeTime, lastOfficeOpening, nextOfficeMoment, officeTimeBetween } from './office-hours.ts'
export { buildCountyCalendar, type CountyCalendarInput, shippedCalendarDays } from './shipped-days.ts'
export { addWorkdays, daysBetween, workdayFrom, workdaysBetween } from './workdays.ts'
