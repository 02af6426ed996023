import { isMonth } from '#features/appeals/index.ts'
import { listOrganizations } from '#features/organizations/index.ts'
import { type FiguresAnswer, figuresAnswer, figuresAsOf } from '#features/problems/index.ts'
import { endOfDay } from '#platform/calendar/index.ts'
import { createWorlds } from '#platform/world.ts'
import { type AppealsAsked, appealFigures } from './appeal-figures.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'

const usage = `bihuan figures [--as-of 日期，如 2026-03-31] [--json] [--county 县编码]
bihuan figures --appeals [--month 月份，如 2026-03] [--freeze | --verify] [--json] [--county 县编码]`

const options = {
  'as-of': { type: 'string' },
  appeals: { type: 'boolean', default: false },
  month: { type: 'string' },
  freeze: { type: 'boolean', default: false },
  verify: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  county: { type: 'string' },
} as const

/** Rules and dictionaries are in force from then on. */
const EARLIEST = '2000-01-01'

/** Exit code: 0 told, 1 cannot be told, 2 the command is wrong. With `--json` one object, see `FiguresAnswer`. */
export const command: Command = {
  name: 'figures',
  usage: '截至某日终了的台账数字、群众诉求三率 · the figures of the ledger, the rates of appeals',
  run: (args, io) =>
    told(io, async () => {
      const { values } = readArgs(usage, { args, options })
      const asOf = values['as-of']
      if (values.appeals)
        return inCounty(io, values.county, (place) => appealFigures(place, appealsAsked(values), io))
      if (values.month !== undefined || values.freeze || values.verify) throw new UsageError(usage)
      if (asOf !== undefined && !isDay(asOf)) throw new UsageError(usage)
      return inCounty(io, values.county, async (place) => {
        const figures = await figuresOf(place, asOf)
        if (values.json) io.out(JSON.stringify(figures, null, 2))
        else print(figures, io)
      })
    }),
}

function appealsAsked({
  month,
  freeze,
  verify,
  json,
  ...more
}: {
  month?: string
  freeze: boolean
  verify: boolean
  json: boolean
  'as-of'?: string
}): AppealsAsked {
  if ((month !== undefined && !isMonth(month)) || more['as-of'] !== undefined || (freeze && verify))
    throw new UsageError(usage)
  return { month, freeze, verify, json }
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

async function figuresOf({ database, county, now }: InCounty, asked?: string): Promise<FiguresAnswer> {
  const { countyId, code, name } = county
  const { calendar, rules, today } = await createWorlds(database).of(countyId, now)
  const asOf = asked ?? today
  if (asOf > today || asOf < EARLIEST)
    throw new CannotError(
      `${asOf} 不能统计：请写 ${EARLIEST} 至今天（${today}）之间的日期。\n` +
        `There are no figures as of ${asOf}: give a day from ${EARLIEST} to today (${today}).`,
    )
  const at = endOfDay(calendar, asOf)
  return database.read(countyId, async (tx) =>
    figuresAnswer({
      ...{ county: { code, name }, rules, asOf, at },
      counts: await figuresAsOf(tx, countyId, at),
      organizations: await listOrganizations(tx, countyId, now),
    }),
  )
}

function print({ county, asOf, ...figures }: FiguresAnswer, { out }: CommandIo): void {
  out(`${county.name}问题台账，截至 ${asOf}，单位：个 · as of the end of that day, numbers of problems`)
  for (const { label, n } of [figures.total, figures.closed, figures.overdue, figures.relapsed])
    out(`${label}\t${n}`)
  const groups = [
    ['按来源 by source', figures.bySource],
    ['按状态 by state', figures.byState],
    ['按乡镇 by township', figures.byTownship],
    ['按类别 by class', figures.byClass],
  ] as const
  for (const [title, rows] of groups) {
    out(title)
    for (const { label, n } of rows) out(`  ${label}\t${n}`)
  }
}
