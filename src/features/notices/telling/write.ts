import { dueBounds, dueGroup } from '#platform/clock/index.ts'
import type { World } from '#platform/world.ts'
import { type TemplateKey, templateOf } from '../rules.seed.ts'
import type { WorkLine } from '../sources.ts'

/** What a notice says: made from the county's template and the live cases, in the moment it goes out. */
export type Written = { subject: string; text: string; template: number }

/** More than anybody reads in a message; the desk has the rest. */
const MOST_LINES = 50

export type Facts = { county: string; desk: string; code?: string; name?: string }

export function write(world: World, key: TemplateKey, lines: readonly WorkLine[], facts: Facts): Written {
  const { value: template, version } = templateOf(world, key)
  const bounds = dueBounds(world.now, world.calendar)
  const groups = lines.map(({ due_at }) => (due_at instanceof Date ? dueGroup(due_at, bounds) : 'later'))
  const count = (...wanted: string[]) => String(groups.filter((group) => wanted.includes(group)).length)
  const named: Record<string, string> = {
    ...{ county: facts.county, desk: facts.desk, code: facts.code ?? '', name: facts.name ?? '' },
    ...{ date: dayWords(world, world.now), total: String(lines.length) },
    ...{ overdue: count('overdue'), today: count('today'), week: count('today', 'week') },
  }
  const shown = lines.slice(0, MOST_LINES).map((line) =>
    fill(template.line, {
      ...{ number: line.number, kind: line.source.label.zh },
      due: dueWords(world, line.due_at),
    }),
  )
  if (lines.length > MOST_LINES) shown.push(`另有 ${lines.length - MOST_LINES} 件`)
  const parts = [fill(template.opening, named), shown.join('\n'), fill(template.closing, named)]
  return {
    subject: fill(template.subject, named),
    text: parts.filter((part) => part !== '').join('\n\n'),
    template: version,
  }
}

const fill = (template: string, named: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '')

const dayWords = ({ calendar }: World, at: Date): string =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: calendar.zone, month: 'long', day: 'numeric' }).format(at)

const timeWords = ({ calendar }: World, at: Date): string =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone: calendar.zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)

function dueWords(world: World, due: Date | number): string {
  if (!(due instanceof Date)) return '没有期限'
  const when = `${dayWords(world, due)} ${timeWords(world, due)}`
  return due < world.now ? `已逾期，期限是${when}` : `${when}到期`
}
