import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useFormat } from '#ui/format.ts'
import { useSimilar } from '../data.ts'
import { StateWord } from '../state-word.tsx'
import { useStaffWords } from '../words.ts'
import { useRegisteringHere } from './field.tsx'

const PAUSE_MS = 300

/** While one types: what runs in the same village and may be the same matter, each to be joined. */
export function Similar() {
  const words = useStaffWords()
  const t = words.register.similar
  const format = useFormat()
  const { draft, main, join } = useRegisteringHere()
  const typed = usePaused([draft.title, draft.cause, draft.placeDetail].filter(Boolean).join(' ').trim())
  const { data } = useSimilar(draft.placeId || undefined, typed)
  const rows = draft.placeId && typed.length >= 4 ? data?.rows : undefined
  return (
    <section className="ap-part" aria-labelledby="similar-title">
      <h2 id="similar-title">{t.title}</h2>
      {!rows && <p className="ap-minor">{t.waiting}</p>}
      <div aria-live="polite">
        {rows?.length === 0 && <p className="ap-minor">{t.none}</p>}
        {rows && rows.length > 0 && (
          <ul className="ap-plain">
            {rows.map((row) => (
              <li key={row.id} className="ap-alike">
                <Link to="/appeals/$id" params={{ id: row.id }} target="_blank">
                  {row.title}
                </Link>
                <span className="ap-minor">
                  {row.number} · {t.people(row.people)} ·{' '}
                  {words.list.received(format.shortDate(row.receivedOn))}
                </span>
                <span className="ap-line">
                  <StateWord state={row.state} />
                  <Button
                    size="small"
                    aria-pressed={main?.id === row.id}
                    onClick={() => join(main?.id === row.id ? undefined : { id: row.id, number: row.number })}
                  >
                    {main?.id === row.id ? t.undo : t.join}
                    <span className="ui-hidden"> {row.number}</span>
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {main && (
        <p className="ap-told" role="status">
          <strong>{t.joining(main.number)}</strong> {t.why}
        </p>
      )}
    </section>
  )
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const pause = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(pause)
  }, [text])
  return paused
}
