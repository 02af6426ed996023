import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { StateCount } from './data.ts'
import type { Filters } from './filters.ts'
import { groupOfState, pressed, stateGroups, toggle } from './state-groups.ts'
import { ledgerWords } from './words.ts'

type Props = {
  filters: Filters
  counts: readonly StateCount[] | undefined
  change: (filters: Filters) => void
}

/** Where in the loop, with how many stand there. */
export function StateChips({ filters, counts, change }: Props) {
  const words = useWords(ledgerWords)
  const format = useFormat()
  return (
    <fieldset className="ledger-chips">
      <legend className="ui-hidden">{words.filters.states}</legend>
      {stateGroups.map((group) => {
        const n = counts?.filter((c) => groupOfState[c.state] === group).reduce((sum, c) => sum + c.n, 0)
        const is = pressed(group, filters.state)
        return (
          <button
            key={group}
            type="button"
            className={`chip chip-${is}`}
            aria-pressed={is === 'partly' ? 'mixed' : is === 'yes'}
            onClick={() => change({ ...filters, state: toggle(group, filters.state) })}
          >
            {words.groups[group]}
            {n !== undefined && <span className="chip-n">{format.number(n)}</span>}
          </button>
        )
      })}
    </fieldset>
  )
}
