import type { AppealAct } from '../lifecycle.ts'
import type { AppealRow } from '../row.ts'
import { NoticeKind } from './desk-api.ts'

const kinds: Partial<Record<AppealAct, NoticeKind>> = {
  ...{
    dispatch: 'dispatched',
    reassign: 'dispatched',
    forceHandler: 'dispatched',
    meetingRedo: 'dispatched',
  },
  ...{ askResident: 'asked', reply: 'replied' },
  ...{ approveExtension: 'extended', approveSuspension: 'suspended', returnFromSuspension: 'resumed' },
  ...{ passAnswer: 'answered', decideReview: 'answered', decideFinalReview: 'answered' },
  refuse: 'refused',
  ...{ closeUnsolved: 'closed', closeUnreached: 'closed', keepClosed: 'closed', meetingClose: 'closed' },
}

/**
 * What of an act the resident is told. Who said that it is solved, on the telephone or by the receipt, knows already;
 * of what was diverted nothing is told from here.
 */
export const noticeOf = (act: AppealAct, { state }: Pick<AppealRow, 'state'>): NoticeKind | undefined =>
  state === 'diverted' ? undefined : kinds[act]

/** After these nobody has to be told any more what waited: they said so themselves, were spoken with, or it is over. */
const over: ReadonlySet<AppealAct> = new Set([
  ...([
    'closeSolved',
    'confirmSolved',
    'rate',
    'sayUnsolved',
    'withdraw',
    'archive',
    'divert',
    'join',
  ] as const),
])
export const isOver = (act: AppealAct): boolean => over.has(act)

/** It came back, or is done once more: nobody is called any more about an answer or an end that no longer stands. */
export const hasComeBack = (act: AppealAct, { state }: Pick<AppealRow, 'state'>): boolean =>
  state === 'objected'
    ? act === 'sayUnsolved' || act === 'hearJoined'
    : act === 'redo' || act === 'callMeeting'

/** Of a matter that several brought up, each is told what becomes of it; what is said with one of them is theirs. */
export const isOfAll = (kind: NoticeKind): boolean => kind !== 'asked' && kind !== 'replied'
export const kindsOfAll: readonly NoticeKind[] = NoticeKind.options.filter(isOfAll)
