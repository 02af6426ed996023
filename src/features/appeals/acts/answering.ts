import { isHeard } from '../needs.ts'
import {
  type Act,
  type ChildRow,
  changes,
  childBase,
  type Effect,
  enteredBy,
  itsMain,
  type Situation,
  saidBy,
  wrong,
} from './act.ts'
import { told } from './sorting.ts'

/** 答复, 审核, 回访 by somebody else, what the resident says of it, 重办 or 联席会商. */

export const answer: Act<'answer'> = {
  decide: ({ text, claim }, s) => {
    const row = { ...childBase(s), ...enteredBy(s), kind: 'answer', text, claim }
    return changes({
      set: { answered_at: s.now },
      insert: { appeal_answers: [{ ...row, status: 'waiting', passed_by: null, passed_at: null }] },
    })
  },
}

const judged = (s: Situation, status: 'passed' | 'sent_back'): NonNullable<Effect['update']> => {
  const waiting = s.parts.answers.find((a) => a.status === 'waiting')
  if (!waiting) throw new Error(`appeal ${s.row.id} has no answer waiting`)
  const set = { status, passed_by: s.personId, passed_at: s.now.toISOString() }
  return [{ table: 'appeal_answers', id: waiting.id, set }]
}

export const passAnswer: Act<'passAnswer'> = {
  reads: ['answers'],
  decide: ({ note }, s) => changes({ update: judged(s, 'passed'), words: note ? { note } : {} }),
}
export const returnAnswer: Act<'returnAnswer'> = {
  reads: ['answers'],
  decide: ({ reason }, s) =>
    changes({ set: { answered_at: null }, update: judged(s, 'sent_back'), words: { reason } }),
}

type Said = { satisfaction?: string | undefined; text?: string | undefined }

/**
 * One line of what residents said, from which the rates are counted. What somebody says who was joined is kept beside:
 * the matter is counted once, with the appeal that it was joined to.
 */
const calledBack = (s: Situation, outcome: 'unreached' | 'solved' | 'unsolved', said: Said): ChildRow => ({
  ...childBase(s),
  ...{ way: wayOf(s), outcome, text: said.text ?? null },
  ...{ satisfaction: said.satisfaction ?? null, at: s.now.toISOString(), person_id: s.personId },
})

const wayOf = ({ row, parties }: Situation) =>
  row.state === 'joined' ? 'joined' : parties.has('resident') ? 'receipt' : 'call'

const rated = (s: Situation, satisfaction: Said['satisfaction']): Effect['set'] =>
  satisfaction ? { satisfaction, rated_at: s.now } : {}

export const recordCall: Act<'recordCall'> = {
  decide: ({ note }, s) =>
    changes({ insert: { appeal_callbacks: [calledBack(s, 'unreached', { text: note })] } }),
}

export const closeSolved: Act<'closeSolved'> = {
  decide: ({ satisfaction, note }, s) =>
    changes({
      set: { closed_at: s.now, solved: true, ...rated(s, satisfaction) },
      insert: { appeal_callbacks: [calledBack(s, 'solved', { satisfaction, text: note })] },
    }),
}

/** Not solved, though whoever handled it did what can be done: told so, and counted as not solved. */
export const closeUnsolved: Act<'closeUnsolved'> = {
  decide: ({ satisfaction, reasonableness, reason, note }, s) =>
    changes({
      set: { closed_at: s.now, solved: false, reasonableness, ...rated(s, satisfaction) },
      insert: {
        appeal_callbacks: [calledBack(s, 'unsolved', { satisfaction, text: note })],
        // A class of its own, so that a month that was counted before it stays what it was.
        appeal_classes: [{ ...saidBy(s), ...classOf(s), reasonableness }],
      },
      words: { reason },
    }),
}

const classOf = ({ row: { track, nature, urgency, is_complex, field_code, responsibility } }: Situation) => ({
  ...{ track, nature, urgency, is_complex, field_code, responsibility },
})

/** Nobody was reached: neither solved nor rated, and counted as neither. */
export const closeUnreached: Act<'closeUnreached'> = {
  decide: ({ note }, s) => changes({ set: { closed_at: s.now, solved: null }, words: note ? { note } : {} }),
}

/** Only what was said now is a line of its own: an objection by the receipt has been counted already. */
const again = (s: Situation, satisfaction: Said['satisfaction']): Effect =>
  s.row.state === 'callback'
    ? { insert: { appeal_callbacks: [calledBack(s, 'unsolved', { satisfaction })] } }
    : {}

const unconcluded = { closed_at: null, answered_at: null, solved: null, satisfaction: null, rated_at: null }

export const redo: Act<'redo'> = {
  decide: ({ reason, satisfaction }, s) =>
    changes({
      ...again(s, satisfaction),
      set: { ...unconcluded, redos: s.row.redos + 1 },
      words: { reason },
    }),
}

export const callMeeting: Act<'callMeeting'> = {
  decide: ({ reason, satisfaction }, s) =>
    changes({ ...again(s, satisfaction), set: unconcluded, words: { reason } }),
}

export const meetingClose: Act<'meetingClose'> = {
  decide: ({ decision, solved }, s) =>
    changes({
      set: { closed_at: s.now, answered_at: s.now, solved },
      insert: { appeal_answers: [told(s, 'meeting', decision)] },
    }),
}

/** What its own person said stands: it came back by their 没解决, or by that of somebody who was joined. */
export const keepClosed: Act<'keepClosed'> = {
  decide: ({ reason }, s) =>
    changes({
      set: { closed_at: s.now },
      insert: { appeal_answers: [told(s, 'meeting', reason)] },
    }),
}

export const sayUnsolved: Act<'sayUnsolved'> = {
  main: itsMain,
  decide: ({ reason, satisfaction }, s) =>
    changes({
      set: { closed_at: null, solved: false, ...rated(s, satisfaction) },
      insert: { appeal_callbacks: [calledBack(s, 'unsolved', { satisfaction, text: reason })] },
      ...(s.main && isHeard(s.row, s.main) && { onMain: 'hearJoined' }),
    }),
}

/** No line of what the main appeal's own person said: they said nothing, and what they said before stands. */
export const hearJoined: Act<'hearJoined'> = {
  decide: ({ number }) => changes({ set: { closed_at: null }, words: { note: number } }),
}

export const confirmSolved: Act<'confirmSolved'> = {
  decide: ({ satisfaction, text }, s) =>
    changes({
      set: { closed_at: s.now, solved: true, ...rated(s, satisfaction) },
      insert: { appeal_callbacks: [calledBack(s, 'solved', { satisfaction, text })] },
    }),
}

export const rate: Act<'rate'> = {
  main: itsMain,
  decide: ({ satisfaction, solved, text }, s) =>
    changes({
      set: { satisfaction, rated_at: s.now, solved },
      insert: { appeal_callbacks: [calledBack(s, solved ? 'solved' : 'unsolved', { satisfaction, text })] },
    }),
}

export const withdraw: Act<'withdraw'> = {
  decide: ({ reason }, s) => changes({ set: { closed_at: s.now }, words: reason ? { reason } : {} }),
}

export const archive: Act<'archive'> = {
  decide: ({ note }) => changes({ words: note ? { note } : {} }),
}

/** 复查、复核 of petitions (信访工作条例 Art. 35, 36), by the level above; the second is final. */
const applied = ({ reason }: { reason: string }) => changes({ set: { closed_at: null }, words: { reason } })
export const applyReview: Act<'applyReview'> = { decide: applied }
export const applyFinalReview: Act<'applyFinalReview'> = { decide: applied }

const decidedAbove = (
  s: Situation,
  kind: string,
  { decision, upheld }: { decision: string; upheld: boolean },
) =>
  changes({
    set: { closed_at: s.now },
    insert: { appeal_answers: [told(s, kind, decision)] },
    words: { upheld },
  })

export const decideReview: Act<'decideReview'> = { decide: (body, s) => decidedAbove(s, 'review', body) }
export const decideFinalReview: Act<'decideFinalReview'> = {
  decide: (body, s) => decidedAbove(s, 'final_review', body),
}

/** Became a problem in the ledger: the office has entered it there, and names it here. */
export const makeProblem: Act<'makeProblem'> = {
  problem: ({ problemNumber }) => problemNumber,
  decide: (_body, { problemId }) =>
    problemId ? changes({ set: { problem_id: problemId } }) : wrong('problemNumber', 'unknown_reference'),
}
