import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { dropDraft, keepDraft, keptDraft } from '#ui/draft.ts'
import { useFormat } from '#ui/format.ts'
import type { AppealDetail } from '../../views.ts'
import { useSending } from '../data.ts'
import { Nothing, Part } from '../part.tsx'
import { Refusal } from '../refusal.tsx'
import { withoutNumbers } from '../without-numbers.ts'
import { useStaffWords } from '../words.ts'

const MOST = 1000

/** What the resident and the desk write to each other; the resident by the receipt, named by nobody. */
export function Dialogue({ appeal }: { appeal: AppealDetail }) {
  const t = useStaffWords().dialogue
  const format = useFormat()
  const sending = useSending(appeal)
  const [text, setText] = useState(() => keptDraft<string>(appeal.id, 'reply') ?? '')
  const { messages, can } = appeal
  const mayReply = can.some(({ act, missing }) => act === 'reply' && missing.length === 0)
  if (messages.length === 0 && !mayReply) return null
  const sent = () => {
    setText('')
    dropDraft(appeal.id, 'reply')
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && (await sending.send('reply', { text: text.trim() }))) sent()
  }
  return (
    <Part id="dialogue" title={t.title}>
      {messages.length === 0 && <Nothing what={t.none} why={t.noneWhy} />}
      <ol className="ap-messages">
        {messages.map(({ side, text: said, at, person }) => (
          <li key={at} className={`ap-message ap-message-${side}`}>
            <p className="ap-minor">
              {t.sides[side]} {person?.name} <time dateTime={at}>{format.dateTime(at)}</time>
            </p>
            <p className="ap-prose">{said}</p>
          </li>
        ))}
      </ol>
      {mayReply && (
        <form className="ap-reply ui-no-print" onSubmit={(event) => void send(event)}>
          <label htmlFor="reply">{t.reply}</label>
          <textarea
            id="reply"
            rows={2}
            maxLength={MOST}
            value={text}
            aria-describedby="reply-hint"
            onChange={({ target }) => {
              setText(target.value)
              keepDraft(appeal.id, 'reply', withoutNumbers(target.value))
            }}
          />
          <p id="reply-hint" className="ap-minor">
            {t.replyHint}
          </p>
          <Refusal
            error={sending.error}
            confirm={async (ruleKey) => (await sending.confirm(ruleKey)) && sent()}
          />
          <Button htmlType="submit" disabled={text.trim() === ''} loading={sending.isSending}>
            {t.send}
          </Button>
        </form>
      )}
    </Part>
  )
}
