import type { Actor } from '#features/accounts/index.ts'
import type { Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import { getAppealFigures, getResponseSpeed, listAppealsCounted } from './api.ts'
import { ALL, factRows } from './facts.ts'
import { formulaOf } from './formula.ts'
import { type MonthLine, monthLines, monthOf, periodOf, type Wanted } from './months.ts'
import { namesOf } from './named.ts'
import { type Fact, type RateName, type Standing, standingIn } from './rates.ts'
import { figuresReadBy, linesFor } from './reader.ts'
import { findRectification, speedAround, speedByMonth } from './speed.ts'

type Needed = Pick<Deps, 'database' | 'worlds' | 'directory'>

/** The rates of appeals over HTTP, the appeals behind each, and the speed of response. Never anything by person. */
export function figuresRoutes(route: Route<Actor>, deps: Needed): void {
  const { database, worlds, directory } = deps
  const worldOf = async (countyId: number, now: Date, month: string): Promise<World> => {
    const world = await worlds.of(countyId, now)
    if (month > monthOf(world.today))
      throw new Refused({
        code: 'invalid',
        issues: [{ path: 'month', reason: 'in_future', detail: world.today }],
      })
    return world
  }

  route(getAppealFigures, async ({ query }, { actor, countyId, now }) => {
    const wanted = linesFor(actor, query)
    const world = await worldOf(countyId, now, query.month)
    const told = await monthLines(deps, world, countyId, query.month, wanted)
    const named = namesOf(world, await directory.organizations(countyId))
    return {
      ...{ month: told.month, asOf: told.asOf.toISOString(), frozen: told.frozen, formula: told.formula },
      lines: told.lines.map(({ figures, ...line }) => ({ ...line, name: named(line), ...figures })),
    }
  })

  route(listAppealsCounted, async ({ query }, { actor, countyId, now }) => {
    const wanted = linesFor(actor, query)
    const world = await worldOf(countyId, now, query.month)
    const { asOf, formula: versions } = await monthLines(deps, world, countyId, query.month, wanted)
    const { formula } = formulaOf(world.rules, versions)
    return database.read(countyId, async (tx) => {
      const asked = { ...periodOf(world.calendar, query.month), countyId, asOf }
      const rows = await factRows(
        tx,
        asked,
        lineOf(wanted),
        query.rate === 'response' ? 'response' : 'callback',
      )
      const counted = rows.flatMap((row) => {
        const standing = standingIn(query.rate, row, formula)
        if (!standing || (query.after !== undefined && row.appeal_id <= query.after)) return []
        const told = toldOf(standing)
        const isCounted = told.in === 'numerator' || told.in === 'denominator'
        const isAsked = query.in === undefined || (query.in === 'counted' ? isCounted : query.in === told.in)
        return isAsked ? [{ id: row.appeal_id, ...told, outcome: outcomeOf(query.rate, row) }] : []
      })
      // One appeal may stand there several times, once for each round of calls.
      const last = counted[query.limit - 1]?.id
      const page = counted.filter(({ id }, i) => i < query.limit || id === last)
      const numbers = await tx
        .selectFrom('appeals')
        .select(['id', 'number'])
        .where('county_id', '=', countyId)
        .where('id', 'in', page.length > 0 ? page.map(({ id }) => id) : [countyNone])
        .execute()
      const byId = new Map(numbers.map(({ id, number }) => [id, number]))
      return {
        asOf: asOf.toISOString(),
        rows: page.map((row) => ({ ...row, number: byId.get(row.id) ?? '' })),
        next: counted.length > page.length ? (page.at(-1)?.id ?? null) : null,
      }
    })
  })

  route(getResponseSpeed, async ({ query }, { actor, countyId, now }) => {
    const wanted = linesFor(actor, query)
    const world = await worldOf(countyId, now, query.month)
    const found = query.problem
      ? await database.read(countyId, (tx) => findRectification(tx, countyId, query.problem ?? ''))
      : undefined
    const reading = figuresReadBy(actor)
    // Of another township's problem, or a county body's, who works for one township is not even told that it is there.
    if (query.problem && (!found || !(reading.all || reading.townshipIds.includes(found.townshipId ?? ''))))
      throw new Refused({ code: 'not_found' })
    const months = await speedByMonth(deps, world, countyId, query.month, wanted)
    const around = found
      ? await database.read(countyId, (tx) => speedAround(tx, countyId, found, query.field, now))
      : null
    return {
      months: months.map(({ month, speed, response, closedInTime }) => ({
        ...{ month, speed, closedInTime: ratio(closedInTime), response: ratio(response) },
      })),
      rectification:
        around?.map(({ period, from, to, speed }) => ({
          ...{ period, from: from.toISOString(), to: to.toISOString(), speed },
        })) ?? null,
    }
  })
}

/** An id that nothing has. */
const countyNone = '00000000-0000-0000-0000-000000000000'

const ratio = ({ numerator, denominator }: { numerator: number; denominator: number }) => ({
  numerator,
  denominator,
})

const toldOf = (standing: Standing) =>
  'excluded' in standing
    ? { in: 'excluded' as const, reason: standing.excluded }
    : { in: standing.in, reason: null }

/** What is to be said of it; of 响应率 it is the first contact, not whether it was signed for in time. */
const outcomeOf = (rate: RateName, { outcome, second }: Fact): string =>
  rate === 'satisfaction' ? (second ?? outcome) : outcome

/** One line: without an id, the whole of what was asked for. */
function lineOf({ scope, id, within }: Wanted): Omit<MonthLine, 'figures'> {
  const inside = within === '*' ? ALL : within
  return id === undefined ? { scope: 'county', id: ALL, within: inside } : { scope, id, within: inside }
}
