import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { seesAppealsOnly } from '#features/appeals/staff/index.ts'
import { useWords } from '#ui/language.tsx'
import { type Found, useFound } from './search-results.ts'
import { frameWords } from './words.ts'

/** Type, see, choose with the arrow keys, open with Enter. */
export function SearchPanel({ close }: { close: () => void }) {
  const words = useWords(frameWords).search
  const navigate = useNavigate()
  const [q, setQ] = useState('')
  const [at, setAt] = useState(0)
  const { found, waiting } = useFound(q)
  const appealsOnly = seesAppealsOnly(useMe())
  const go = (hit: Found | undefined) => {
    if (!hit) return
    close()
    const { id } = hit
    switch (hit.kind) {
      case 'problem':
        return void navigate({ to: '/problems/$id', params: { id } })
      case 'appeal':
        return void navigate({ to: '/appeals/$id', params: { id } })
      case 'organization':
        return void (appealsOnly
          ? navigate({ to: '/organizations/$id', params: { id } })
          : navigate({ to: '/ledger', search: { organization: id } }))
      case 'allProblems':
        return void navigate({ to: '/ledger', search: { q: q.trim() } })
      case 'allAppeals':
        return void navigate({ to: '/appeals', search: { view: 'all', q: q.trim() } })
    }
  }
  const named = ({ kind, name, about: where }: Found) =>
    kind === 'allProblems' ? words.all : kind === 'allAppeals' ? words.allAppeals : name || where
  const about = ({ kind, name, about: where }: Found) => {
    if (kind === 'organization') return appealsOnly ? '' : words.openOrganization
    if (kind === 'appeal') return [words.appeal, name && where].filter(Boolean).join(' ')
    return where
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((before) => Math.max(0, Math.min(found.length - 1, before + step)))
    }
    if (event.key === 'Enter') go(found[at])
    if (event.key === 'Escape') {
      // A search field would take the first Escape to empty itself.
      event.preventDefault()
      close()
    }
  }
  return (
    <div className="search-panel">
      <input
        className="search-input"
        // The dialog was opened to type into it.
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        type="search"
        value={q}
        maxLength={100}
        placeholder={words.hint}
        aria-label={words.hint}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="search-found"
        aria-activedescendant={found[at] ? `search-hit-${at}` : undefined}
        onChange={(event) => {
          setQ(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <div id="search-found" className="search-found" role="listbox" aria-label={words.title}>
        {found.map((hit, i) => (
          <div
            key={hit.kind + hit.id}
            id={`search-hit-${i}`}
            className="search-hit"
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onPointerMove={() => setAt(i)}
            onClick={() => go(hit)}
            onKeyDown={onKey}
          >
            <span className="search-hit-name">{named(hit)}</span>
            <span className="search-hit-about">{about(hit)}</span>
          </div>
        ))}
      </div>
      {q.trim() !== '' && !waiting && found.length === 0 && (
        <p className="search-none">{words.none(q.trim())}</p>
      )}
      <p className="search-keys">{words.keys}</p>
    </div>
  )
}
