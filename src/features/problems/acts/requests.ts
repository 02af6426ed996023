import { endOfDay } from '#platform/calendar/index.ts'
import { extendClock } from '#platform/clock/index.ts'
import { type Refusal, refuse } from '#platform/refusal.ts'
import { type CheckKind, pendingRequest } from '../needs.ts'
import {
  type Act,
  type ChildRow,
  changes,
  childBase,
  drop,
  type Effect,
  type Situation,
  unknownCode,
  wrong,
} from './act.ts'

/** The clock speaks of its own field; the form's has another name. */
function onField(refused: { ok: false; refusal: Refusal }, path: string): { ok: false; refusal: Refusal } {
  const { refusal } = refused
  if (refusal.code !== 'invalid') return refused
  return refuse({ code: 'invalid', issues: refusal.issues.map((issue) => ({ ...issue, path })) })
}

/** What one person asks and another decides: extension, suspension 挂账, correction of the text, reassignment. */

type Kind = 'extension' | 'suspension' | 'correction' | 'reassignment'

/** A request that waits. Also how a check waits for its second checker (rechecking.ts). */
export const ask = (
  s: Situation,
  kind: Kind | CheckKind,
  asks: Record<string, unknown>,
  reason: string,
): ChildRow => ({
  ...childBase(s),
  kind,
  asks,
  reason,
  requested_by: s.personId,
  requested_at: s.now.toISOString(),
  status: 'pending',
  decided_by: null,
  decided_at: null,
  decision_note: null,
})

/** The pending request and what deciding it changes; the lifecycle has made sure that there is one. */
function pendingOf(s: Situation, kind: Kind) {
  const request = pendingRequest(s, kind)
  if (!request) throw new Error(`problem ${s.row.id} has no pending ${kind}`)
  return {
    asks: request.asks as Record<string, string>,
    decide: (status: string, note?: string) => requestAnswer(s, request.id, status, note),
  }
}

export const requestAnswer = (
  s: Situation,
  id: string,
  status: string,
  note: string | undefined,
): NonNullable<Effect['update']> => [
  {
    table: 'problem_requests',
    id,
    set: { status, decided_by: s.personId, decided_at: s.now.toISOString(), decision_note: note ?? null },
  },
]

const refusal = (kind: Kind) => ({
  reads: ['requests'] as const,
  decide: ({ reason }: { reason: string }, s: Situation) =>
    changes({ update: pendingOf(s, kind).decide('refused', reason) }),
})

export const requestExtension: Act<'requestExtension'> = {
  decide: (body, s) => {
    const clock = s.row.clocks.rectify
    const due = endOfDay(s.calendar, body.newDueOn)
    // Asked before expiry only: an extension afterwards would hide that it was late.
    const moved = clock ? extendClock(clock, due, s.now) : wrong('newDueOn', 'clock_stopped')
    if (!moved.ok) return onField(moved, 'newDueOn')
    return changes({
      insert: { problem_requests: [ask(s, 'extension', { newDueOn: body.newDueOn }, body.reason)] },
    })
  },
}

/** Measures that were to be done on the plan's last day are given the new one; earlier ones stay as planned. */
const lastMeasures = ({ parts, row }: Situation, due_on: string): NonNullable<Effect['update']> =>
  parts.measures
    .filter((m) => m.round === row.round && !m.dropped && m.done_on === null)
    .filter((m) => row.planned_on !== null && m.due_on >= row.planned_on)
    .map(({ id }) => ({ table: 'problem_measures', id, set: { due_on } }))

export const approveExtension: Act<'approveExtension'> = {
  reads: ['requests', 'measures'],
  decide: ({ note }, s) => {
    const { asks, decide } = pendingOf(s, 'extension')
    const newDueOn = asks.newDueOn ?? ''
    const clock = s.row.clocks.rectify
    if (!clock) throw new Error(`problem ${s.row.id} is rectifying without a clock`)
    const asked = s.row.acted.requestExtension?.at ?? s.now.toISOString()
    // Judged as of the day it was asked: an office that answers late must not cost the organisation its request.
    const moved = extendClock(clock, endOfDay(s.calendar, newDueOn), asked)
    if (!moved.ok) return moved
    return changes({
      set: { planned_on: newDueOn },
      moved: { rectify: moved.value },
      update: [...decide('approved', note), ...lastMeasures(s, newDueOn)],
    })
  },
}
export const refuseExtension: Act<'refuseExtension'> = refusal('extension')

export const requestSuspension: Act<'requestSuspension'> = {
  decide: (body, s) => {
    if (body.until <= s.today) return wrong('until', 'not_in_future', s.today)
    const unknown = unknownCode(s, 'problem.suspension_reason', body.reasonClass, 'reasonClass')
    if (unknown) return unknown
    const asks = { until: body.until, reasonClass: body.reasonClass }
    return changes({ insert: { problem_requests: [ask(s, 'suspension', asks, body.reason)] } })
  },
}
export const approveSuspension: Act<'approveSuspension'> = {
  reads: ['requests'],
  decide: ({ note }, s) => {
    const { asks, decide } = pendingOf(s, 'suspension')
    return changes({
      fixed: { suspension: endOfDay(s.calendar, asks.until ?? '') },
      update: decide('approved', note),
    })
  },
}
export const refuseSuspension: Act<'refuseSuspension'> = refusal('suspension')
export const resume: Act<'resume'> = { decide: ({ note }) => changes({ words: note ? { note } : {} }) }

/** The fed-back words are read-only (S2-12): a second person confirms, and the old text stays in the history. */
export const requestCorrection: Act<'requestCorrection'> = {
  decide: (body, s) => {
    const asks = { newText: body.newText, newTitle: body.newTitle ?? s.row.title }
    return changes({ insert: { problem_requests: [ask(s, 'correction', asks, body.reason)] } })
  },
}
export const confirmCorrection: Act<'confirmCorrection'> = {
  reads: ['requests'],
  decide: ({ note }, s) => {
    const { asks, decide } = pendingOf(s, 'correction')
    return changes({
      set: { feedback_text: asks.newText ?? s.row.feedback_text, title: asks.newTitle ?? s.row.title },
      words: { oldTitle: s.row.title, oldText: s.row.feedback_text },
      update: decide('approved', note),
    })
  },
}
export const refuseCorrection: Act<'refuseCorrection'> = refusal('correction')

export const requestReassignment: Act<'requestReassignment'> = {
  organization: (body) => body.organizationId,
  decide: (body, s) => {
    if (s.organization?.status !== 'active') return wrong('organizationId', 'unknown_reference')
    if (s.organization.id === s.row.organization_id) return wrong('organizationId', 'already_there')
    const asks = { organizationId: body.organizationId }
    return changes({ insert: { problem_requests: [ask(s, 'reassignment', asks, body.reason)] } })
  },
}
/** What the former organisation asked for itself lapses with the move: the next one must not inherit its dates. */
const lapsed = (s: Situation): NonNullable<Effect['update']> =>
  s.parts.requests
    .filter((r) => r.status === 'pending' && (r.kind === 'extension' || r.kind === 'suspension'))
    .map(({ id }) => ({
      table: 'problem_requests',
      id,
      set: { status: 'withdrawn', decided_at: s.now.toISOString() },
    }))

/** The next organisation claims and plans by itself; what the former one planned stays in the history. */
export const approveReassignment: Act<'approveReassignment'> = {
  reads: ['requests', 'measures', 'leaders'],
  organization: (_body, parts) =>
    (
      parts.requests.find((r) => r.kind === 'reassignment' && r.status === 'pending')?.asks as {
        organizationId?: string
      }
    )?.organizationId,
  decide: ({ note }, s) => {
    if (s.organization?.status !== 'active') return wrong('organizationId', 'unknown_reference')
    const { id, township_id } = s.organization
    // Its own organisation was merged into the one asked for meanwhile: there is nothing left to move.
    if (id === s.row.organization_id) return wrong('organizationId', 'already_there')
    return changes({
      set: { organization_id: id, township_id, goal: null, root_cause: null, planned_on: null },
      words: { previousOrganizationId: s.row.organization_id },
      update: [
        ...pendingOf(s, 'reassignment').decide('approved', note),
        ...lapsed(s),
        ...drop('problem_measures', s.parts.measures, s),
        ...drop('problem_leaders', s.parts.leaders, s),
      ],
    })
  },
}
export const refuseReassignment: Act<'refuseReassignment'> = refusal('reassignment')
