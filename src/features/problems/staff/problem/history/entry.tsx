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
  return (
    <article className="pp-history-entry">
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
      </p>
      <Opened label={t.open} close={t.close} hidden={Object.keys(entry.rows).length === 0}>
        <Contents rows={entry.rows} problem={problem} />
      </Opened>
      <Opened label={t.showHash} close={t.hideHash}>
        <p className="pp-minor">
          {t.seq(entry.seq)} · {t.hash} <code className="pp-hash">{entry.hash}</code>
        </p>
      </Opened>
    </article>
  )
}

function Actor({ entry: { person, as } }: { entry: HistoryLine }) {
  const t = usePageWords().history
  const parties: Record<string, string> = useProblemWords().parties
  if (!person) return <span>{t.system}</span>
  return (
    <span>
      {person.name}
      {as && <span className="pp-minor"> {t.as(parties[as] ?? as)}</span>}
    </span>
  )
}

type OpenedProps = { label: string; close: string; hidden?: boolean; children: React.ReactNode }

function Opened({ label, close, hidden, children }: OpenedProps) {
  const [open, setOpen] = useState(false)
  if (hidden) return null
  return (
    <>
      <button type="button" className="pp-link pp-opener" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? close : label}
      </button>
      {open && <div className="pp-opened">{children}</div>}
    </>
  )
}
