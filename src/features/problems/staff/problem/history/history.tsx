import { Button, Select } from 'antd'
import { useState } from 'react'
import { TroubleScreen } from '#ui/states.tsx'
import type { HistoryLine, ProblemDetail } from '../../../views.ts'
import { useHistory } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { Nothing, Part } from '../part.tsx'
import { useActName } from './act-name.ts'
import { HistoryEntry } from './entry.tsx'

/** Everything that was done, newest first; filters look through what is shown, older pages come on request. */
export function History({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().history
  const history = useHistory(problem.id)
  const [people, setPeople] = useState<string[]>([])
  const [acts, setActs] = useState<string[]>([])
  const entries = history.data?.pages.flatMap((page) => page.rows) ?? []
  const shown = entries.filter(
    (entry) =>
      (people.length === 0 || people.includes(entry.person?.id ?? '')) &&
      (acts.length === 0 || acts.includes(entry.act)),
  )
  return (
    <Part id="history" title={t.title} beside={<span className="pp-minor">{t.why}</span>}>
      <Filters entries={entries} people={people} setPeople={setPeople} acts={acts} setActs={setActs} />
      {history.isError && <TroubleScreen error={history.error} reset={() => history.refetch()} />}
      {history.isSuccess && shown.length === 0 && (
        <Nothing what={entries.length === 0 ? t.none : t.noMatch} />
      )}
      <ol className="pp-history">
        {shown.map((entry) => (
          <li key={entry.seq}>
            <HistoryEntry entry={entry} problem={problem} />
          </li>
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button loading={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t.more}
        </Button>
      ) : (
        entries.length > 0 && <p className="pp-minor">{t.whole}</p>
      )}
    </Part>
  )
}

type FiltersProps = {
  entries: readonly HistoryLine[]
  people: string[]
  setPeople: (people: string[]) => void
  acts: string[]
  setActs: (acts: string[]) => void
}

function Filters({ entries, people, setPeople, acts, setActs }: FiltersProps) {
  const t = usePageWords().history
  const actName = useActName()
  const named = new Map(entries.map(({ person }) => [person?.id ?? '', person?.name ?? t.system]))
  const done = new Map(entries.map(({ act }) => [act, actName(act)]))
  if (entries.length < 2) return null
  return (
    <div className="pp-filters">
      <Filter label={t.person} choices={named} chosen={people} choose={setPeople} />
      <Filter label={t.act} choices={done} chosen={acts} choose={setActs} />
    </div>
  )
}

type FilterProps = {
  label: string
  choices: ReadonlyMap<string, string>
  chosen: string[]
  choose: (chosen: string[]) => void
}

const Filter = ({ label, choices, chosen, choose }: FilterProps) => (
  <Select
    mode="multiple"
    allowClear
    className="pp-filter"
    aria-label={label}
    placeholder={label}
    value={chosen}
    onChange={choose}
    maxTagCount="responsive"
    showSearch={{ optionFilterProp: 'label' }}
    options={[...choices].map(([value, name]) => ({ value, label: name }))}
  />
)
