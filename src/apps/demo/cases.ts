import type { Calendar } from '#platform/calendar/index.ts'
import type { Cast, Unit } from './cast.ts'
import { createRandom, type Random } from './random.ts'
import { type Script, scripts } from './scripts.ts'
import { levelOf, type Source, sources } from './sources.ts'
import { type Filled, fillSlots } from './texts/fill.ts'
import { themes } from './texts/index.ts'
import type { Level, Theme } from './texts/theme.ts'
import { type Dated, dateSteps, type Fit, fitSource } from './timetable.ts'
import { wishesFor } from './wishes.ts'

/** One problem of the demo county, everything drawn that is not decided by its acts. */
export type Case = {
  index: number
  script: Script
  source: Source
  unit: Unit
  theme: Theme
  filled: Filled
  feedbackOn: string
  dated: readonly Dated[]
  timing: 'new' | 'old_unfixed' | 'relapse' | 'legacy'
  random: Random
}

/** Classes that come back in the same village (S3-06). */
const recurring: ReadonlySet<string> = new Set([
  ...['village_finance', 'three_assets', 'party_life', 'openness', 'minimum_living'],
])

const levelWeights: readonly Level[] = [
  ...Array<Level>(14).fill('village'),
  ...Array<Level>(3).fill('town'),
  ...Array<Level>(3).fill('department'),
  'enterprise',
]

/** Every problem in the order it was fed back. The same for the same day, whenever it is called. */
export function listCases(cast: Cast, calendar: Calendar, today: string): Case[] {
  const order = createRandom('order').shuffle(
    scripts.flatMap((script) => Array<Script>(script.n).fill(script)),
  )
  const wishes = wishesFor(order, [...cast.units.values()])
  const composer = new Composer(cast, new Set(wishes.values()))
  return order
    .map((script, index) => composer.compose(script, index, wishes.get(index), calendar, today))
    .sort((a, b) => a.dated[0]!.at.getTime() - b.dated[0]!.at.getTime() || a.index - b.index)
}

class Composer {
  readonly #units: readonly Unit[]
  readonly #wished: ReadonlySet<Unit>
  readonly #used = new Map<string, number>()
  readonly #had: { classCode: string; unit: Unit; on: string }[] = []

  /** @param wished units that get only what is wished for them */
  constructor(cast: Cast, wished: ReadonlySet<Unit>) {
    this.#units = [...cast.units.values()]
    this.#wished = wished
  }

  compose(script: Script, index: number, wish: Unit | undefined, calendar: Calendar, today: string): Case {
    const random = createRandom(`case/${index}`)
    for (let tries = 0; tries < 200; tries++) {
      const level = wish
        ? levelOf(wish.place)
        : random.pick(levelWeights.filter((l) => script.levels?.includes(l) ?? true))
      const fit = fitSource(
        script,
        sources.filter((source) => reaches(source, level, wish, this.#units)),
        random,
      )
      if (!fit) continue
      const theme = this.#theme(level, script, fit, wish, random)
      if (!theme) continue
      const { feedbackOn, dated } = dateSteps(fit, calendar, today, random)
      const place = wish ?? this.#place(level, fit, theme, feedbackOn, random)
      if (!place || this.#used.has(`${place.id}/${theme.key}`)) continue
      const timing = this.#timing(theme, place, feedbackOn, random)
      this.#note(theme, place, feedbackOn)
      const filled = fillSlots(theme, random, { kind: place.place.kind, foundOn: feedbackOn })
      return {
        index,
        script,
        source: fit.source,
        unit: place,
        theme,
        filled,
        feedbackOn,
        dated,
        timing,
        random,
      }
    }
    throw new Error(`no room for a problem that is ${script.state} in ${wish?.place.name ?? 'the county'}`)
  }

  /** Among the themes that fit, one of those used least. */
  #theme(
    level: Level,
    { quick }: Script,
    { source }: Fit,
    wish: Unit | undefined,
    random: Random,
  ): Theme | undefined {
    const fitting = themes.filter(
      ({ key, at, classCode, only, ...theme }) =>
        at.includes(level) &&
        (!quick || theme.quick) &&
        (source.classes?.includes(classCode) ?? true) &&
        (!wish || (!this.#used.has(`${wish.id}/${key}`) && (only?.includes(wish.place.shortName) ?? true))),
    )
    if (fitting.length === 0) return undefined
    const times = (theme: Theme) => this.#used.get(theme.key) ?? 0
    const fewest = fitting.toSorted((a, b) => times(a) - times(b))
    return random.pick(fewest.slice(0, Math.max(2, Math.ceil(fewest.length / 2))))
  }

  #place(level: Level, { source }: Fit, theme: Theme, on: string, random: Random): Unit | undefined {
    const fitting = this.#units.filter(
      (unit) =>
        !this.#wished.has(unit) &&
        levelOf(unit.place) === level &&
        visits(source, unit, this.#units) &&
        (theme.only?.includes(unit.place.shortName) ?? true),
    )
    if (level === 'village' && recurring.has(theme.classCode) && random.chance(0.35)) {
      const before = this.#had.filter(
        (had) =>
          had.classCode === theme.classCode &&
          had.on.slice(0, 7) !== on.slice(0, 7) &&
          fitting.includes(had.unit),
      )
      if (before.length > 0) return random.pick(before).unit
    }
    return fitting.length > 0 ? random.pick(fitting) : undefined
  }

  #timing(theme: Theme, unit: Unit, on: string, random: Random): Case['timing'] {
    const before = this.#had.some(
      (had) => had.unit === unit && had.classCode === theme.classCode && had.on < on,
    )
    if (before) return random.pick(['old_unfixed', 'relapse'])
    return theme.classCode === 'rectification' ? 'old_unfixed' : random.chance(0.08) ? 'legacy' : 'new'
  }

  #note(theme: Theme, unit: Unit, on: string): void {
    this.#used.set(theme.key, (this.#used.get(theme.key) ?? 0) + 1)
    this.#used.set(`${unit.id}/${theme.key}`, 1)
    this.#had.push({ classCode: theme.classCode, unit, on })
  }
}

/** A round goes to some townships with their villages, and to departments. */
function visits(source: Source, unit: Unit, units: readonly Unit[]): boolean {
  const { townships } = source
  const level = levelOf(unit.place)
  if (!townships || level === 'department' || level === 'enterprise') return true
  if (level === 'town') return townships.includes(unit.place.name)
  const town = units.find(({ place }) => place.code === unit.place.parent)
  return townships.includes(town?.place.name ?? '')
}

const reaches = (source: Source, level: Level, wish: Unit | undefined, units: readonly Unit[]): boolean =>
  source.levels.includes(level) && (!wish || visits(source, wish, units))
