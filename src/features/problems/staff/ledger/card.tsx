import { Link } from '@tanstack/react-router'
import { DueChip } from '#ui/due.tsx'
import type { ProblemLine } from '../../views.ts'
import { Marks } from '../shared/marks.tsx'
import { StateWord } from '../shared/state-word.tsx'

/** A row of the ledger on a phone. */
export function Card({ row }: { row: ProblemLine }) {
  return (
    <Link className="ledger-card" to="/problems/$id" params={{ id: row.id }}>
      <span className="ledger-card-top">
        <StateWord state={row.state} />
        <DueChip dueAt={row.dueAt} />
      </span>
      <span className="ledger-card-title">
        <Marks problem={row} />
        {row.title}
      </span>
      <span className="ledger-card-about">
        {row.number} {row.organizationName}
      </span>
    </Link>
  )
}
