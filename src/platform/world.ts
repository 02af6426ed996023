import { buildCountyCalendar, type Calendar, type CalendarDay, localDate } from './calendar/index.ts'
import type { Database, Tx } from './database/transaction.ts'
import { newId } from './ids.ts'
import type { RuleBook } from './rules/index.ts'
import { createRuleBooks } from './rules/rule-books.ts'

/** What a county lays down and the moment says; every decision gets it handed in. */
export type World = {
  now: Date
  /** The county's local day, YYYY-MM-DD. */
  today: string
  calendar: Calendar
  rules: RuleBook
  newId: () => string
}

export type Worlds = {
  /** The county's world at this moment; calendar and rules at most a few seconds old. */
  of(countyId: number, now: Date): Promise<World>
  /** After a commit that changed the county's rules or calendar. */
  forget(countyId: number): void
}

const KEEP_MS = 5_000
const OFFICE_HOURS = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '18:00' },
]

type Kept = { calendar: Calendar; zone: string; days: string; rules: RuleBook; until: number }

export function createWorlds(database: Database): Worlds {
  const books = createRuleBooks(KEEP_MS)
  const kept = new Map<number, Kept>()
  const loading = new Map<number, Promise<Kept>>()
  const read = (countyId: number) =>
    database.read(countyId, async (tx) => {
      const rules = await books.of(tx, countyId)
      const { zone, days } = await loadDays(tx, countyId)
      const before = kept.get(countyId)
      const same = before && before.zone === zone && before.days === JSON.stringify(days)
      // Building a calendar takes some milliseconds: only when its days have changed.
      const calendar = same
        ? before.calendar
        : buildCountyCalendar({ zone, officeHours: OFFICE_HOURS, countyDays: days })
      return { calendar, zone, days: JSON.stringify(days), rules, until: performance.now() + KEEP_MS }
    })
  /** Who asks while it is being read waits for that: a county's calendar is not built twice at once. */
  const load = (countyId: number): Promise<Kept> => {
    const under = loading.get(countyId)
    if (under) return under
    const started = read(countyId)
      .then((fresh) => {
        // Forgotten meanwhile: what was read may lack the change.
        if (loading.get(countyId) === started) kept.set(countyId, fresh)
        return fresh
      })
      .finally(() => {
        if (loading.get(countyId) === started) loading.delete(countyId)
      })
    loading.set(countyId, started)
    return started
  }
  return {
    async of(countyId, now) {
      const known = kept.get(countyId)
      const { calendar, rules } = known && performance.now() < known.until ? known : await load(countyId)
      return { now, today: localDate(calendar, now), calendar, rules, newId }
    },
    forget(countyId) {
      loading.delete(countyId)
      books.forget(countyId)
      const known = kept.get(countyId)
      if (known) kept.set(countyId, { ...known, until: 0 })
    },
  }
}

async function loadDays(tx: Tx, countyId: number): Promise<{ zone: string; days: CalendarDay[] }> {
  const county = await tx
    .selectFrom('counties')
    .select('time_zone')
    .where('county_id', '=', countyId)
    .executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('calendar_days')
    .select(['day', 'kind'])
    .where('county_id', '=', countyId)
    .orderBy('day')
    .execute()
  return {
    zone: county.time_zone,
    days: rows.map(({ day, kind }) => ({ date: String(day), kind: kind as CalendarDay['kind'] })),
  }
}
