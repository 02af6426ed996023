import { useFormat } from '#ui/format.ts'
import { type RateName, rates, type StandingName, shareOf } from './asked.ts'
import { type Line, useAsked, useFigureWords, useReasons } from './use-rates.ts'
import { useRatesWords } from './words.ts'

/** The three rates of the whole, each with all that it is counted from; every figure opens the appeals behind it. */
export function Three({ line }: { line: Line }) {
  return (
    <div className="ap-three">
      {rates.map((rate) => (
        <Rate key={rate} rate={rate} line={line} />
      ))}
    </div>
  )
}

function Rate({ rate, line }: { rate: RateName; line: Line }) {
  const words = useRatesWords()
  const named = useFigureWords()
  const reasonOf = useReasons()
  const format = useFormat()
  const { numerator, denominator, excluded } = line[rate]
  const reasons = Object.entries(excluded).sort(([, a], [, b]) => b - a)
  const apart: [StandingName, string, number][] =
    rate === 'satisfaction'
      ? [['unrated', named.unrated, line.satisfaction.unrated]]
      : rate === 'solution'
        ? [['unreached', named.unreached, line.solution.unreached]]
        : []
  return (
    <section className="ap-part" aria-labelledby={`rate-${rate}`}>
      <h2 id={`rate-${rate}`}>{named.rates[rate]}</h2>
      <p className="ap-minor">{words.means[rate]}</p>
      <p className="ap-rate">{shareOf({ numerator, denominator })}</p>
      <dl className="ap-counted-from">
        <Counted
          rate={rate}
          // A weighted numerator is of all who rated.
          part={rate === 'satisfaction' ? 'counted' : 'numerator'}
          name={words.numerator[rate]}
          n={format.number(numerator)}
        />
        <Counted rate={rate} part="counted" name={words.denominator[rate]} n={format.number(denominator)} />
        {apart.map(([part, name, n]) => (
          <Counted key={part} rate={rate} part={part} name={name} n={format.number(n)} />
        ))}
        <Counted
          rate={rate}
          part="excluded"
          name={named.excluded}
          n={format.number(reasons.reduce((sum, [, n]) => sum + n, 0))}
        />
      </dl>
      {reasons.length > 0 && (
        <p className="ap-minor">
          {reasons.map(([reason, n]) => `${reasonOf(reason)} ${format.number(n)}`).join(words.listSeparator)}
        </p>
      )}
    </section>
  )
}

type CountedProps = { rate: RateName; part: StandingName; name: string; n: string }

function Counted({ rate, part, name, n }: CountedProps) {
  const words = useRatesWords()
  const named = useFigureWords()
  const { open } = useAsked()
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <button
          type="button"
          className="ap-link"
          aria-label={words.opens(named.rates[rate], name, n)}
          onClick={() => open({ rate, in: part, line: undefined })}
        >
          {n}
        </button>
      </dd>
    </div>
  )
}
