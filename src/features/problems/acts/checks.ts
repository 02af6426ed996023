import type { Decision } from '#platform/refusal.ts'
import { appliedAt } from '../needs.ts'
import type { SiteCheck } from '../schema.ts'
import { type ChildRow, childBase, enteredBy, type Situation, unknownCode, wrong, wrongDay } from './act.ts'

type Purpose = 'acceptance' | 'review' | 'spot' | 'immediate'

/** The second checker an act names, for `Act.companion`. */
export const companion = ({ withPersonId }: SiteCheck): string => withPersonId

/** What a check has to come after: the application it judges, or the closing it looks back on. */
function followed(purpose: Purpose, { row }: Situation): Date | string | undefined {
  if (purpose === 'acceptance') return appliedAt(row)
  return purpose === 'spot' ? (row.closed_at ?? row.entered_state_at) : row.entered_state_at
}

/**
 * A check on site by the actor and somebody else who may check (S0-19): one person's word is no check, nor is that of
 * two if the other belongs to whom is checked.
 */
export function siteCheckRow(
  body: SiteCheck,
  s: Situation,
  purpose: Purpose,
  passed: boolean,
): Decision<never> | { row: ChildRow } {
  if (body.withPersonId === s.personId) return wrong('withPersonId', 'two_people')
  const may = s.companion.has('inspector') || (purpose !== 'acceptance' && s.companion.has('office'))
  if (!may) return wrong('withPersonId', 'not_a_checker')
  const fault =
    wrongDay(s, body.checkedOn, 'checkedOn', followed(purpose, s)) ??
    unknownCode(s, 'problem.check_method', body.method, 'method')
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
