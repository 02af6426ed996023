import { applySpans, spansIn } from '../masks.ts'
import { type Act, changes, maskOf, type Situation, wrong } from './act.ts'

/** The public's words: screened by a person, answered by who is responsible, let through by somebody else. */

const find = ({ parts }: Situation, id: string, status: string) =>
  parts.comments.find((c) => c.id === id && c.status === status)

const set = (id: string, columns: Record<string, unknown>) => ({
  update: [{ table: 'publication_comments' as const, id, set: columns }],
})

const masked = (text: string, s: Situation): string => applySpans(text, spansIn(text, maskOf(s)))

/** Who screens may hide more of the words; nobody may put others into the public's mouth. */
export const screenComment: Act<'screenComment'> = {
  decide: ({ commentId, forward, words }, s) => {
    const comment = find(s, commentId, 'waiting')
    if (!comment) return wrong('commentId', 'unknown_reference')
    if (words !== undefined && !isHidden(comment.words, words)) return wrong('words', 'only_hiding')
    return changes(
      set(commentId, {
        status: forward ? 'forwarded' : 'set_aside',
        screened_by: s.personId,
        ...(words === undefined ? {} : { words }),
      }),
    )
  },
}

/** Whether the one is the other with stretches of it replaced by stars. */
export function isHidden(original: string, shown: string): boolean {
  const parts = shown.split(/\*+/u)
  let at = 0
  return parts.every((part, i) => {
    const found = i === 0 ? (original.startsWith(part) ? 0 : -1) : original.indexOf(part, at)
    at = found + part.length
    return found >= 0 && (i < parts.length - 1 || part === '' || original.endsWith(part))
  })
}

/** What could name somebody is masked in the answer too. */
export const answerComment: Act<'answerComment'> = {
  masks: true,
  decide: ({ commentId, answer }, s) =>
    find(s, commentId, 'forwarded')
      ? changes(
          set(commentId, {
            ...{ status: 'answered', answer: masked(answer, s), answered_by: s.personId },
            answered_on: s.today,
          }),
        )
      : wrong('commentId', 'unknown_reference'),
}

export const passAnswer: Act<'passAnswer'> = {
  decide: ({ commentId }, s) => {
    const comment = find(s, commentId, 'answered')
    if (!comment?.answer || !comment.answered_on) return wrong('commentId', 'unknown_reference')
    const { words, left_on, answer, answered_on } = comment
    return changes({
      ...set(commentId, { status: 'public' }),
      reply: { id: commentId, words, left_on, answer, answered_on },
    })
  },
}

export const returnAnswer: Act<'returnAnswer'> = {
  decide: ({ commentId, reason }, s) =>
    find(s, commentId, 'answered')
      ? changes({ ...set(commentId, { status: 'forwarded' }), words: { reason } })
      : wrong('commentId', 'unknown_reference'),
}
