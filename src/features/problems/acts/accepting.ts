import { refuse } from '#platform/refusal.ts'
import { evaluationRule, reaches } from '../evaluation-rule.ts'
import {
  acceptanceOf,
  appliedAt,
  attemptOf,
  countersignsNow,
  enteredByHand,
  evaluationsNow,
} from '../needs.ts'
import { type Act, changes, childBase, closed, enteredBy, unplanned, wrong, wrongDay } from './act.ts'
import { companion, siteCheckRow, unconfirmed } from './checks.ts'

/** Applying for closure and the gates behind it: papers, site, the public's word, countersignature (S0-13). */

export const requestClosure: Act<'requestClosure'> = {
  decide: (body) => {
    // 基本完成 must say what is left (domain.md 5.3).
    if (body.completion === 'mostly' && !body.remaining) return wrong('remaining', 'required')
    return changes({
      set: { completion: body.completion, remaining: body.remaining ?? null },
      words: { summary: body.summary },
    })
  },
}

export const endorse: Act<'endorse'> = { decide: ({ opinion }) => changes({ words: { opinion } }) }
export const sendBack: Act<'sendBack'> = { decide: ({ reason }) => changes({ words: { reason } }) }
export const passDocuments: Act<'passDocuments'> = {
  decide: ({ opinion }) => changes({ words: { opinion } }),
}

export const recordSiteCheck: Act<'recordSiteCheck'> = {
  companion,
  decide: (body, s) => {
    const check = siteCheckRow(body, s, acceptanceOf(s.row), body.passed)
    return 'row' in check ? changes({ insert: { problem_site_checks: [check.row] } }) : check
  },
}

/** Confirmed by the very person whom the record names as the second pair of eyes. */
export const passSiteCheck: Act<'passSiteCheck'> = {
  reads: ['siteChecks'],
  decide: ({ note }, s) => unconfirmed(s) ?? changes({ words: note ? { note } : {} }),
}

/** As in what a campaign counts. */
const FEWEST_RESIDENTS = 5

export const attachEvaluation: Act<'attachEvaluation'> = {
  decide: (body, s) => {
    if (body.satisfied + body.fair + body.unsatisfied !== body.valid) return wrong('valid', 'sum_differs')
    if (body.valid > body.handedOut) return wrong('handedOut', 'less_than_valid')
    if (body.valid === 0) return wrong('valid', 'nobody_answered')
    // Residents are told apart among fewer; of delegates and members of the CPPCC there may be few.
    if (body.raterClass === 'residents' && body.valid < FEWEST_RESIDENTS)
      return wrong('valid', 'too_few', String(FEWEST_RESIDENTS))
    return (
      wrongDay(s, body.ratedOn, 'ratedOn', appliedAt(s.row)) ??
      changes({
        insert: {
          problem_evaluations: [
            {
              ...childBase(s),
              ...enteredBy(s),
              rater_class: body.raterClass,
              handed_out: body.handedOut,
              valid: body.valid,
              satisfied: body.satisfied,
              fair: body.fair,
              unsatisfied: body.unsatisfied,
              rated_on: body.ratedOn,
              passed: reaches(evaluationRule(s.rules, s.today), body),
            },
          ],
        },
      })
    )
  },
}

/** Taken back, the result stays to be seen with the reason in the history; it counts for nothing any more. */
export const withdrawEvaluation: Act<'withdrawEvaluation'> = {
  reads: ['evaluations'],
  decide: ({ evaluationId, reason }, s) =>
    enteredByHand(s).some(({ id }) => id === evaluationId)
      ? changes({
          update: [{ table: 'problem_evaluations', id: evaluationId, set: { withdrawn_at: s.now } }],
          words: { reason },
        })
      : wrong('evaluationId', 'unknown_reference'),
}

/** What a campaign counted, class by class; it brings nothing with fewer than five in it. */
export const attachCampaign: Act<'attachCampaign'> = {
  decide: ({ campaignId, results, ratedOn }, s) =>
    changes({
      insert: {
        problem_evaluations: results.map((result) => ({
          ...childBase(s),
          ...enteredBy(s),
          rater_class: result.raterClass,
          handed_out: result.handedOut,
          valid: result.valid,
          satisfied: result.satisfied,
          fair: result.fair,
          unsatisfied: result.unsatisfied,
          rated_on: ratedOn,
          campaign_id: campaignId,
          passed: reaches(evaluationRule(s.rules, s.today), result),
        })),
      },
    }),
}

export const passEvaluation: Act<'passEvaluation'> = {
  reads: ['evaluations'],
  // Of several results each has been looked at by somebody else than who entered it.
  decide: ({ note }, s) =>
    evaluationsNow(s).some((e) => e.person_id !== null && s.persons.includes(e.person_id))
      ? refuse({ code: 'same_person', act: 'passEvaluation', other: 'attachEvaluation' })
      : changes({ words: note ? { note } : {} }),
}

/** 会签 by discipline and personnel, each once an attempt; a disagreement stays on record and blocks closing. */
export const countersign: Act<'countersign'> = {
  reads: ['countersigns'],
  decide: (body, s) => {
    const given = countersignsNow(s)
    const side = s.sides.find((b) => !given.some((c) => c.body === b))
    if (!side) return wrong('', 'already_countersigned')
    if (given.some((c) => s.persons.includes(c.person_id))) return wrong('', 'two_people')
    if (!body.agrees && !body.note) return wrong('note', 'required')
    return changes({
      insert: {
        problem_countersigns: [
          {
            ...childBase(s),
            ...enteredBy(s),
            attempt: attemptOf(s.row),
            body: side,
            agrees: body.agrees,
            note: body.note ?? null,
          },
        ],
      },
    })
  },
}

export const close: Act<'close'> = {
  decide: ({ opinion }, s) =>
    // 基本完成 does not count as 销号 (domain.md 5.3): it is kept up, or refused.
    s.row.completion === 'mostly'
      ? wrong('', 'mostly_done')
      : changes({ set: { ...closed(s), closure_kind: 'closed' }, words: { opinion } }),
}

/** 基本完成转长期坚持: not closed, comes up for review again and again (domain.md 5.3). */
export const keepLongTerm: Act<'keepLongTerm'> = {
  decide: ({ remaining, opinion }) =>
    changes({ set: { remaining, closure_kind: 'long_term' }, words: { opinion } }),
}

export const refuseClosure: Act<'refuseClosure'> = { decide: ({ reason }) => changes({ words: { reason } }) }

/** Who answers for what before the second round may begin (S0-14): per party, with a body that follows it up. */
export const attribute: Act<'attribute'> = {
  decide: (body, s) =>
    changes({
      set: unplanned,
      insert: {
        problem_attributions: body.parties.map((party) => ({
          ...childBase(s),
          ...enteredBy(s),
          level: party.level,
          organization_id: party.organizationId,
          opinion: party.opinion,
          follow_up_body: body.followUpBody,
        })),
      },
    }),
}
