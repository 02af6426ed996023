import { Button } from 'antd'
import { useEffect, useId, useState } from 'react'
import { LeaveGuard } from '#ui/leave-guard.tsx'
import { type Page, slotsOf, TITLE } from '../../content.ts'
import { isOfFigures } from '../../figures.ts'
import type { PublicationDetail } from '../../views.ts'
import type { Sending } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import { Part } from './part.tsx'
import { BodyPages } from './preview.tsx'

type Props = {
  publication: PublicationDetail
  sending: Sending
  /** How many changes would be lost if the publication went on now. */
  tellUnsaved: (changes: number) => void
}

/** Writing on top of what the data gave. What is typed is kept here until it is saved with one act. */
export function Editor({ publication, sending, tellUnsaved }: Props) {
  const words = useStaffWords()
  const t = words.editor
  const { content, generated } = publication
  const [edits, setEdits] = useState<Record<string, string>>({})
  const [days, setDays] = useState(String(publication.days))
  const saved = slotsOf(content)
  const data = slotsOf(generated)
  const changed = Object.entries(edits).filter(([slot, text]) => text !== saved[slot])
  const n = changed.length + (days === String(publication.days) ? 0 : 1)
  useEffect(() => {
    tellUnsaved(n)
    return () => tellUnsaved(0)
  }, [n, tellUnsaved])
  const slot = (name: string, label: string, isLong = false) => (
    <Slot
      key={name}
      label={label}
      value={edits[name] ?? saved[name] ?? ''}
      data={data[name] ?? ''}
      isLong={isLong}
      change={(text) => setEdits({ ...edits, [name]: text })}
    />
  )
  const isFigures = (page: Page | undefined) => page !== undefined && isOfFigures(publication.kind, page.key)
  const save = () =>
    sending.send('edit', {
      edits: changed.map(([name, text]) => ({ slot: name, text: text.trim() })),
      ...(days === String(publication.days) ? {} : { days: Number(days) }),
    })
  return (
    <Part id="text" title={t.title} beside={<span className="pub-minor">{t.emptied}</span>}>
      <LeaveGuard isUnsaved={n > 0} />
      {slot(TITLE, t.titleField)}
      {content.pages.map((page, i) =>
        isFigures(page) ? (
          <FiguresPage key={page.key} page={page} isFirst={!isFigures(content.pages[i - 1])} />
        ) : (
          <PageFields key={page.key} page={page} slot={slot} />
        ),
      )}
      <label className="pub-field pub-field-short">
        <span>{t.days}</span>
        <input
          type="number"
          min={1}
          max={3660}
          value={days}
          onChange={({ target }) => setDays(target.value)}
        />
      </label>
      <Refusal error={sending.error} confirm={(ruleKey) => void sending.confirm(ruleKey)} />
      <div className="pub-save">
        <Button type="primary" disabled={n === 0} loading={sending.isSending} onClick={() => void save()}>
          {sending.isSending ? t.saving : t.save}
        </Button>
        <span className="pub-minor" role="status">
          {n > 0 ? t.unsaved(n) : t.saved}
        </span>
      </div>
    </Part>
  )
}

/** Read, not written: see `isOfFigures`. Why is said at the first of those that follow each other. */
function FiguresPage({ page, isFirst }: { page: Page; isFirst: boolean }) {
  const t = useStaffWords().editor
  return (
    <div className="pub-page">
      {isFirst && <p className="pub-minor">{t.figures}</p>}
      <BodyPages pages={[page]} />
    </div>
  )
}

type PageProps = { page: Page; slot: (name: string, label: string, isLong?: boolean) => React.ReactNode }

function PageFields({ page, slot }: PageProps) {
  const t = useStaffWords().editor
  const { key, table } = page
  return (
    <fieldset className="pub-page">
      <legend>{page.heading}</legend>
      {slot(`${key}/heading`, t.heading)}
      {page.paragraphs.map((_, i) => slot(`${key}/p${i}`, `${page.heading} ${i + 1}`, true))}
      {page.facts.map(({ label }, i) => slot(`${key}/f${i}`, label))}
      {page.steps.map(({ on }, i) => slot(`${key}/s${i}`, on))}
      {table && (
        <details>
          <summary>
            {t.table} ({table.rows.length})
          </summary>
          {table.rows.map((row, r) =>
            row.map((_, c) => slot(`${key}/t${r}.${c}`, t.row(r + 1, table.columns[c] ?? ''))),
          )}
        </details>
      )}
    </fieldset>
  )
}

type SlotProps = {
  label: string
  value: string
  data: string
  isLong: boolean
  change: (text: string) => void
}

function Slot({ label, value, data, isLong, change }: SlotProps) {
  const t = useStaffWords().editor
  const id = useId()
  const isChanged = value !== data
  return (
    <div className="pub-field">
      <label htmlFor={id}>
        {label}
        {isChanged && <span className="pub-mark">{t.changed}</span>}
      </label>
      {isLong || value.length > 60 ? (
        <div className="pub-grow" data-text={value}>
          <textarea
            id={id}
            rows={2}
            maxLength={6000}
            value={value}
            onChange={({ target }) => change(target.value)}
          />
        </div>
      ) : (
        <input id={id} maxLength={6000} value={value} onChange={({ target }) => change(target.value)} />
      )}
      {isChanged && (
        <p className="pub-was">
          <span>{t.asData(data)}</span>{' '}
          <button type="button" className="pub-link" onClick={() => change(data)}>
            {t.back}
          </button>
        </p>
      )}
    </div>
  )
}
