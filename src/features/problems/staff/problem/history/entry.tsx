import { useState } from 'react'
import { dayOf, useFormat } from '#ui/format.ts'
import type { HistoryLine, ProblemDetail } from '../../../views.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { useActName } from './act-name.ts'
import { Contents } from './contents.tsx'

/** One entry: who did what when, as what, and from which state to which; contents and check value on demand. */
export function HistoryEntry({ entry, problem }: { entry: HistoryLine; problem: ProblemDetail }) {
  const t = usePageWords().history
  const { states } = useProblemWords()
  const format = useFormat()
  const actName = useActName()
  const [open, setOpen] = useState<'contents' | 'hash' | null>(null)
  const opener = (what: 'contents' | 'hash', show: string, hide: string) => (
    <button
      type="button"
      className="pp-link pp-opener"
      aria-expanded={open === what}
      onClick={() => setOpen(open === what ? null : what)}
    >
      {open === what ? hide : show}
    </button>
  )
  return (
    <article>
      <p className="pp-entry-head">
        <time className="pp-figure" dateTime={entry.enteredAt}>
          {format.isoDate(entry.enteredAt)} {format.time(entry.enteredAt)}
        </time>
        <strong>{actName(entry.act)}</strong>
        <Actor entry={entry} />
        {entry.from && entry.to && entry.from !== entry.to && (
          <span>{t.changed(states[entry.from], states[entry.to])}</span>
        )}
        {entry.late && (
          <span className="pp-mark pp-entered-late">
            {t.late(format.date(entry.at), format.date(dayOf(entry.enteredAt)))}
          </span>
        )}
        <span className="pp-openers">
          {Object.keys(entry.rows).length > 0 && opener('contents', t.open, t.close)}
          {opener('hash', t.showHash, t.hideHash)}
        </span>
      </p>
      {open === 'contents' && (
        <div className="pp-opened">
          <Contents rows={entry.rows} problem={problem} />
        </div>
      )}
      {open === 'hash' && (
        <p className="pp-opened pp-minor">
          {t.seq(entry.seq)} · {t.hash} <code className="pp-hash">{entry.hash}</code>
        </p>
      )}
    </article>
  )
}

function Actor({ entry: { person, as, onBehalfOf } }: { entry: HistoryLine }) {
  const t = usePageWords().history
  const parties: Record<string, string> = useProblemWords().parties
  if (!person) return <span>{t.system}</span>
  return (
    <span>
      {person.name}
      {onBehalfOf && ` ${t.onBehalfOf(onBehalfOf.name)}`}
      {as && <span className="pp-minor"> {t.as(parties[as] ?? as)}</span>}
    </span>
  )
}
