import { Link } from '@tanstack/react-router'
import { hasCountyRole, useMe } from '#features/accounts/staff/index.ts'
import { useWords } from '#ui/language.tsx'
import { Empty } from '#ui/states.tsx'
import type { Filters } from './filters.ts'
import { ledgerWords } from './words.ts'

/** Why the ledger shows nothing, and what fills it. */
export function NothingListed({ filters }: { filters: Filters }) {
  const words = useWords(ledgerWords).empty
  const me = useMe()
  const filtered = Object.values(filters).some((value) => value !== undefined)
  if (filtered) return <Empty title={words.filtered} why={words.filteredWhy} />
  return (
    <Empty title={words.none} why={words.noneWhy}>
      {hasCountyRole(me, 'office', 'inspector') && <Link to="/import">{words.import}</Link>}
    </Empty>
  )
}
