import { Button } from 'antd'
import { useState } from 'react'
import { useFormat } from '#ui/format.ts'
import type { Comment, PublicationDetail } from '../../views.ts'
import type { Sending } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { usePublicationWords, useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

type Props = { publication: PublicationDetail; sending: Sending }

/** The public's words, each with what may be done with it now. */
export function Comments({ publication, sending }: Props) {
  const t = useStaffWords().comments
  const { comments, state, audience, can } = publication
  if ((state !== 'published' && state !== 'withdrawn') || audience === 'party') return null
  const may = (act: string) => can.some((offer) => offer.act === act)
  return (
    <Part id="comments" title={t.title}>
      {comments.length === 0 && (
        <p className="pub-minor">{may('screenComment') ? t.none : t.noneForwarded}</p>
      )}
      <ul className="pub-comments">
        {comments.map((comment) => (
          <One key={`${comment.id} ${comment.status}`} comment={comment} may={may} sending={sending} />
        ))}
      </ul>
      <Refusal error={sending.error} confirm={(ruleKey) => void sending.confirm(ruleKey)} />
    </Part>
  )
}

type OneProps = { comment: Comment; may: (act: string) => boolean; sending: Sending }

function One({ comment, may, sending }: OneProps) {
  const t = useStaffWords().comments
  const format = useFormat()
  return (
    <li>
      <p className="pub-minor">
        <time dateTime={comment.leftOn}>{format.date(comment.leftOn)}</time>{' '}
        <span className="pub-mark">{t.status[comment.status]}</span>
      </p>
      <blockquote>{comment.words}</blockquote>
      {comment.advice && <p className="pub-warned">{t.warned(comment.advice)}</p>}
      {comment.answer && (
        <p>
          <strong>{t.replied}</strong>
          {comment.answer}
        </p>
      )}
      {comment.status === 'waiting' && may('screenComment') && <Screen comment={comment} sending={sending} />}
      {comment.status === 'forwarded' && may('answerComment') && (
        <Answer comment={comment} sending={sending} />
      )}
      {comment.status === 'answered' && may('passAnswer') && <Pass comment={comment} sending={sending} />}
    </li>
  )
}

type HandleProps = { comment: Comment; sending: Sending }

function Screen({ comment, sending }: HandleProps) {
  const t = useStaffWords().comments
  const [words, setWords] = useState(comment.words)
  const send = (forward: boolean) =>
    sending.send('screenComment', {
      commentId: comment.id,
      forward,
      ...(words === comment.words ? {} : { words }),
    })
  return (
    <div className="pub-field">
      <textarea
        aria-label={t.hideMore}
        rows={3}
        maxLength={1000}
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <p className="pub-minor">{t.hideMore}</p>
      <div className="pub-buttons">
        <Button type="primary" loading={sending.isSending} onClick={() => void send(true)}>
          {t.forward}
        </Button>
        <Button onClick={() => void send(false)}>{t.setAside}</Button>
      </div>
    </div>
  )
}

function Answer({ comment, sending }: HandleProps) {
  const t = useStaffWords().comments
  const [answer, setAnswer] = useState('')
  return (
    <div className="pub-field">
      <textarea
        aria-label={t.answer}
        rows={3}
        maxLength={2000}
        value={answer}
        onChange={({ target }) => setAnswer(target.value)}
      />
      <div className="pub-buttons">
        <Button
          type="primary"
          disabled={answer.trim() === ''}
          loading={sending.isSending}
          onClick={() => void sending.send('answerComment', { commentId: comment.id, answer })}
        >
          {t.send}
        </Button>
      </div>
    </div>
  )
}

function Pass({ comment, sending }: HandleProps) {
  const t = useStaffWords().comments
  const { fields } = useStaffWords()
  const { acts } = usePublicationWords()
  const [reason, setReason] = useState<string | null>(null)
  const commentId = comment.id
  if (reason !== null)
    return (
      <div className="pub-field">
        <textarea
          aria-label={fields.reason}
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <div className="pub-buttons">
          <Button
            disabled={reason.trim() === ''}
            onClick={() => void sending.send('returnAnswer', { commentId, reason })}
          >
            {acts.returnAnswer}
          </Button>
        </div>
      </div>
    )
  return (
    <div className="pub-buttons">
      <Button
        type="primary"
        loading={sending.isSending}
        onClick={() => void sending.send('passAnswer', { commentId })}
      >
        {t.pass}
      </Button>
      <Button onClick={() => setReason('')}>{t.return}</Button>
    </div>
  )
}
