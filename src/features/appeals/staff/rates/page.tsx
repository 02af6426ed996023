import { useMe } from '#features/accounts/staff/index.ts'
import { dayOf, useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { useOrganizations } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { TownshipChoice } from '../township-choice.tsx'
import { readsCountyRates, readsRates } from '../who.ts'
import { monthIn, monthsFrom, openedIn, type Split, splitIn, splitsFor } from './asked.ts'
import { Counts } from './counts.tsx'
import { Lines } from './lines.tsx'
import { RowsBehind } from './rows-behind.tsx'
import { SpeedPart } from './speed.tsx'
import { Three } from './three.tsx'
import { type Figures, useAsked, useFigures, useFigureWords } from './use-rates.ts'
import { useRatesWords } from './words.ts'

/** 三率 of a month with everything they are counted from, and how fast people were responded to (S3-08, S3-33). */
export function RatesPage() {
  const words = useRatesWords()
  const me = useMe()
  if (me && !readsRates(me))
    return (
      <AppealsFrame title={words.title}>
        <Empty title={words.noRight} why={words.noRightWhy} />
      </AppealsFrame>
    )
  return <Rates />
}

function Rates() {
  const words = useRatesWords()
  const { search, change } = useAsked()
  const isCountyWide = readsCountyRates(useMe())
  const { byId } = useOrganizations()
  const month = monthIn(search, dayOf(new Date()))
  const township = isCountyWide ? search.township : undefined
  const splits = splitsFor(!isCountyWide || township !== undefined)
  const by = splitIn(search, splits)
  const whole = useFigures(month, township, 'county')
  const line = whole.data?.lines[0]
  return (
    <AppealsFrame
      title={words.title}
      beside={
        <div className="ap-buttons ui-no-print">
          <MonthChoice month={month} choose={(next) => change({ month: next })} />
          {isCountyWide && <TownshipChoice value={township} choose={(id) => change({ township: id })} />}
          <button type="button" className="ui-button ap-icon-button" onClick={() => window.print()}>
            <Icon name="print" size={18} />
            {words.print}
          </button>
        </div>
      }
    >
      {whole.isPending && <Waiting />}
      {whole.error && !whole.data && <TroubleScreen error={whole.error} reset={() => void whole.refetch()} />}
      {whole.data && (
        <>
          <AsOf figures={whole.data} place={township ? byId.get(township)?.shortName : undefined} />
          {line ? (
            <>
              <Three line={line} />
              <Counts line={line} />
              <Lines month={month} township={township} by={by} splits={splits} />
            </>
          ) : (
            <Empty title={words.empty} why={words.emptyWhy} />
          )}
          <SpeedPart month={month} township={township} />
        </>
      )}
      <Opened month={month} township={township} by={by} />
    </AppealsFrame>
  )
}

function Opened({ month, township, by }: { month: string; township: string | undefined; by: Split }) {
  const { search, change } = useAsked()
  const opened = openedIn(search)
  if (!opened) return null
  const { rate, line } = opened
  return (
    <RowsBehind
      behind={{ month, township, rate, in: opened.in, scope: line ? by : 'county', id: line }}
      choose={(part) => change({ in: part })}
      close={() => change({ rate: undefined, in: undefined, line: undefined })}
    />
  )
}

/** Whether the figures still move, as of when, and by which version of each formula. */
function AsOf({ figures, place }: { figures: Figures; place: string | undefined }) {
  const words = useRatesWords()
  const named = useFigureWords()
  const format = useFormat()
  const { month, frozen, asOf, formula } = figures
  const isOver = month < dayOf(new Date()).slice(0, 7)
  const versions = Object.entries(formula).map(
    ([part, version]) => `${(named.rates as Record<string, string>)[part] ?? part} ${words.version(version)}`,
  )
  return (
    <p className="ap-minor">
      <strong>
        {[place, words.month(month)].filter(Boolean).join(' ')} · {frozen ? named.frozen : named.underWay}
      </strong>
      {' · '}
      {words[frozen ? 'frozen' : isOver ? 'over' : 'running'](format.dateTime(asOf))} ·{' '}
      {words.formula(versions.join(words.listSeparator))} · {words.never}
    </p>
  )
}

function MonthChoice({ month, choose }: { month: string; choose: (month: string) => void }) {
  const words = useRatesWords()
  const current = dayOf(new Date()).slice(0, 7)
  return (
    <fieldset className="ap-month" aria-label={words.chooseMonth}>
      <button type="button" className="ui-button" onClick={() => choose(monthsFrom(month, -1))}>
        {words.before}
      </button>
      <input
        type="month"
        aria-label={words.chooseMonth}
        value={month}
        max={current}
        required
        onChange={({ target }) => target.value && target.value <= current && choose(target.value)}
      />
      <button
        type="button"
        className="ui-button"
        disabled={month >= current}
        onClick={() => choose(monthsFrom(month, 1))}
      >
        {words.after}
      </button>
    </fieldset>
  )
}
