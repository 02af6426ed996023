import type { Decision } from '#platform/refusal.ts'
import type { SiteCheck } from '../schema.ts'
import { type ChildRow, childBase, enteredBy, type Situation, unknownCode, wrong, wrongDay } from './act.ts'

type Purpose = 'acceptance' | 'review' | 'spot' | 'immediate'

/** A check on site by the actor and somebody else (S0-19); one person's word is not a check. */
export function siteCheckRow(
  body: SiteCheck,
  s: Situation,
  purpose: Purpose,
  passed: boolean,
): Decision<never> | { row: ChildRow } {
  if (body.withPersonId === s.personId) return wrong('withPersonId', 'two_people')
  const fault =
    wrongDay(s, body.checkedOn, 'checkedOn') ?? unknownCode(s, 'problem.check_method', body.method, 'method')
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
