import { useFormat } from '#ui/format.ts'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { Part } from '../part.tsx'
import { type RateName, rates, type Split, shareOf } from './asked.ts'
import { type Line, useAsked, useFigures, useFigureWords, useLineName } from './use-rates.ts'
import { useRatesWords } from './words.ts'

type Props = { month: string; township: string | undefined; by: Split; splits: readonly Split[] }

/** The same by township, village, field or handler: never in an order of good and bad (domain.md 6.4). */
export function Lines({ month, township, by, splits }: Props) {
  const words = useRatesWords()
  const named = useFigureWords()
  const { change } = useAsked()
  const { data, error, refetch } = useFigures(month, township, by)
  const lines = data?.lines.toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
  return (
    <Part
      id="lines"
      title={named.scopes[by]}
      beside={
        <fieldset className="ap-chips ui-no-print" aria-label={words.splitBy}>
          {splits.map((split) => (
            <button
              key={split}
              type="button"
              className={split === by ? 'ap-chip ap-chip-on' : 'ap-chip'}
              aria-pressed={split === by}
              onClick={() => change({ by: split })}
            >
              {named.scopes[split]}
            </button>
          ))}
        </fieldset>
      }
    >
      {!data && !error && <Waiting />}
      {error && !data && <TroubleScreen error={error} reset={() => void refetch()} />}
      {lines?.length === 0 && <p className="ap-minor">{words.empty}</p>}
      {lines && lines.length > 0 && <Table lines={lines} />}
    </Part>
  )
}

function Table({ lines }: { lines: readonly Line[] }) {
  const words = useRatesWords()
  const named = useFigureWords()
  const nameOf = useLineName()
  const format = useFormat()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too
    <section className="ap-wide" tabIndex={0} aria-labelledby="lines-title">
      <table className="ap-figures-table">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{named.counts.received}</th>
            <th scope="col">{named.counts.closed}</th>
            {rates.map((rate) => (
              <th key={rate} scope="col">
                {named.rates[rate]}
              </th>
            ))}
            <th scope="col">{named.unrated}</th>
            <th scope="col">{named.rates.score}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.id} ${line.within}`}>
              <th scope="row">{nameOf(line)}</th>
              <td>{format.number(line.counts.received)}</td>
              <td>{format.number(line.counts.closed)}</td>
              {rates.map((rate) => (
                <td key={rate}>
                  <Share line={line} rate={rate} />
                </td>
              ))}
              <td>{format.number(line.satisfaction.unrated)}</td>
              <td>{line.score === null ? '–' : line.score.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const countOf = (excluded: Record<string, number>): number =>
  Object.values(excluded).reduce((sum, n) => sum + n, 0)

function Share({ line, rate }: { line: Line; rate: RateName }) {
  const words = useRatesWords()
  const named = useFigureWords()
  const nameOf = useLineName()
  const { open } = useAsked()
  const { numerator, denominator, excluded } = line[rate]
  const left = countOf(excluded)
  return (
    <>
      <button
        type="button"
        className="ap-link"
        aria-label={words.opens(nameOf(line), named.rates[rate], shareOf(line[rate]))}
        onClick={() => open({ rate, in: undefined, line: line.id })}
      >
        {shareOf(line[rate])}
      </button>
      <small>
        {words.of(numerator, denominator)}
        {left > 0 && words.left(left)}
      </small>
    </>
  )
}
