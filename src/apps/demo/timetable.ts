import { addDays, type Calendar, isWorkday } from '#platform/calendar/index.ts'
import type { StepName } from './journey/steps.ts'
import type { Random } from './random.ts'
import type { Script, Step } from './scripts.ts'
import type { Source } from './sources.ts'

/** One step with the county's day and the moment it is entered. */
export type Dated = { act: StepName; on: string; at: Date }

export type Fit = { source: Source; age: number; stretch: number; steps: readonly Step[] }

const fixedDays = (steps: readonly Step[]) =>
  steps.reduce((sum, step) => sum + ('days' in step ? step.days : 0), 0)
const hasShares = (steps: readonly Step[]) => steps.some((step) => 'share' in step)

/**
 * Chooses a source whose day leaves room for the steps: days ago = fixed days + days stretched + days of rest.
 * Undefined: none of them fits.
 */
export function fitSource(script: Script, sources: readonly Source[], random: Random): Fit | undefined {
  const steps = script.steps(random)
  const [shortest, longest] = hasShares(steps) ? (script.stretch ?? [30, 200]) : [0, 0]
  const fixed = fixedDays(steps)
  const least = fixed + shortest + script.rest[0]
  const most = fixed + longest + script.rest[1]
  const fitting = sources.filter(({ oldest, newest }) => newest <= most && oldest >= least)
  if (fitting.length === 0) return undefined
  const source = pickWeighted(fitting, random)
  const age = random.int(Math.max(least, source.newest), Math.min(most, source.oldest))
  const spare = age - least
  const stretched = random.int(
    Math.max(0, spare - (script.rest[1] - script.rest[0])),
    Math.min(spare, longest - shortest),
  )
  return { source, age, stretch: shortest + stretched, steps }
}

function pickWeighted(sources: readonly Source[], random: Random): Source {
  let at = random.next() * sources.reduce((sum, { weight }) => sum + weight, 0)
  for (const source of sources) {
    at -= source.weight
    if (at < 0) return source
  }
  return sources.at(-1)!
}

/** The last worked day up to `day`, not before `earliest`: offices act on working days, unless pressed. */
export function workedDay(calendar: Calendar, day: string, earliest: string): string {
  for (let candidate = day; candidate >= earliest; candidate = addDays(candidate, -1))
    if (isWorkday(calendar, candidate)) return candidate
  return day < earliest ? earliest : day
}

const MINUTE_MS = 60_000
/** 08:40 in the county's zone. */
const MORNING = 'T00:40:00Z'
const OFFICE_MINUTES = 510

/** Gives every step its day and time, the last one before today. */
export function dateSteps(
  { steps, age, stretch }: Fit,
  calendar: Calendar,
  today: string,
  random: Random,
): {
  feedbackOn: string
  dated: Dated[]
} {
  const fed = addDays(today, -age)
  const feedbackOn = workedDay(calendar, fed, addDays(fed, -10))
  const shares = steps.reduce((sum, step) => sum + ('share' in step ? step.share : 0), 0)
  let passed = 0
  let before: Dated | undefined
  const dated = steps.map((step) => {
    passed += 'days' in step ? step.days : (stretch * step.share) / shares
    const on = workedDay(calendar, addDays(fed, Math.floor(passed)), before?.on ?? feedbackOn)
    const at =
      before?.on === on
        ? new Date(before.at.getTime() + random.int(12, 70) * MINUTE_MS)
        : new Date(Date.parse(`${on}${MORNING}`) + random.int(0, OFFICE_MINUTES) * MINUTE_MS)
    before = { act: step.act, on, at }
    return before
  })
  return { feedbackOn, dated }
}
