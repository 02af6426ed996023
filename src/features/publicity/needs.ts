import type { Need } from './lifecycle.ts'
import { unconfirmedPages } from './masks.ts'
import type { Parts, PublicationRow } from './row.ts'

type Situation = { row: PublicationRow; parts: Parts }

const someComment =
  (status: string) =>
  ({ parts }: Situation) =>
    parts.comments.some((c) => c.status === status)

/** Every precondition the lifecycle names. Total: a forgotten one does not compile. */
export const needs: Record<Need, (situation: Situation) => boolean> = {
  pagesConfirmed: ({ row }) => unconfirmedPages(row.content, row.masks).length === 0,
  // Both ticks, for each: a face or a plate that can be made out is covered before, or the picture left out.
  picturesChecked: ({ parts }) =>
    parts.pictures.every((p) => p.dropped || (p.checked_at !== null && p.faces_clear && p.plates_clear)),
  commentWaiting: someComment('waiting'),
  commentForwarded: someComment('forwarded'),
  answerWaiting: someComment('answered'),
  textKept: ({ parts }) => parts.release === 'kept',
}
