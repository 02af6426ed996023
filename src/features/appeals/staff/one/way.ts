import { type AppealState, appealLifecycle } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'

/** The loop of domain.md 3.3 as people tell it. */
export const stops = [
  ...([
    'register',
    'classify',
    'dispatch',
    'sign',
    'contact',
    'handle',
    'answer',
    'review',
    'callback',
  ] as const),
  'close',
] as const
export type StopName = (typeof stops)[number]
export type Stop = { name: StopName; when: 'been' | 'now' | 'ahead'; at: string | null }

type Known = Pick<
  AppealDetail,
  | 'state'
  | 'nature'
  | 'registeredAt'
  | 'dispatchedAt'
  | 'signedAt'
  | 'contactedAt'
  | 'answeredAt'
  | 'closedAt'
  | 'createdAt'
  | 'history'
>

/** At which stop an appeal waits in each state; null where it has left the way. */
const waitsAt: Record<AppealState, StopName | null> = {
  screening: 'register',
  registered: 'dispatch',
  dispatched: 'sign',
  signed: 'contact',
  handling: 'handle',
  waiting: 'handle',
  returning: 'sign',
  return_disputed: 'sign',
  answered: 'review',
  callback: 'callback',
  objected: 'callback',
  joint_meeting: 'callback',
  suspended: 'handle',
  closed: 'close',
  reviewing: 'close',
  final_review: 'close',
  archived: 'close',
  ...{ refused: null, joined: null, diverted: null, set_aside: null, withdrawn: null },
}

const lastOf = ({ history }: Known, ...acts: string[]): string | null =>
  history
    .filter(({ act }) => acts.includes(act))
    .reduce<string | null>((last, { at }) => (!last || at > last ? at : last), null)

/** Where it has been, with the day, where it is, and what comes. Pure. */
export function wayOf(appeal: Known): { line: Stop[]; left: boolean } {
  const { state, nature } = appeal
  const at: Record<StopName, string | null> = {
    register: appeal.registeredAt,
    classify: nature === null ? null : (lastOf(appeal, 'classify') ?? appeal.registeredAt),
    dispatch: appeal.dispatchedAt,
    sign: appeal.signedAt,
    contact: appeal.contactedAt,
    handle: lastOf(appeal, 'reportProgress', 'recordMediation') ?? appeal.contactedAt,
    answer: appeal.answeredAt,
    review: lastOf(appeal, 'passAnswer'),
    callback: appeal.closedAt,
    close: appeal.closedAt,
  }
  const here = state === 'registered' && nature === null ? 'classify' : waitsAt[state]
  if (here === null) {
    const been = stops.filter((name) => name !== 'close' && name !== 'callback' && at[name] !== null)
    return { line: been.map((name) => ({ name, when: 'been', at: at[name] })), left: true }
  }
  const isOver = here === 'close' && (appealLifecycle.states[state].ends ?? state === 'closed')
  const index = stops.indexOf(here)
  const line = stops.map((name, i): Stop => {
    const when = i < index || (isOver && i === index) ? 'been' : i === index ? 'now' : 'ahead'
    return { name, when, at: when === 'ahead' || (when === 'now' && name !== 'close') ? null : at[name] }
  })
  // What was answered while the person was on the phone never went to anybody.
  return {
    line: line.filter(({ name, when, at: day }) => when !== 'been' || day !== null || name === here),
    left: false,
  }
}
