import type { Decision } from '#platform/refusal.ts'
import { acceptanceOf, appliedAt, sinceApplication } from '../needs.ts'
import type { SiteCheck } from '../schema.ts'
import { type ChildRow, childBase, enteredBy, type Situation, unknownCode, wrong, wrongDay } from './act.ts'

type Purpose = 'acceptance' | 'review' | 'spot' | 'immediate'

/** The second checker an act names, for `Act.companion`. */
export const companion = ({ withPersonId }: SiteCheck): string => withPersonId

/** What a check has to come after: the application it judges, or the closing it looks back on. */
function followed(purpose: Purpose, { row }: Situation): Date | string | undefined {
  if (purpose === 'acceptance' || purpose === 'immediate') return appliedAt(row)
  return purpose === 'spot' ? (row.closed_at ?? row.entered_state_at) : row.entered_state_at
}

/**
 * What is wrong with a record of a check on site by the actor and somebody else who may check (S0-19): one person's word is no check, nor is that of
 * two if the other belongs to whom is checked.
 */
export function checkFault(body: SiteCheck, s: Situation, purpose: Purpose): Decision<never> | undefined {
  if (s.persons.includes(body.withPersonId)) return wrong('withPersonId', 'two_people')
  const may =
    s.companion.has('inspector') ||
    ((purpose === 'review' || purpose === 'spot') && s.companion.has('office'))
  if (!may) return wrong('withPersonId', 'not_a_checker')
  return (
    wrongDay(s, body.checkedOn, 'checkedOn', followed(purpose, s)) ??
    unknownCode(s, 'problem.check_method', body.method, 'method')
  )
}

/** The record of such a check. */
export function siteCheckRow(
  body: SiteCheck,
  s: Situation,
  purpose: Purpose,
  passed: boolean,
): Decision<never> | { row: ChildRow } {
  const fault = checkFault(body, s, purpose)
  if (fault) return fault
  const row = {
    ...childBase(s),
    ...enteredBy(s),
    purpose,
    checker_ids: [s.personId, body.withPersonId],
    checked_on: body.checkedOn,
    method: body.method,
    finding: body.finding,
    passed,
  }
  return { row }
}

/** Whether the actor is the second checker whom the last record of a passed check names; what is wrong otherwise. */
export function unconfirmed(s: Situation): Decision<never> | undefined {
  const last = sinceApplication(s.parts.siteChecks, s.row)
    .filter((c) => c.purpose === acceptanceOf(s.row))
    .sort((a, b) => a.entered_at.localeCompare(b.entered_at))
    .at(-1)
  if (!last?.passed) return wrong('', 'site_check_failed')
  return last.checker_ids.includes(s.personId ?? '') ? undefined : wrong('', 'not_the_second_checker')
}
