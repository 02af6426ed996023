import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useMe } from '#features/accounts/staff/index.ts'
import type { Answer } from '#platform/http/endpoint.ts'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import type { listAppealsCounted } from '../../figures/api.ts'
import { worksOnAppeals } from '../who.ts'
import { useAppealWords, useStaffWords } from '../words.ts'
import type { StandingName } from './asked.ts'
import { type Behind, useCounted, useFigures, useFigureWords, useLineName, useReasons } from './use-rates.ts'
import { useRatesWords } from './words.ts'

type Props = { behind: Behind; choose: (part: StandingName | undefined) => void; close: () => void }

/** Where a rate's appeals may stand in it. */
const partsOf: Record<Behind['rate'], readonly StandingName[]> = {
  response: ['counted', 'numerator', 'denominator', 'excluded'],
  solution: ['counted', 'numerator', 'denominator', 'unreached', 'excluded'],
  satisfaction: ['counted', 'unrated', 'excluded'],
}

/** The appeals behind one figure, by number, each with where it stands and why. */
export function RowsBehind({ behind, choose, close }: Props) {
  const words = useRatesWords()
  const named = useFigureWords()
  const nameOf = useLineName()
  const { rate, month, township, scope, id } = behind
  const lines = useFigures(month, township, scope).data?.lines
  const line = lines?.find((each) => id === undefined || each.id === id)
  const partWords: Record<StandingName, string> = {
    ...{ counted: words.denominator[rate], numerator: words.numerator[rate] },
    denominator: words.missed[rate],
    ...{ unrated: named.unrated, unreached: named.unreached, excluded: named.excluded },
  }
  return (
    <Drawer
      open
      onClose={close}
      className="ap-panel"
      size="min(560px, 100vw)"
      title={[named.rates[rate], line && nameOf(line), words.month(month)].filter(Boolean).join(' · ')}
    >
      <fieldset className="ap-chips" aria-label={words.whichRows}>
        {[undefined, ...partsOf[rate]].map((part) => (
          <button
            key={part ?? 'all'}
            type="button"
            className={part === behind.in ? 'ap-chip ap-chip-on' : 'ap-chip'}
            aria-pressed={part === behind.in}
            onClick={() => choose(part)}
          >
            {part ? partWords[part] : words.all}
          </button>
        ))}
      </fieldset>
      <Counted behind={behind} partWords={partWords} />
    </Drawer>
  )
}

type Row = Answer<typeof listAppealsCounted>['rows'][number]

/** An appeal of which the same is to be said of several rounds stands there once, with how often. */
function together(rows: readonly Row[]): (Row & { times: number })[] {
  const told = new Map<string, Row & { times: number }>()
  for (const row of rows) {
    const key = [row.id, row.in, row.reason, row.outcome].join(' ')
    told.set(key, { ...row, times: (told.get(key)?.times ?? 0) + 1 })
  }
  return [...told.values()]
}

function Counted({ behind, partWords }: { behind: Behind; partWords: Record<StandingName, string> }) {
  const words = useStaffWords()
  const t = useRatesWords()
  const { satisfaction } = useAppealWords()
  const reasonOf = useReasons()
  const mayOpen = worksOnAppeals(useMe())
  const list = useCounted(behind)
  const outcomes: Record<string, string> = { ...t.outcomes, ...satisfaction }
  if (list.isPending) return <Waiting />
  if (!list.data) return <TroubleScreen error={list.error} reset={() => void list.refetch()} />
  const rows = together(list.data.pages.flatMap((page) => page.rows))
  if (rows.length === 0) return <p className="ap-minor">{t.noRows}</p>
  return (
    <>
      <ul className="ap-behind">
        {rows.map(({ id, number, in: part, reason, outcome, times }) => (
          <li key={`${id} ${part} ${reason} ${outcome}`}>
            {mayOpen ? (
              <Link className="ap-number" to="/appeals/$id" params={{ id }}>
                {number}
              </Link>
            ) : (
              <span className="ap-number">{number}</span>
            )}
            <span>{reason === null ? (outcomes[outcome] ?? partWords[part]) : reasonOf(reason)}</span>
            {times > 1 && <span className="ap-minor">{words.overview.times(times)}</span>}
            {reason !== null && <span className="ap-minor">{partWords.excluded}</span>}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.list.more}
        </Button>
      )}
    </>
  )
}
