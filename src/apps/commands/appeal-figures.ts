import {
  freezeMonth,
  type Month,
  type MonthLine,
  monthLines,
  monthOf,
  monthsFrom,
  namesOf,
  type Ratio,
  ratioOf,
  reasonsOf,
  verifyMonth,
  appealFigureWordsZh as words,
} from '#features/appeals/index.ts'
import { listOrganizations } from '#features/organizations/index.ts'
import { createWorlds, type World } from '#platform/world.ts'
import type { CommandIo } from './command.ts'
import { CannotError, type InCounty } from './in-county.ts'

export type AppealsAsked = { month: string | undefined; freeze: boolean; verify: boolean; json: boolean }

/**
 * The rates of a month's appeals, each with numerator and denominator; frozen, if that is asked for and the month is
 * over; or the frozen ones counted anew and compared.
 * @throws CannotError where the month cannot be frozen, or is not what was frozen: exit code 1
 */
export async function appealFigures(place: InCounty, asked: AppealsAsked, io: CommandIo): Promise<void> {
  const { database, county, now } = place
  const world = await createWorlds(database).of(county.countyId, now)
  const month =
    asked.month ??
    (asked.freeze || asked.verify ? monthsFrom(monthOf(world.today), -1) : monthOf(world.today))
  if (month > monthOf(world.today)) throw new CannotError(`${month} 还没有到。${month} is still to come.`)
  if (asked.verify) return verified(place, world, month, io)
  if (asked.freeze) await frozen(place, world, month, io)
  const lines = (scope: MonthLine['scope']) =>
    monthLines({ database }, world, county.countyId, month, {
      scope,
      within: scope === 'place' ? '*' : 'all',
    })
  const whole = await lines('county')
  const parts = [
    await monthLines({ database }, world, county.countyId, month, { scope: 'township', within: '*' }),
    await lines('field'),
    await lines('handler'),
  ]
  const organizations = await database.read(county.countyId, (tx) =>
    listOrganizations(tx, county.countyId, now),
  )
  const byId = new Map(organizations.map((organization) => [organization.id, organization]))
  const named = namesOf(world, byId)
  const all = [whole, ...parts].flatMap((part) => part.lines.map((line) => ({ ...line, name: named(line) })))
  if (asked.json) {
    const { asOf, frozen: isFrozen, formula } = whole
    const { code, name } = county
    io.out(
      JSON.stringify({ county: { code, name }, month, asOf, frozen: isFrozen, formula, lines: all }, null, 2),
    )
  } else print(county.name, whole, all, world, io)
}

async function frozen({ database, county }: InCounty, world: World, month: string, { err }: CommandIo) {
  const done = await freezeMonth({ database }, world, county.countyId, month, 'operator')
  if (done === 'not_over')
    throw new CannotError(`${month} 还没有结束，不能冻结。\n${month} is not over and cannot be frozen.`)
  err(
    done === 'frozen'
      ? `${month} 已冻结。${month} is frozen.`
      : `${month} 早已冻结，数字不变。${month} was frozen before; its figures stay.`,
  )
}

async function verified({ database, county }: InCounty, world: World, month: string, { out }: CommandIo) {
  const found = await verifyMonth({ database }, world, county.countyId, month)
  if (!found) throw new CannotError(`${month} 没有冻结过。${month} was never frozen.`)
  if (found.differing.length > 0 || !found.entryHolds)
    throw new CannotError(
      [
        `${month} 与冻结时不一致：${found.differing.length} 行${found.entryHolds ? '' : '，且与存证不符'}。`,
        `${month} is not what was frozen: ${found.differing.length} lines differ.`,
        ...found.differing,
      ].join('\n'),
    )
  out(`${month} 重新计算 ${found.lines} 行，与冻结时一致。${found.lines} lines derived again, all as frozen.`)
}

const percent = (ratio: Ratio): string => {
  const of = ratioOf(ratio)
  return `${of === null ? '—' : `${(of * 100).toFixed(2)}%`} (${ratio.numerator}/${ratio.denominator})`
}

const three = ['response', 'solution', 'satisfaction'] as const
const further = ['signed', 'closedInTime', 'reached', 'returned', 'repeated'] as const

function print(
  county: string,
  { month, asOf, frozen: isFrozen }: Month,
  lines: readonly (MonthLine & { name: string })[],
  world: World,
  { out }: CommandIo,
): void {
  const at = asOf.toISOString()
  out(
    `${county}群众诉求 ${month}，${isFrozen ? words.frozen : words.underWay}，截至 ${at} · appeals, as of ${at}`,
  )
  const heading = [
    '单位 by',
    ...(['received', 'closed', 'running', 'suspended', 'overdue'] as const).map((name) => words.counts[name]),
    ...three.map((name) => words.rates[name]),
    words.unrated,
    words.rates.score,
  ]
  for (const scope of ['county', 'township', 'field', 'handler'] as const) {
    out(words.scopes[scope])
    out(`  ${heading.join('\t')}`)
    for (const { name, figures } of lines.filter((line) => line.scope === scope)) {
      const { counts, score, satisfaction } = figures
      const cells = [counts.received, counts.closed, counts.running, counts.suspended, counts.overdue].map(
        String,
      )
      const rates = three.map((rate) => percent(figures[rate]))
      out(`  ${[name, ...cells, ...rates, satisfaction.unrated, score ?? '—'].join('\t')}`)
    }
  }
  const whole = lines.find(({ scope }) => scope === 'county')?.figures
  if (!whole) return
  const reason = reasonsOf(world)
  for (const rate of three)
    for (const [why, n] of Object.entries(whole[rate].excluded))
      out(`${words.rates[rate]}${words.excluded}\t${reason(why)}\t${n}`)
  for (const name of further) out(`${words.rates[name]}\t${percent(whole[name])}`)
}
