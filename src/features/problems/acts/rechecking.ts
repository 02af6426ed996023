import { type Act, changes, unknownCode } from './act.ts'
import { companion, siteCheckRow } from './checks.ts'

/** After closing: reviews of what must last, spot checks, relapse and reopening (S3-04, domain.md 2.5). */

export const recordReview: Act<'recordReview'> = {
  companion,
  decide: (body, s) => {
    const check = siteCheckRow(body, s, 'review', true)
    return 'row' in check ? changes({ insert: { problem_site_checks: [check.row] } }) : check
  },
}

/** What was left is done as well, which every gate now judges. */
export const endLongTerm: Act<'endLongTerm'> = {
  decide: ({ reason }) =>
    changes({ set: { closure_kind: null, completion: 'done', remaining: null }, words: { reason } }),
}

export const consolidate: Act<'consolidate'> = {
  companion,
  decide: (body, s) => {
    const check = siteCheckRow(body, s, 'spot', true)
    return 'row' in check ? changes({ insert: { problem_site_checks: [check.row] } }) : check
  },
}

export const findRelapse: Act<'findRelapse'> = {
  companion,
  decide: (body, s) => {
    const unknown = unknownCode(s, 'problem.relapse_kind', body.relapseKind, 'relapseKind')
    if (unknown) return unknown
    const check = siteCheckRow(body, s, 'spot', false)
    if (!('row' in check)) return check
    return changes({
      set: { relapses: s.row.relapses + 1 },
      insert: { problem_site_checks: [check.row] },
      words: { relapseKind: body.relapseKind },
    })
  },
}

/** A new round; the closing that did not hold stays in the history. */
export const reopen: Act<'reopen'> = {
  decide: ({ reason }) =>
    changes({
      set: { closed_at: null, closure_kind: null, completion: null, remaining: null },
      words: { reason },
    }),
}
