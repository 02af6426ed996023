import { startClock } from '#platform/clock/index.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import { ruleKeyOf } from '../clock-rules.ts'
import {
  type Act,
  changes,
  childBase,
  enteredBy,
  itsMain,
  type Situation,
  saidBy,
  sideOf,
  wrong,
  wrongDay,
  wrongMoment,
} from './act.ts'

/** While it is worked on: first contact, progress, mediation, the dialogue by receipt, and what those above say. */

/** What the handler has is counted from dispatch, a petition's from its registration: calling late costs own time. */
export const contact: Act<'contact'> = {
  decide: (body, s) => {
    const fault = wrongMoment(s, body.happenedAt, 'happenedAt')
    if (fault) return fault
    const happened = new Date(body.happenedAt ?? s.now)
    const since = (s.row.track === 'petition' ? s.row.registered_at : s.row.dispatched_at) ?? s.now
    const rule = deadlineRule(s.rules, ruleKeyOf('handle', s.row), s.today)
    const row = {
      ...childBase(s),
      ...enteredBy(s),
      way: body.way,
      happened_at: happened.toISOString(),
      note: body.note ?? null,
    }
    return changes({
      set: { contacted_at: happened },
      insert: { appeal_contacts: [row] },
      moved: { handle: startClock('handle', rule, since, s.calendar) },
    })
  },
}

const progressed = (
  s: Situation,
  kind: string,
  body: { text: string; happenedOn: string },
  agreed?: boolean,
) =>
  wrongDay(s, body.happenedOn, 'happenedOn') ??
  changes({
    insert: {
      appeal_progress: [
        {
          ...childBase(s),
          ...enteredBy(s),
          ...{ kind, text: body.text, agreed: agreed ?? null, happened_on: body.happenedOn },
        },
      ],
    },
  })

export const reportProgress: Act<'reportProgress'> = { decide: (body, s) => progressed(s, 'progress', body) }
export const reportAssistance: Act<'reportAssistance'> = {
  decide: (body, s) => progressed(s, 'assistance', body),
}
export const recordMediation: Act<'recordMediation'> = {
  decide: (body, s) => progressed(s, 'mediation', body, body.agreed),
}

/** The upload is looked up by the store, which knows whose it is; here only what is said about it. */
export const addEvidence: Act<'addEvidence'> = {
  decide: (body, s) => {
    if (body.takenOn > s.today) return wrong('takenOn', 'in_future', s.today)
    const row = {
      ...childBase(s),
      ...enteredBy(s),
      ...{ kind: body.kind, upload_id: body.uploadId, note: body.note ?? null, taken_on: body.takenOn },
    }
    return changes({ insert: { appeal_evidence: [row] } })
  },
}

const spoken = (s: Situation, text: string) =>
  changes({ insert: { appeal_messages: [{ ...saidBy(s), side: sideOf(s), text }] } })

export const askResident: Act<'askResident'> = { decide: ({ text }, s) => spoken(s, text) }
export const replyResident: Act<'replyResident'> = { decide: ({ text }, s) => spoken(s, text) }
export const message: Act<'message'> = { main: itsMain, decide: ({ text }, s) => spoken(s, text) }
export const reply: Act<'reply'> = { main: itsMain, decide: ({ text }, s) => spoken(s, text) }

export const resumeHandling: Act<'resumeHandling'> = {
  decide: ({ note }) => changes({ words: note ? { note } : {} }),
}

export const urge: Act<'urge'> = {
  decide: ({ kind, reason }, s) => changes({ insert: { appeal_orders: [{ ...saidBy(s), kind, reason }] } }),
}

/** 包案: an old dispute has a leader by name (S3-10). */
export const assignLeader: Act<'assignLeader'> = {
  leader: ({ leaderId }) => leaderId,
  decide: ({ leaderId, note }, s) =>
    s.leads
      ? changes({ set: { leader_id: leaderId }, words: note ? { note } : {} })
      : wrong('leaderId', 'not_a_leader'),
}

/** The year's list of problems that the leaders promise to solve (S3-37). */
export const pledge: Act<'pledge'> = {
  decide: ({ year }, s) => {
    const thisYear = Number(s.today.slice(0, 4))
    return year === thisYear || year === thisYear + 1
      ? changes({ set: { pledged_year: year } })
      : wrong('year', 'out_of_range', String(thisYear))
  },
}

/** By the system: merged away or moved, an organisation leaves what it had to its successor. */
export const succeed: Act<'succeed'> = {
  decide: ({ fromId, organizationId, townshipId }, { row }) => {
    const heir = (id: string | null) => (id === fromId ? organizationId : id)
    const assistants = row.assistant_ids.map((id) => heir(id) ?? id)
    return changes({
      set: {
        ...(row.place_id === fromId && { place_id: organizationId, township_id: townshipId }),
        handler_id: heir(row.handler_id),
        assistant_ids: assistants.filter((id, i) => assistants.indexOf(id) === i),
        // What it is about may now lie with whoever handles it: the township takes it over.
        ...(row.about_village &&
          heir(row.handler_id) === heir(row.place_id) && { handler_id: townshipId ?? row.township_id }),
      },
    })
  },
}
