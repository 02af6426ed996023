import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '#ui/language.tsx'
import type { ProblemLine } from '../../views.ts'
import { Marks } from '../shared/marks.tsx'
import { ledgerWords } from './words.ts'

/** Two lines; what is longer opens in place. */
export function TitleCell({ row }: { row: ProblemLine }) {
  const words = useWords(ledgerWords)
  const text = useRef<HTMLDivElement>(null)
  const [isLong, setLong] = useState(false)
  const [open, setOpen] = useState(false)
  useLayoutEffect(() => {
    const box = text.current
    // A box clamped to two lines is taller inside than outside exactly when something is hidden.
    if (box && !open) setLong(box.scrollHeight > box.clientHeight + 2)
  })
  return (
    <div className="ledger-title">
      <div ref={text} className={open ? undefined : 'ledger-clamp'}>
        <Marks problem={row} />
        <Link to="/problems/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
      </div>
      {isLong && (
        <button
          type="button"
          className="ledger-unfold ui-no-print"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? words.fold : words.unfold}
        </button>
      )}
    </div>
  )
}
