import { addTime, endOfDay, localDate } from '#platform/calendar/index.ts'
import { extendClock } from '#platform/clock/index.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import { pendingRequest, type RequestKind } from '../needs.ts'
import { limitsOf } from '../rules.seed.ts'
import {
  type Act,
  type ChildRow,
  changes,
  childBase,
  type Effect,
  type Situation,
  unknownCode,
  wrong,
} from './act.ts'

/** What one person asks and another decides: 延期, 挂账, 剔除. */

type Kind = Exclude<RequestKind, 'return'>

const ask = (s: Situation, kind: Kind, asks: Record<string, unknown>, reason: string): ChildRow => ({
  ...childBase(s),
  ...{ kind, asks, reason, requested_by: s.personId, requested_at: s.now.toISOString(), status: 'pending' },
  ...{ decided_by: null, decided_at: null, decision_note: null },
})

function pendingOf(s: Situation, kind: Kind) {
  const request = pendingRequest(s, kind)
  if (!request) throw new Error(`appeal ${s.row.id} has no pending ${kind}`)
  const decide = (status: string, note?: string): NonNullable<Effect['update']> => [
    {
      table: 'appeal_requests',
      id: request.id,
      set: { status, decided_by: s.personId, decided_at: s.now.toISOString(), decision_note: note ?? null },
    },
  ]
  return { asks: request.asks as Record<string, string>, requestedAt: request.requested_at, decide }
}

const refusal = (kind: Kind) => ({
  reads: ['requests'] as const,
  decide: ({ reason }: { reason: string }, s: Situation) =>
    changes({ update: pendingOf(s, kind).decide('refused', reason) }),
})

/** Before it expires only; each at most as long again as it was, a petition's at most thirty days (Art. 34). */
export const requestExtension: Act<'requestExtension'> = {
  decide: ({ newDueOn, reason }, s) => {
    const clock = s.row.clocks.handle
    if (!clock) throw new Error(`appeal ${s.row.id} is handled without a clock`)
    const moved = extendClock(clock, endOfDay(s.calendar, newDueOn), s.now)
    if (!moved.ok) {
      const issue = moved.refusal.code === 'invalid' ? moved.refusal.issues[0] : undefined
      return wrong('newDueOn', issue?.reason ?? 'not_later', issue?.detail)
    }
    const key = s.row.track === 'petition' ? 'extension.petition' : undefined
    const rule = 'fixed' in clock.rule ? undefined : clock.rule
    const most = key
      ? addTime(s.calendar, new Date(clock.dueAt), deadlineRule(s.rules, `appeal.${key}`, s.today))
      : rule && addTime(s.calendar, new Date(clock.dueAt), rule)
    if (most && newDueOn > localDate(s.calendar, most))
      return wrong('newDueOn', 'too_late', localDate(s.calendar, most))
    return changes({ insert: { appeal_requests: [ask(s, 'extension', { newDueOn }, reason)] } })
  },
}

export const approveExtension: Act<'approveExtension'> = {
  reads: ['requests'],
  decide: ({ note }, s) => {
    const { asks, requestedAt, decide } = pendingOf(s, 'extension')
    const clock = s.row.clocks.handle
    if (!clock) throw new Error(`appeal ${s.row.id} is handled without a clock`)
    // Judged as of when it was asked: a leader who answers late must not cost the handler the request.
    const moved = extendClock(clock, endOfDay(s.calendar, asks.newDueOn ?? ''), requestedAt)
    if (!moved.ok) return moved
    return changes({
      set: { extensions: s.row.extensions + 1 },
      moved: { handle: moved.value },
      update: decide('approved', note),
    })
  },
}
export const refuseExtension: Act<'refuseExtension'> = refusal('extension')

export const requestSuspension: Act<'requestSuspension'> = {
  leader: ({ leaderId }) => leaderId,
  decide: ({ until, reasonCode, reason, leaderId }, s) => {
    if (until <= s.today) return wrong('until', 'not_in_future', s.today)
    const most = addTime(s.calendar, s.now, {
      amount: limitsOf(s).suspensionDays,
      unit: 'days',
      rollForward: false,
    })
    const last = localDate(s.calendar, most)
    if (until > last) return wrong('until', 'too_late', last)
    const unknown = unknownCode(s, 'suspension_reason', reasonCode, 'reasonCode')
    if (unknown) return unknown
    if (!s.leads) return wrong('leaderId', 'not_a_leader')
    const asks = { until, reasonCode, leaderId }
    return changes({ insert: { appeal_requests: [ask(s, 'suspension', asks, reason)] } })
  },
}

export const approveSuspension: Act<'approveSuspension'> = {
  reads: ['requests'],
  decide: ({ note }, s) => {
    const { asks, decide } = pendingOf(s, 'suspension')
    // Answered too late: it would come back at once. The handler asks anew.
    if ((asks.until ?? '') <= s.today) return wrong('until', 'not_in_future', s.today)
    return changes({
      set: { suspended_code: asks.reasonCode ?? null, leader_id: asks.leaderId ?? null },
      fixed: { suspension: endOfDay(s.calendar, asks.until ?? '') },
      update: decide('approved', note),
    })
  },
}
export const refuseSuspension: Act<'refuseSuspension'> = refusal('suspension')

export const returnFromSuspension: Act<'returnFromSuspension'> = {
  decide: ({ note }) => changes({ set: { suspended_code: null }, words: note ? { note } : {} }),
}

export const requestExclusion: Act<'requestExclusion'> = {
  decide: ({ reasonCode, reason }, s) =>
    unknownCode(s, 'exclusion_reason', reasonCode, 'reasonCode') ??
    changes({ insert: { appeal_requests: [ask(s, 'exclusion', { reasonCode }, reason)] } }),
}

export const approveExclusion: Act<'approveExclusion'> = {
  reads: ['requests'],
  decide: ({ note }, s) => {
    const { asks, decide } = pendingOf(s, 'exclusion')
    return changes({ set: { excluded_code: asks.reasonCode ?? null }, update: decide('approved', note) })
  },
}
export const refuseExclusion: Act<'refuseExclusion'> = refusal('exclusion')
