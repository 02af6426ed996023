import { deadline } from '#platform/calendar/index.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import { ruleKeyOf } from '../clock-rules.ts'
import { pendingRequest } from '../needs.ts'
import type { ActBody } from '../schema.ts'
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

/** 派单: main and assisting handlers; 退单 with the proper owner named; the second time a leader decides. */

type Dispatch = Pick<ActBody<'dispatch'>, 'handlerId' | 'assistantIds' | 'note'>
const named = ({ handlerId, assistantIds }: Dispatch) => [handlerId, ...assistantIds]

/** Never to the village that it is about (domain.md 7.1), never to whom is gone, never twice to the same. */
function dispatchFault(body: Dispatch, { row, organizations }: Situation) {
  for (const [i, id] of named(body).entries()) {
    const path = i === 0 ? 'handlerId' : `assistantIds.${i - 1}`
    if (organizations.get(id)?.status !== 'active') return wrong(path, 'unknown_reference')
    if (row.about_village && id === row.place_id) return wrong(path, 'concerns_itself')
    if (named(body).indexOf(id) !== i) return wrong(path, 'named_twice')
  }
  return undefined
}

/** To whom it goes now; whoever had it holds it no longer, and when theirs began is no clock of the next one's. */
function assigned(body: Dispatch, s: Situation, endedAs: string): Effect {
  const rule = deadlineRule(s.rules, ruleKeyOf('contact', s.row), s.today)
  const contactDue = deadline(s.calendar, s.now, rule).dueAt
  const rows: ChildRow[] = named(body).map((id, i) => ({
    ...childBase(s),
    organization_id: id,
    part: i === 0 ? 'main' : 'assisting',
    assigned_at: s.now.toISOString(),
    person_id: s.personId,
    contact_due_at: i === 0 ? contactDue.toISOString() : null,
    note: body.note ?? null,
    ended_at: null,
    ended_as: null,
  }))
  return {
    set: {
      handler_id: body.handlerId,
      assistant_ids: [...body.assistantIds],
      dispatched_at: s.now,
      contact_due_at: contactDue,
      ...{ signed_at: null, contacted_at: null, answered_at: null, closed_at: null },
    },
    insert: { appeal_assignments: rows },
    update: [...held(s, endedAs), ...lapsed(s)],
  }
}

/** What the former handler held. */
export const held = (s: Situation, endedAs: string): NonNullable<Effect['update']> =>
  s.parts.assignments
    .filter((a) => a.ended_at === null)
    .map(({ id }) => ({
      table: 'appeal_assignments',
      id,
      set: { ended_at: s.now.toISOString(), ended_as: endedAs },
    }))

/** What the former handler asked for lapses with the move: the next one must not inherit its dates. */
export const lapsed = (s: Situation): NonNullable<Effect['update']> =>
  s.parts.requests
    .filter((r) => r.status === 'pending' && (r.kind === 'extension' || r.kind === 'suspension'))
    .map(({ id }) => ({
      table: 'appeal_requests',
      id,
      set: { status: 'withdrawn', decided_at: s.now.toISOString() },
    }))

/** Nobody's again, until it is dispatched anew. */
export const unassigned = (s: Situation, endedAs: string): Effect => ({
  set: { handler_id: null, assistant_ids: [], contact_due_at: null, signed_at: null },
  update: [...held(s, endedAs), ...lapsed(s)],
})

export const dispatch: Act<'dispatch'> = {
  reads: ['assignments', 'requests'],
  organizations: named,
  decide: (body, s) => dispatchFault(body, s) ?? changes(assigned(body, s, 'reassigned')),
}

export const reassign: Act<'reassign'> = {
  reads: ['assignments', 'requests'],
  organizations: named,
  decide: (body, s) =>
    dispatchFault(body, s) ?? changes({ ...assigned(body, s, 'reassigned'), words: { reason: body.reason } }),
}

export const recall: Act<'recall'> = {
  reads: ['assignments', 'requests'],
  decide: ({ reason }, s) => changes({ ...unassigned(s, 'recalled'), words: { reason } }),
}

export const sign: Act<'sign'> = {
  decide: ({ note }, s) => changes({ set: { signed_at: s.now }, words: note ? { note } : {} }),
}

function asked(body: ActBody<'requestReturn'>, s: Situation) {
  const unknown = unknownCode(s, 'return_reason', body.reasonCode, 'reasonCode')
  if (unknown) return unknown
  if (s.organizations.get(body.properOwnerId)?.status !== 'active')
    return wrong('properOwnerId', 'unknown_reference')
  if (body.properOwnerId === s.row.handler_id) return wrong('properOwnerId', 'already_there')
  const request = {
    ...childBase(s),
    kind: 'return',
    asks: { reasonCode: body.reasonCode, properOwnerId: body.properOwnerId },
    reason: body.reason,
    requested_by: s.personId,
    requested_at: s.now.toISOString(),
    status: 'pending',
    ...{ decided_by: null, decided_at: null, decision_note: null },
  }
  return changes({ insert: { appeal_requests: [request] } })
}

const returning = {
  organizations: ({ properOwnerId }: ActBody<'requestReturn'>) => [properOwnerId],
  decide: asked,
}
export const requestReturn: Act<'requestReturn'> = returning
export const requestSecondReturn: Act<'requestSecondReturn'> = returning

const answered = (s: Situation, status: string, note: string | undefined): NonNullable<Effect['update']> => {
  const request = pendingRequest(s, 'return')
  if (!request) throw new Error(`appeal ${s.row.id} has no return pending`)
  const set = { status, decided_by: s.personId, decided_at: s.now.toISOString(), decision_note: note ?? null }
  return [{ table: 'appeal_requests', id: request.id, set }]
}

export const agreeReturn: Act<'agreeReturn'> = {
  reads: ['assignments', 'requests'],
  decide: ({ note }, s) => {
    const { set, update = [] } = unassigned(s, 'returned')
    return changes({
      set: { ...set, returns: s.row.returns + 1 },
      update: [...update, ...answered(s, 'approved', note)],
    })
  },
}

/** An invalid return counts too: there is no third one. */
export const refuseReturn: Act<'refuseReturn'> = {
  reads: ['requests'],
  decide: ({ reason }, s) =>
    changes({ set: { returns: s.row.returns + 1 }, update: answered(s, 'refused', reason) }),
}

/** Decided for good: to whoever returned it or to whom they named, and nobody returns it again. */
export const forceHandler: Act<'forceHandler'> = {
  reads: ['assignments', 'requests'],
  organizations: named,
  decide: (body, s) => {
    const fault = dispatchFault(body, s)
    if (fault) return fault
    const { set, insert, update = [] } = assigned(body, s, 'returned')
    const again = body.handlerId === s.row.handler_id
    return changes({
      set: { ...set, returns: 2 },
      ...(insert && { insert }),
      update: [...update, ...answered(s, again ? 'refused' : 'approved', body.reason)],
      words: { reason: body.reason },
    })
  },
}

/** After a joint meeting 联席会商: who does what from now on is laid down there. */
export const meetingRedo: Act<'meetingRedo'> = {
  reads: ['assignments', 'requests'],
  organizations: named,
  decide: (body, s) => {
    const fault = dispatchFault(body, s)
    if (fault) return fault
    const next = { ...s, row: { ...s.row, round: s.row.round + 1 } }
    const { set, ...rest } = assigned(body, next, 'redone')
    return changes({
      ...rest,
      set: { ...set, ...{ solved: null, satisfaction: null, rated_at: null } },
      words: { decision: body.decision },
    })
  },
}
