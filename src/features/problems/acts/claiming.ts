import { type Act, changes, childBase, drop, noLeader, wrong } from './act.ts'

/** From feedback to claim: sent to the organisation, claimed by its first-responsible person, or disputed. */

export const issue: Act<'issue'> = { decide: () => changes() }

/** A named leader claims the problem (S1-16); a plan names its own. */
export const claim: Act<'claim'> = {
  reads: ['leaders', 'candidates'],
  decide: (body, s) =>
    noLeader(s, body.leaderId, 'leaderId') ??
    changes({
      // Claimed before, disputed and issued again: the last claim counts.
      update: drop('problem_leaders', s.parts.leaders, s),
      insert: {
        problem_leaders: [{ ...childBase(s), person_id: body.leaderId, part: 'lead', dropped: false }],
      },
    }),
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

const unreported = { status: 'open', report: null, reported_at: null, reported_by: null }

/** An organisation was merged into another: its open problems go with it, tasks, history and all. */
export const succeed: Act<'succeed'> = {
  reads: ['tasks'],
  organization: (body) => body.organizationId,
  decide: ({ superiorId }, { organization, parts }) => {
    if (!organization) return wrong('organizationId', 'unknown_reference')
    const { id, township_id } = organization
    const tasks = parts.tasks.flatMap((task) => {
      // The fix goes where the village goes, the supervision to whoever stands above it now.
      const heir = task.kind === 'fix' ? id : superiorId
      if (task.status === 'closed' || task.organization_id === heir) return []
      // A township that takes its village's place has not supervised itself: somebody else has to.
      const anew = task.kind === 'supervise' && task.organization_id === id ? unreported : {}
      return [{ table: 'problem_tasks' as const, id: task.id, set: { organization_id: heir, ...anew } }]
    })
    return changes({ set: { organization_id: id, township_id }, update: tasks })
  },
}
