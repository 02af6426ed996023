import { type Act, changes, childBase, wrong } from './act.ts'

/** From feedback to claim: sent to the organisation, claimed by its first-responsible person, or disputed. */

export const issue: Act<'issue'> = { decide: () => changes() }

/** A named leader claims the problem (S1-16); later plans may add leaders. */
export const claim: Act<'claim'> = {
  decide: (body, s) =>
    changes({ insert: { problem_leaders: [{ ...childBase(s), person_id: body.leaderId, part: 'lead' }] } }),
}

/** Objection to the feedback (S2-07): goes back to the office, which looks the working paper up. */
export const dispute: Act<'dispute'> = { decide: ({ reason }) => changes({ words: { reason } }) }

/** 挂牌督办 (S2-15): a visible mark, taken off only by the leading group. */
export const list: Act<'list'> = {
  decide: ({ reason }) => changes({ set: { listed: true }, words: { reason } }),
}
export const unlist: Act<'unlist'> = {
  decide: ({ reason }) => changes({ set: { listed: false }, words: { reason } }),
}

/** An organisation was merged into another: its open problems go with it, tasks, history and all. */
export const succeed: Act<'succeed'> = {
  reads: ['tasks'],
  organization: (body) => body.organizationId,
  decide: (body, { organization, row, parts }) => {
    if (!organization) return wrong('organizationId', 'unknown_reference')
    const inherited = parts.tasks.filter(
      (t) => t.organization_id === row.organization_id && t.status !== 'closed',
    )
    return changes({
      set: { organization_id: organization.id, township_id: organization.township_id },
      update: inherited.map((t) => ({
        table: 'problem_tasks',
        id: t.id,
        set: { organization_id: body.organizationId },
      })),
    })
  },
}
