export { addTime, type Deadline, deadline, type TimeUnit } from './add-time.ts'
export {
  buildCalendar,
  type Calendar,
  type CalendarDay,
  endOfDay,
  isAnnounced,
  isWorkday,
  knownThrough,
  localDate,
  onDay,
} from './calendar.ts'
export { addDays, endOfWeek, type LocalDate, toInstant, toLocal } from './local-time.ts'
export { addOfficeTime, lastOfficeOpening, nextOfficeMoment, officeTimeBetween } from './office-hours.ts'
export { buildCountyCalendar, shippedCalendarDays } from './shipped-days.ts'
export { addWorkdays, daysBetween, workdayFrom, workdaysBetween } from './workdays.ts'
