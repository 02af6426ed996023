import { type CheckKind, waitingCheck } from '../needs.ts'
import type { ActBody, SiteCheck } from '../schema.ts'
import { type Act, changes, childBase, type Situation, unknownCode, unplanned } from './act.ts'
import { checkFault, companion } from './checks.ts'
import { ask, requestAnswer } from './requests.ts'

/**
 * After closing: reviews of what must last, spot checks, relapse and reopening (S3-04, domain.md 2.5). One of two
 * records what both saw; it is a check, and moves anything, only when the other confirms it.
 */

const purposes = { review: 'review', consolidation: 'spot', relapse: 'spot' } as const

/** What waits for the second checker to confirm. */
function record(kind: CheckKind, body: SiteCheck, s: Situation, more: { relapseKind?: string } = {}) {
  const { withPersonId, checkedOn, method, finding } = body
  const asks = { withPersonId, checkedOn, method, ...more }
  return (
    checkFault(body, s, purposes[kind]) ??
    changes({ insert: { problem_requests: [ask(s, kind, asks, finding)] } })
  )
}

type Asks = Pick<ActBody<'recordRelapse'>, 'withPersonId' | 'checkedOn' | 'method'> & { relapseKind?: string }

/** The record and the check it becomes by being confirmed: entered by the one, seen by both. */
function confirmed(s: Situation, note: string | undefined) {
  const request = waitingCheck(s)
  if (!request) throw new Error(`problem ${s.row.id} has no check to confirm`)
  const asks = request.asks as Asks
  const check = {
    ...childBase(s),
    entered_at: request.requested_at,
    person_id: request.requested_by,
    purpose: purposes[request.kind as CheckKind],
    checker_ids: [request.requested_by, asks.withPersonId],
    checked_on: asks.checkedOn,
    method: asks.method,
    finding: request.reason,
    passed: request.kind !== 'relapse',
  }
  return {
    asks,
    effect: {
      insert: { problem_site_checks: [check] },
      update: requestAnswer(s, request.id, 'approved', note),
    },
  }
}

export const recordReview: Act<'recordReview'> = {
  companion,
  decide: (body, s) => record('review', body, s),
}

export const confirmReview: Act<'confirmReview'> = {
  decide: ({ note }, s) => changes(confirmed(s, note).effect),
}

/** What is left is done as well, which every gate now judges. */
export const endLongTerm: Act<'endLongTerm'> = {
  decide: ({ reason }) =>
    changes({ set: { closure_kind: null, completion: 'done', remaining: null }, words: { reason } }),
}

export const recordSpotCheck: Act<'recordSpotCheck'> = {
  companion,
  decide: (body, s) => record('consolidation', body, s),
}

export const consolidate: Act<'consolidate'> = {
  decide: ({ note }, s) => changes(confirmed(s, note).effect),
}

export const recordRelapse: Act<'recordRelapse'> = {
  companion,
  decide: (body, s) =>
    unknownCode(s, 'problem.relapse_kind', body.relapseKind, 'relapseKind') ??
    record('relapse', body, s, { relapseKind: body.relapseKind }),
}

export const findRelapse: Act<'findRelapse'> = {
  decide: ({ note }, s) => {
    const { asks, effect } = confirmed(s, note)
    const words = { relapseKind: asks.relapseKind }
    return changes({ ...effect, set: { relapses: s.row.relapses + 1 }, words })
  },
}

/** The second checker saw it otherwise, is not there any more, or the record is mistaken: it stays, and counts not. */
export const refuseCheck: Act<'refuseCheck'> = {
  decide: ({ reason }, s) => {
    const request = waitingCheck(s)
    if (!request) throw new Error(`problem ${s.row.id} has no check to set aside`)
    const status = request.requested_by === s.personId ? 'withdrawn' : 'refused'
    return changes({ update: requestAnswer(s, request.id, status, reason) })
  },
}

/** A new round; the closing that did not hold stays in the history. */
export const reopen: Act<'reopen'> = {
  decide: ({ reason }) =>
    changes({
      set: { ...unplanned, closed_at: null },
      words: { reason },
    }),
}
