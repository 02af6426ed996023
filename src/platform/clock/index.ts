export {
  type Clock,
  type ClockRule,
  type FixedRule,
  type Instant,
  restartClock,
  startClock,
  startFixedClock,
  stopClock,
} from './clock.ts'
export {
  type ClockState,
  type ClockView,
  clockState,
  clockView,
  remainingSpan,
  runningDueAt,
} from './clock-view.ts'
export { type DueGroup, dueBounds, dueGroup } from './due-group.ts'
export { type ExtensionFault, extendClock } from './extend-clock.ts'
export { pauseClock, resumeClock } from './pause-clock.ts'
export { recountClock } from './recount-clock.ts'
export { nextReminders } from './reminders.ts'
