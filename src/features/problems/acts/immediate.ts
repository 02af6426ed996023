import { tasksNow } from '../needs.ts'
import { type Act, changes, closed, type Situation } from './act.ts'
import { unconfirmed } from './checks.ts'

/** 立行立改 (S0-06, S1-10): the village's fix and the township's supervision, linked; both must close. */

const report = (s: Situation, kind: 'fix' | 'supervise', text: string) =>
  changes({
    update: tasksNow(s)
      .filter((t) => t.kind === kind)
      .map((t) => ({
        table: 'problem_tasks' as const,
        id: t.id,
        set: { status: 'reported', report: text, reported_at: s.now.toISOString(), reported_by: s.personId },
      })),
  })

const all = (s: Situation, set: Record<string, unknown>) =>
  tasksNow(s).map((t) => ({ table: 'problem_tasks' as const, id: t.id, set }))

export const reportFix: Act<'reportFix'> = {
  reads: ['tasks'],
  decide: (body, s) => report(s, 'fix', body.report),
}
export const reportSupervision: Act<'reportSupervision'> = {
  reads: ['tasks'],
  decide: (body, s) => report(s, 'supervise', body.report),
}

/** Done by the second of the two who were on site, whom the record names: one person's word closes nothing. */
export const verifyImmediate: Act<'verifyImmediate'> = {
  reads: ['tasks', 'siteChecks'],
  decide: ({ note }, s) =>
    unconfirmed(s) ??
    changes({
      set: { ...closed(s), closure_kind: 'closed', completion: 'done' },
      words: note ? { note } : {},
      update: all(s, { status: 'closed' }),
    }),
}

export const sendBackImmediate: Act<'sendBackImmediate'> = {
  reads: ['tasks'],
  decide: ({ reason }, s) => changes({ update: all(s, { status: 'open' }), words: { reason } }),
}
