import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useLabels, useOrganizations } from '../data.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { camel, dictionaryOf } from './columns.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT/

/**
 * A recorded value as people read it: codes, days, people and organisations by name. Null where there is nothing to
 * read: an empty column, or the id of somebody this page does not name.
 */
export function useShownValue(problem: ProblemDetail) {
  const words = usePageWords()
  const { listSeparator } = useWords(commonWords).common
  const format = useFormat()
  const label = useLabels()
  const fixed = useFixedWords()
  const organizations = useOrganizations().data?.rows ?? []
  const people = peopleOn(problem)
  const shown = (table: string, column: string, value: unknown): string | null => {
    if (value === null || value === undefined || value === '') return null
    if (column === 'dropped' && value === false) return null
    if (Array.isArray(value)) return joined(value.map((each) => shown(table, column, each)))
    const option = words.options[camel(column)]?.[String(value)]
    if (option) return option
    if (typeof value === 'boolean') return value ? words.panel.yes : words.panel.no
    if (column === 'amount_cents') return format.yuan(Number(value))
    if (column === 'source_year') return String(value)
    if (typeof value === 'number') return format.number(value)
    const text = String(value)
    if (UUID.test(text)) return people.get(text) ?? organizations.find((o) => o.id === text)?.name ?? null
    if (DAY.test(text)) return format.date(text)
    if (INSTANT.test(text)) return format.dateTime(text)
    const dictionary = dictionaryOf(table, column)
    return dictionary ? label(dictionary, text) : (fixed[column]?.[text] ?? text)
  }
  const joined = (values: (string | null)[]) => values.filter(Boolean).join(listSeparator) || null
  return shown
}

/** Values that the program knows and no dictionary holds, by column. */
function useFixedWords(): Record<string, Record<string, string>> {
  const words = usePageWords()
  const { tracks } = useProblemWords()
  return {
    status: { ...words.tasks.status, ...words.requests.status },
    purpose: words.checks.purposes,
    kind: { ...words.requests.kinds, ...words.tasks.kinds },
    part: { lead: words.aside.lead, co: words.aside.co },
    body: words.countersigns.bodies,
    track: tracks,
  }
}

/** Everybody the page knows by name. */
function peopleOn(problem: ProblemDetail): Map<string, string> {
  const people = [
    ...problem.leaders.map((l) => l.person),
    ...problem.measures.map((m) => m.leader),
    ...problem.siteChecks.flatMap((c) => c.checkers),
    ...problem.requests.flatMap((r) => [r.requestedBy, r.decidedBy]),
    ...[problem.progress, problem.evidence, problem.siteChecks, problem.evaluations]
      .flat()
      .map((e) => e.person),
  ]
  return new Map(people.flatMap((person) => (person ? [[person.id, person.name] as const] : [])))
}
