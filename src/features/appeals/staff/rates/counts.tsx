import { useFormat } from '#ui/format.ts'
import { shareOf } from './asked.ts'
import { type Line, useFigureWords } from './use-rates.ts'
import { useRatesWords } from './words.ts'

const smaller = ['signed', 'closedInTime', 'reached', 'returned', 'repeated'] as const

/** What came in and went out, the smaller rates and the score. */
export function Counts({ line }: { line: Line }) {
  const words = useRatesWords()
  const named = useFigureWords()
  const format = useFormat()
  return (
    <section className="ap-part" aria-label={words.counts}>
      <dl className="ap-small-figures">
        {(Object.keys(named.counts) as (keyof typeof named.counts)[]).map((key) => (
          <div key={key}>
            <dt>{named.counts[key]}</dt>
            <dd>{format.count(line.counts[key], words.unit)}</dd>
          </div>
        ))}
        {smaller.map((key) => (
          <div key={key}>
            <dt>{named.rates[key]}</dt>
            <dd>
              {shareOf(line[key])}{' '}
              <span className="ap-minor">{words.of(line[key].numerator, line[key].denominator)}</span>
            </dd>
          </div>
        ))}
        <div>
          <dt>{named.rates.score}</dt>
          <dd>
            {line.score === null ? '–' : line.score.toFixed(1)}{' '}
            <span className="ap-minor">{line.score === null ? words.noScore : words.outOf}</span>
          </dd>
        </div>
      </dl>
    </section>
  )
}
