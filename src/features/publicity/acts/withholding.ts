import { addDays, endOfDay } from '#platform/calendar/index.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import { type Act, changes, childBase, type Effect, type Situation, unknownCode, wrong } from './act.ts'

/** 拟不公开 (domain.md 7.6): a reason class, a note, agreed by the leading group, looked at again on a day. */

type Asking = { reasonClass: string; note: string; reviewOn: string }

function ask({ reasonClass, note, reviewOn }: Asking, s: Situation) {
  const unknown = unknownCode(s, 'withhold_reason', reasonClass, 'reasonClass')
  if (unknown) return unknown
  if (reviewOn <= s.today) return wrong('reviewOn', 'in_past', addDays(s.today, 1))
  const last = addDays(s.today, deadlineRule(s.rules, 'publicity.withheld_review', s.today).amount)
  if (reviewOn > last) return wrong('reviewOn', 'too_late', last)
  return changes({
    insert: {
      withheld: [
        {
          ...childBase(s),
          ...{ reason_class: reasonClass, note, review_on: reviewOn, status: 'pending' },
          ...{ asked_by: s.personId, asked_at: s.now.toISOString(), decided_by: null, decided_at: null },
        },
      ],
    },
  })
}

export const withhold: Act<'withhold'> = { decide: ask }
export const keepWithheld: Act<'keepWithheld'> = { decide: ask }

const settle = (s: Situation, status: 'pending' | 'approved', set: Record<string, unknown>) =>
  s.parts.withheld
    .filter((w) => w.status === status)
    .map(({ id }) => ({ table: 'withheld' as const, id, set })) satisfies Effect['update']

const decidedNow = ({ personId, now }: Situation) => ({ decided_by: personId, decided_at: now })

export const approveWithholding: Act<'approveWithholding'> = {
  decide: ({ note }, s) => {
    const pending = s.parts.withheld.find((w) => w.status === 'pending')
    if (!pending) throw new Error(`publication ${s.row.id} has nothing to withhold`)
    return changes({
      update: [
        ...settle(s, 'approved', { status: 'ended' }),
        ...settle(s, 'pending', { status: 'approved', ...decidedNow(s) }),
      ],
      words: { note },
      fixed: { withheld_review: endOfDay(s.calendar, pending.review_on) },
      recount: true,
    })
  },
}

export const refuseWithholding: Act<'refuseWithholding'> = {
  decide: ({ reason }, s) =>
    changes({
      update: [
        ...settle(s, 'approved', { status: 'ended' }),
        ...settle(s, 'pending', { status: 'refused', ...decidedNow(s) }),
      ],
      words: { reason },
      recount: true,
    }),
}

export const discloseAfterAll: Act<'discloseAfterAll'> = {
  decide: ({ reason }, s) =>
    changes({ update: settle(s, 'approved', { status: 'ended' }), words: { reason }, recount: true }),
}
