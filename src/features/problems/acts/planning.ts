import { endOfDay } from '#platform/calendar/index.ts'
import type { ActBody } from '../schema.ts'
import {
  type Act,
  type ChildRow,
  changes,
  childBase,
  drop,
  noLeader,
  type Situation,
  unknownCode,
  wrong,
} from './act.ts'

/** The rectification plan: one row set behind the three lists (S1-14), judged by the office (S0-11). */

export const submitPlan: Act<'submitPlan'> = {
  reads: ['measures', 'leaders', 'candidates'],
  decide: (body, s) => {
    const fault = planFault(body, s) ?? leaderFault(body, s)
    if (fault) return fault
    return changes({
      set: { goal: body.goal, root_cause: body.rootCause, planned_on: body.plannedOn },
      update: [
        ...drop('problem_measures', s.parts.measures, s),
        ...drop('problem_leaders', s.parts.leaders, s),
      ],
      insert: { problem_measures: measureRows(body, s), problem_leaders: leaderRows(body, s) },
    })
  },
}

/** Lasting measures beside immediate ones (S3-04), no measure after the plan's own end, nothing in the past. */
function planFault(body: ActBody<'submitPlan'>, s: Situation) {
  const unknown = unknownCode(s, 'problem.root_cause', body.rootCause, 'rootCause')
  if (unknown) return unknown
  if (body.plannedOn <= s.today) return wrong('plannedOn', 'not_in_future', s.today)
  for (const [i, m] of body.measures.entries()) {
    const path = `measures.${i}`
    const fault = unknownCode(s, 'problem.measure_kind', m.kind, `${path}.kind`)
    if (fault) return fault
    if (m.dueOn < s.today) return wrong(`${path}.dueOn`, 'not_in_future', s.today)
    if (m.dueOn > body.plannedOn) return wrong(`${path}.dueOn`, 'after_planned', body.plannedOn)
  }
  for (const horizon of ['now', 'lasting'] as const)
    if (!body.measures.some((m) => m.horizon === horizon)) return wrong('measures', `no_${horizon}_measure`)
  return undefined
}

/** Who answers is here and belongs to it: the leaders, and who is to do a measure of the organisation itself. */
function leaderFault(body: ActBody<'submitPlan'>, s: Situation) {
  const lead = noLeader(s, body.leadLeaderId, 'leadLeaderId')
  if (lead) return lead
  for (const id of body.coLeaderIds) {
    const fault = noLeader(s, id, 'coLeaderIds')
    if (fault) return fault
  }
  for (const [i, { organizationId, leaderId }] of body.measures.entries()) {
    const own = organizationId === s.row.organization_id || organizationId === s.row.township_id
    const fault = own && leaderId ? noLeader(s, leaderId, `measures.${i}.leaderId`) : undefined
    if (fault) return fault
  }
  return undefined
}

const measureRows = (body: ActBody<'submitPlan'>, s: Situation): ChildRow[] =>
  body.measures.map((m, i) => ({
    ...childBase(s),
    position: i + 1,
    horizon: m.horizon,
    kind: m.kind,
    text: m.text,
    leader_id: m.leaderId ?? null,
    organization_id: m.organizationId,
    due_on: m.dueOn,
    done_on: null,
    result: null,
    dropped: false,
  }))

/** The plan's own leaders: whoever claimed the problem may have left the lead to somebody else. */
const leaderRows = (body: ActBody<'submitPlan'>, s: Situation): ChildRow[] =>
  [
    { person_id: body.leadLeaderId, part: 'lead' },
    ...[...new Set(body.coLeaderIds)]
      .filter((id) => id !== body.leadLeaderId)
      .map((person_id) => ({ person_id, part: 'co' })),
  ].map((leader) => ({ ...childBase(s), ...leader, dropped: false }))

export const approvePlan: Act<'approvePlan'> = {
  decide: ({ note }, s) => {
    if (!s.row.planned_on) throw new Error(`problem ${s.row.id} has a submitted plan without a date`)
    // Late already when it begins: what is planned has to be possible (S0-11).
    if (s.row.planned_on < s.today) return wrong('', 'plan_outdated', s.row.planned_on)
    return changes({
      fixed: { rectify: endOfDay(s.calendar, s.row.planned_on) },
      words: note ? { note } : {},
    })
  },
}

export const returnPlan: Act<'returnPlan'> = { decide: ({ reason }) => changes({ words: { reason } }) }
