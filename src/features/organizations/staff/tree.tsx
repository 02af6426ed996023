import { Link } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { Empty } from '#ui/states.tsx'
import type { OrganizationLine } from '../api.ts'
import { above, type Family, familyOf, find, MOST_FOUND } from './find.ts'
import { organizationWords } from './words.ts'

/** Search over all, and the tree below it: only what is open is drawn, so that thousands cost nothing. */
export function Tree({ rows, id }: { rows: readonly OrganizationLine[]; id: string | undefined }) {
  const words = useWords(organizationWords)
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q)
  const family = useMemo(() => familyOf(rows), [rows])
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(roots(family)))
  // The one that is read is always in sight, wherever one came from.
  useEffect(() => setOpen((before) => new Set([...before, ...above(rows, id)])), [rows, id])
  const toggle = (one: string) =>
    setOpen((before) => {
      const next = new Set(before)
      if (!next.delete(one)) next.add(one)
      return next
    })
  return (
    <>
      <input
        className="organizations-find"
        type="search"
        value={q}
        maxLength={60}
        placeholder={words.find}
        aria-label={words.find}
        onChange={(event) => setQ(event.target.value)}
      />
      {asked.trim() ? (
        <Found rows={rows} q={asked.trim()} id={id} />
      ) : (
        <Branch family={family} parentId={null} open={open} toggle={toggle} id={id} />
      )}
    </>
  )
}

const roots = (family: Family): string[] => (family.get(null) ?? []).map((row) => row.id)

type BranchProps = {
  family: Family
  parentId: string | null
  open: ReadonlySet<string>
  toggle: (id: string) => void
  id: string | undefined
}

function Branch({ family, parentId, open, toggle, id }: BranchProps) {
  const words = useWords(organizationWords)
  const format = useFormat()
  return (
    <ul className="organizations-branch">
      {(family.get(parentId) ?? []).map((row) => {
        const count = family.get(row.id)?.length ?? 0
        const isOpen = open.has(row.id)
        return (
          <li key={row.id}>
            <div className="organizations-line">
              {count > 0 ? (
                <button
                  type="button"
                  aria-expanded={isOpen}
                  aria-label={isOpen ? words.collapse(row.name) : words.expand(row.name)}
                  onClick={() => toggle(row.id)}
                >
                  <Icon name={isOpen ? 'down' : 'right'} size={16} />
                </button>
              ) : (
                <i />
              )}
              <Entry row={row} id={id} />
              {count > 0 && <span className="organizations-count">{format.number(count)}</span>}
            </div>
            {isOpen && count > 0 && (
              <Branch family={family} parentId={row.id} open={open} toggle={toggle} id={id} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Entry({ row, id }: { row: OrganizationLine; id: string | undefined }) {
  return (
    <Link
      className="organizations-entry"
      to="/organizations/$id"
      params={{ id: row.id }}
      aria-current={row.id === id ? 'page' : undefined}
    >
      {row.name}
    </Link>
  )
}

function Found({ rows, q, id }: { rows: readonly OrganizationLine[]; q: string; id: string | undefined }) {
  const words = useWords(organizationWords)
  const format = useFormat()
  const found = useMemo(() => find(rows, q), [rows, q])
  const names = useMemo(() => new Map(rows.map((row) => [row.id, row.name])), [rows])
  if (found.length === 0) return <Empty title={words.none(q)} why={words.noneWhy} />
  const beyond = found.length - MOST_FOUND
  return (
    <>
      <p className="organizations-total" role="status">
        {words.found(format.number(found.length))}
      </p>
      <ul className="organizations-branch">
        {found.slice(0, MOST_FOUND).map((row) => (
          <li key={row.id} className="organizations-hit">
            <Entry row={row} id={id} />
            <span>
              {[
                row.parentId && names.get(row.parentId),
                row.status !== 'active' && words.status[row.status],
                row.secretaryName && words.secretary(row.secretaryName),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {beyond > 0 && <p className="organizations-total">{words.more(format.number(beyond))}</p>}
    </>
  )
}
