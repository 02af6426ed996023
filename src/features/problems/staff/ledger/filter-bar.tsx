import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { organizationsQuery, useProblemDictionary } from '#features/organizations/staff/index.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import type { Filters } from './filters.ts'
import { QueryField } from './query-field.tsx'
import { ledgerWords } from './words.ts'

type Props = { filters: Filters; change: (filters: Filters) => void }

const YEARS = 10
const flags = ['overdue', 'listed', 'relapsed'] as const

/** Place, source, year, class and three flags. On a phone they stand behind one button. */
export function FilterBar({ filters, change }: Props) {
  const words = useWords(ledgerWords).filters
  const [open, setOpen] = useState(false)
  const n = Object.entries(filters).filter(([name, value]) => value !== undefined && name !== 'state').length
  return (
    <div className={open ? 'ledger-filters ledger-filters-open' : 'ledger-filters'}>
      <QueryField value={filters.q} change={(q) => change({ ...filters, q })} />
      <button
        type="button"
        className="chip ledger-filters-more"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {words.title}
        {n > 0 && <span className="chip-n">{n}</span>}
        <Icon name={open ? 'up' : 'down'} size={16} />
      </button>
      <Choices filters={filters} change={change} />
      {flags.map((flag) => (
        <button
          key={flag}
          type="button"
          className={`chip ledger-choice chip-${filters[flag] ? 'yes' : 'no'}`}
          aria-pressed={filters[flag] === 'true'}
          onClick={() => change({ ...filters, [flag]: filters[flag] ? undefined : 'true' })}
        >
          {words[flag]}
        </button>
      ))}
      {(n > 0 || filters.state) && (
        <button type="button" className="ledger-clear" onClick={() => change({})}>
          {words.clear}
        </button>
      )}
    </div>
  )
}

function Choices({ filters, change }: Props) {
  const words = useWords(ledgerWords).filters
  const organizations = useQuery(organizationsQuery).data?.rows ?? []
  const townships = organizations.filter((o) => o.id === o.townshipId)
  const within = organizations.filter((o) => !filters.township || o.townshipId === filters.township)
  const sources = useProblemDictionary('source')
  const classes = useProblemDictionary('class')
  const thisYear = new Date().getFullYear()
  const options = {
    township: townships.map((o) => ({ value: o.id, label: o.shortName })),
    organization: within.map((o) => ({ value: o.id, label: o.name })),
    source: sources.map(({ code, label }) => ({ value: code, label })),
    year: Array.from({ length: YEARS }, (_, i) => ({
      value: thisYear - i,
      label: words.year_(thisYear - i),
    })),
    class: classes.map(({ code, label }) => ({ value: code, label })),
  }
  return (Object.keys(options) as (keyof typeof options)[]).map((name) => (
    <Select<string | number>
      key={name}
      className={`ledger-choice ledger-choice-${name}`}
      value={filters[name] ?? null}
      options={options[name]}
      placeholder={words[name]}
      aria-label={words[name]}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      onChange={(value) =>
        change({
          ...filters,
          [name]: value ?? undefined,
          // Another township has other villages.
          ...(name === 'township' ? { organization: undefined } : {}),
        })
      }
    />
  ))
}
