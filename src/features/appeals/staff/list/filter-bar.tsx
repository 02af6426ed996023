import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { Icon } from '#ui/icons.tsx'
import { Channel, Nature } from '../../schema.ts'
import { isPlace, useAppealDictionary, useOrganizations } from '../data.ts'
import { OrganizationSelect } from '../organization-select.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'
import { type Filters, groupOf, type StateGroup, stateGroups } from './filters.ts'

type Props = { filters: Filters; change: (filters: Filters) => void }

/** States in groups, one chosen or none. */
export function GroupChips({ filters, change }: Props) {
  const { groups } = useStaffWords()
  const chosen = groupOf(filters)
  return (
    <fieldset className="ap-chips" aria-label={groups.label}>
      <Chip on={!filters.state} choose={() => change(without(filters, 'state'))}>
        {groups.all}
      </Chip>
      {(Object.keys(stateGroups) as StateGroup[]).map((group) => (
        <Chip
          key={group}
          on={chosen === group}
          choose={() => change({ ...filters, state: [...stateGroups[group]] })}
        >
          {groups[group]}
        </Chip>
      ))}
    </fieldset>
  )
}

const without = (filters: Filters, name: keyof Filters): Filters => {
  const { [name]: _, ...rest } = filters
  return rest
}

const Chip = ({ on, choose, children }: { on: boolean; choose: () => void; children: string }) => (
  <button type="button" className={on ? 'ap-chip ap-chip-on' : 'ap-chip'} aria-pressed={on} onClick={choose}>
    {children}
  </button>
)

/** Words, place, field, nature, channel, overdue. On a phone they stand behind one button. */
export function FilterBar({ filters, change }: Props) {
  const words = useStaffWords().filters
  const [open, setOpen] = useState(false)
  const set = (name: keyof Filters, value: string | undefined) =>
    change(value ? { ...filters, [name]: value } : without(filters, name))
  const n = Object.keys(filters).filter((name) => name !== 'state' && name !== 'q').length
  return (
    <search className={open ? 'ap-filters ap-filters-open' : 'ap-filters'} aria-label={words.label}>
      <Words value={filters.q} change={(q) => set('q', q)} />
      <button
        type="button"
        className="ap-chip ap-filters-more"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {words.more} {n > 0 && n}
        <Icon name={open ? 'up' : 'down'} size={16} />
      </button>
      <Choices filters={filters} set={set} />
      <button
        type="button"
        className={`ap-choice ap-chip${filters.overdue ? ' ap-chip-on' : ''}`}
        aria-pressed={filters.overdue === 'true'}
        onClick={() => set('overdue', filters.overdue ? undefined : 'true')}
      >
        {words.overdue}
      </button>
      {Object.keys(filters).length > 0 && (
        <button type="button" className="ap-link" onClick={() => change({})}>
          {words.clear}
        </button>
      )}
    </search>
  )
}

type ChoicesProps = { filters: Filters; set: (name: keyof Filters, value: string | undefined) => void }

function Choices({ filters, set }: ChoicesProps) {
  const words = useStaffWords()
  const names = useAppealWords()
  const { active } = useOrganizations()
  const fields = useAppealDictionary('field')
  const nothing = words.register.fields.placeNone
  const options = {
    township: active.filter((o) => o.id === o.townshipId).map((o) => ({ value: o.id, label: o.shortName })),
    field: fields.map(({ code, label }) => ({ value: code, label })),
    nature: Nature.options.map((value) => ({ value, label: names.natures[value] })),
    channel: Channel.options.map((value) => ({ value, label: names.channels[value] })),
  }
  const choice = (name: keyof typeof options) => (
    <Select<string>
      key={name}
      className="ap-choice"
      value={filters[name] ?? null}
      options={options[name]}
      placeholder={words.filters[name]}
      aria-label={words.filters[name]}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      onChange={(value) => set(name, value)}
    />
  )
  return (
    <>
      {choice('township')}
      <OrganizationSelect
        className="ap-choice ap-choice-place"
        label={words.filters.place}
        placeholder={words.filters.place}
        nothing={nothing}
        among={isPlace}
        value={filters.place}
        change={(id) => set('place', id)}
      />
      {choice('field')}
      {choice('nature')}
      {choice('channel')}
    </>
  )
}

const PAUSE_MS = 400

/** What is typed becomes a filter when the typing pauses. */
function Words({ value, change }: { value: string | undefined; change: (q: string | undefined) => void }) {
  const words = useStaffWords().filters
  const [typed, setTyped] = useState(value ?? '')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed is what it waits for
  useEffect(() => {
    if (typed.trim() === (value ?? '')) return
    const pause = setTimeout(() => change(typed.trim() || undefined), PAUSE_MS)
    return () => clearTimeout(pause)
  }, [typed])
  // Filters cleared elsewhere empty the field too.
  useEffect(() => {
    if (value === undefined) setTyped('')
  }, [value])
  return (
    <input
      type="search"
      className="ap-words"
      value={typed}
      maxLength={100}
      placeholder={words.words}
      aria-label={words.words}
      onChange={({ target }) => setTyped(target.value)}
    />
  )
}
