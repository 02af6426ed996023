import { sql } from 'kysely'
import type { AppealKeys } from '#features/appeals/index.ts'
import { counterOf, problemNumber } from '#features/problems/report.ts'
import { addDays, buildCountyCalendar, localDate } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import { newId } from '#platform/ids.ts'
import { loadRuleBook } from '#platform/rules/store.ts'
import type { OneTimeKeys } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import { bringAppeals } from './appeals.ts'
import { atOnce } from './at-once.ts'
import { type Case, listCases } from './cases.ts'
import { type Cast, enterCast } from './cast.ts'
import { enterContacts } from './contacts.ts'
import { evaluateDemo } from './evaluations.ts'
import { Journey, type Stage } from './journey/journey.ts'
import { steps } from './journey/steps.ts'
import { publishMonths } from './months.ts'
import { publishDemo } from './publicity.ts'
import { createRandom } from './random.ts'

/** The statements of several journeys keep the one connection busy while others are being judged. */
const AT_ONCE = 8

/** Everybody is in place this long before today, before the first problem is fed back. */
const FOUNDED_DAYS_AGO = 900

export type Building = Pick<Stage, 'jobs'> & {
  files: FileStore
  appealKeys: AppealKeys
  ballotKeys: OneTimeKeys
  countyId: number
  rootId: string
  now: Date
}

/** Enters the demo county into a county that has its rules: organisations, people, problems with their whole past. */
export async function buildDemo(
  tx: Tx,
  { countyId, rootId, now, jobs, files, appealKeys, ballotKeys }: Building,
): Promise<Cast> {
  const calendar = buildCountyCalendar({
    ...{ zone: 'Asia/Shanghai', officeHours: [{ from: '08:30', to: '17:30' }], countyDays: [] },
  })
  const today = localDate(calendar, now)
  const founded = new Date(`${addDays(today, -FOUNDED_DAYS_AGO)}T01:00:00Z`)
  const cast = await enterCast(tx, countyId, rootId, founded)
  // Who somebody is gets asked thousands of times below; of tables that the planner believes to be empty it takes a
  // hundred times as long.
  await sql`ANALYZE organizations, people, role_grants, posts, village_contacts, delegations`.execute(tx)
  const rules = await loadRuleBook(tx, countyId)
  const worldAt = (at: Date): World => ({ now: at, today: localDate(calendar, at), calendar, rules, newId })
  const stage: Stage = { tx, jobs, files, cast, today, worldAt }
  const { numbered, counters } = numberCases(listCases(cast, calendar, today))
  await atOnce(AT_ONCE, numbered, ({ problem, number }) => new Journey(stage, problem, number).run(steps))
  const appeals = await bringAppeals({ ...stage, appealKeys })
  await enterContacts(tx, { countyId, rootId }, now)
  await publishDemo(stage, files, publishMonths)
  const keys = { receipts: appealKeys.receipts, ballotKeys }
  const evaluations = await evaluateDemo({ ...stage, keys }, createRandom('evaluations'))
  await tx
    .insertInto('counters')
    .values(
      [...counters, ...appeals, ...evaluations].map(([name, next]) => ({ county_id: countyId, name, next })),
    )
    .execute()
  return cast
}

/** Numbers as the ledger gives them, by year in the order of entry, and where each year's go on. */
function numberCases(cases: readonly Case[]) {
  const counters = new Map<string, number>()
  const numbered = cases.map((problem) => {
    const year = Number(problem.feedbackOn.slice(0, 4))
    const n = counters.get(counterOf(year)) ?? 1
    counters.set(counterOf(year), n + 1)
    return { problem, number: problemNumber(year, n) }
  })
  return { numbered, counters }
}
