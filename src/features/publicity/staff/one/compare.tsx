import { Button } from 'antd'
import { useRef, useState } from 'react'
import { labelsOf, PICTURES, pageKeysOf, slotsOf } from '../../content.ts'
import { applySpans, markedBy, type Span, slotsOfPage } from '../../masks.ts'
import type { PublicationDetail } from '../../views.ts'
import type { Sending } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'
import { type Place, selectedIn } from './selection.ts'

type Props = { publication: PublicationDetail; sending: Sending }

/** Original left, as published right, page by page; a person confirms each, hides more, or unmasks with a reason. */
export function Compare({ publication, sending }: Props) {
  const words = useStaffWords()
  const pages = pageKeysOf(publication.content)
  return (
    <Part id="compare" title={words.compare.title}>
      <p className="pub-minor">{words.compare.how}</p>
      {pages.map((page, i) => (
        <ComparedPage
          key={`${page} ${publication.masks.confirmed[page]?.at ?? ''}`}
          publication={publication}
          page={page}
          place={words.compare.page(i + 1, pages.length)}
          sending={sending}
        />
      ))}
      <Refusal error={sending.error} confirm={(ruleKey) => void sending.confirm(ruleKey)} />
    </Part>
  )
}

type PageProps = Props & { page: string; place: string }

function ComparedPage({ publication, page, place, sending }: PageProps) {
  const words = useStaffWords()
  const t = words.compare
  const { content, masks } = publication
  const texts = slotsOf(content)
  const labels = labelsOf(content)
  const slots = slotsOfPage(content, page).filter((slot) => texts[slot] !== '')
  const [marks, setMarks] = useState<Place[]>([])
  const [lifts, setLifts] = useState<(Place & { reason: string })[]>([])
  const [note, setNote] = useState('')
  const original = useRef<HTMLDivElement>(null)
  const spansOf = (slot: string): Span[] => [
    ...(masks.spans[slot] ?? []).map((span) => {
      const lift = lifts.find((l) => l.slot === slot && l.from === span.from && l.to === span.to)
      return lift ? { ...span, lifted: lift.reason } : span
    }),
    ...marks.filter((mark) => mark.slot === slot).map(markedBy),
  ]
  const hide = () => {
    const found = original.current ? selectedIn(original.current) : []
    setNote(found.length === 0 ? t.selectFirst : '')
    setMarks([...marks, ...found])
  }
  const confirmed = masks.confirmed[page]
  const heading = content.pages.find(({ key }) => key === page)?.heading ?? words.pictures.title
  return (
    <section className="pub-compared" aria-label={heading}>
      <header className="pub-part-head">
        <h3>
          {heading} <span className="pub-minor">{place}</span>
        </h3>
        {confirmed && <span className="pub-mark pub-done">{t.confirmed('')}</span>}
      </header>
      <div className="pub-sides">
        <div>
          <h4>{t.original}</h4>
          <div ref={original}>
            {slots.map((slot) => (
              <Marked
                key={slot}
                slot={slot}
                label={labels[slot]}
                text={texts[slot] ?? ''}
                spans={spansOf(slot)}
              />
            ))}
          </div>
          <Button size="small" onClick={hide}>
            {t.hide}
          </Button>
          <span className="pub-minor" role="status">
            {' '}
            {note}
          </span>
        </div>
        <div>
          <h4>{t.masked}</h4>
          <div>
            {slots.map((slot) => (
              <p key={slot} className="pub-slot" data-label={labels[slot]}>
                {applySpans(texts[slot] ?? '', spansOf(slot))}
              </p>
            ))}
          </div>
        </div>
      </div>
      <Hits
        slots={slots}
        texts={texts}
        spansOf={spansOf}
        marks={marks}
        lift={(at, reason) => setLifts([...lifts, { ...at, reason }])}
        undo={(at) => {
          setMarks(marks.filter((m) => !same(m, at)))
          setLifts(lifts.filter((l) => !same(l, at)))
        }}
      />
      <Button
        type={confirmed && marks.length + lifts.length === 0 ? 'default' : 'primary'}
        loading={sending.isSending}
        onClick={() => void sending.send('confirmPage', { page, marks, lifts })}
      >
        {confirmed ? t.again : t.confirm}
        <span className="ui-hidden"> {page === PICTURES ? words.pictures.title : heading}</span>
      </Button>
    </section>
  )
}

const same = (a: Place, b: Place) => a.slot === b.slot && a.from === b.from && a.to === b.to

type MarkedProps = { slot: string; label: string | undefined; text: string; spans: readonly Span[] }

/** The original with every masked place marked, in pieces that know where in the text they stand. */
function Marked({ slot, label, text, spans }: MarkedProps) {
  const words = useStaffWords()
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort(
    (a, b) => a - b,
  )
  const pieces = cuts.slice(0, -1).map((from, i) => ({ from, to: cuts[i + 1] ?? text.length }))
  return (
    <p className="pub-slot" data-slot={slot} data-label={label}>
      {pieces.map(({ from, to }) => {
        const span = spans.find((s) => s.from <= from && to <= s.to)
        const piece = text.slice(from, to)
        return span ? (
          <mark
            key={from}
            className={span.lifted === null ? 'pub-hit' : 'pub-hit pub-hit-lifted'}
            title={words.compare.kinds[span.kind] ?? span.kind}
            data-from={from}
          >
            {piece}
          </mark>
        ) : (
          <span key={from} data-from={from}>
            {piece}
          </span>
        )
      })}
    </p>
  )
}

type HitsProps = {
  slots: readonly string[]
  texts: Record<string, string>
  spansOf: (slot: string) => Span[]
  marks: readonly Place[]
  lift: (at: Place, reason: string) => void
  undo: (at: Place) => void
}

function Hits({ slots, texts, spansOf, marks, lift, undo }: HitsProps) {
  const t = useStaffWords().compare
  const hits = slots.flatMap((slot) => spansOf(slot).map((span) => ({ slot, span })))
  if (hits.length === 0) return <p className="pub-minor">{t.noHits}</p>
  return (
    <details>
      <summary>
        {t.hits} ({hits.length})
      </summary>
      <ul className="pub-hits">
        {hits.map(({ slot, span }) => (
          <Hit
            key={`${slot} ${span.from} ${span.to} ${span.kind}`}
            text={(texts[slot] ?? '').slice(span.from, span.to)}
            span={span}
            isNew={marks.some((m) => same(m, { slot, ...span }))}
            lift={(reason) => lift({ slot, from: span.from, to: span.to }, reason)}
            undo={() => undo({ slot, from: span.from, to: span.to })}
          />
        ))}
      </ul>
    </details>
  )
}

type HitProps = { text: string; span: Span; isNew: boolean; lift: (reason: string) => void; undo: () => void }

function Hit({ text, span, isNew, lift, undo }: HitProps) {
  const t = useStaffWords().compare
  const [reason, setReason] = useState<string | null>(null)
  return (
    <li>
      <span className="pub-mark">{t.kinds[span.kind] ?? span.kind}</span> {text}
      {span.lifted !== null && <span className="pub-minor"> {t.lifted(span.lifted)}</span>}
      {isNew || span.lifted !== null ? (
        <button type="button" className="pub-link" onClick={undo}>
          {t.undo}
        </button>
      ) : reason === null ? (
        <button type="button" className="pub-link" onClick={() => setReason('')}>
          {t.lift}
          <span className="ui-hidden"> {text}</span>
        </button>
      ) : (
        <span className="pub-lift">
          <input
            aria-label={t.liftReason}
            placeholder={t.liftReason}
            maxLength={1000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button size="small" disabled={reason.trim() === ''} onClick={() => lift(reason.trim())}>
            {t.lift}
          </Button>
        </span>
      )}
    </li>
  )
}
