import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { Month } from './places.ts'
import { overviewWords } from './words.ts'

const WIDTH = 560
const HEIGHT = 158
const LEFT = 18
const RIGHT = 68
const TOP = 18
/** Room below the line for its own figures, the months and the years. */
const BOTTOM = 46

type Series = 'closed' | 'relapsed'

/** Two lines, labelled where they end, every point with its figure. Drawn by hand: it prints sharp and weighs nothing. */
export function Trend({ months }: { months: readonly Month[] }) {
  const words = useWords(overviewWords).trend
  const most = Math.max(...months.flatMap((m) => [m.closed, m.relapsed]))
  return (
    <section className="overview-part" aria-labelledby="trend-title">
      <h2 id="trend-title">{words.title}</h2>
      {most === 0 ? (
        <p className="overview-none">{words.none}</p>
      ) : (
        <svg
          className="trend"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={months.map((m) => words.says(m.month, m.closed, m.relapsed)).join('; ')}
        >
          <line
            className="trend-base"
            x1={LEFT - 8}
            x2={WIDTH - RIGHT + 8}
            y1={HEIGHT - BOTTOM}
            y2={HEIGHT - BOTTOM}
          />
          {months.map(({ month }, i) => (
            <text key={month} className="trend-month" x={x(i, months.length)} y={HEIGHT - 17}>
              {words.month(Number(month.slice(5)))}
              {showsYear(months, i) && (
                <tspan x={x(i, months.length)} dy="1.15em">
                  {words.year(month.slice(0, 4))}
                </tspan>
              )}
            </text>
          ))}
          <Line months={months} series="closed" most={most} name={words.closed} />
          <Line months={months} series="relapsed" most={most} name={words.relapsed} />
        </svg>
      )}
    </section>
  )
}

/** At the first month and each January; of the two side by side the later one says enough. */
const showsYear = (months: readonly Month[], i: number): boolean =>
  months[i]?.month.endsWith('-01') || (i === 0 && !months[1]?.month.endsWith('-01'))

const x = (i: number, n: number) => LEFT + (i * (WIDTH - LEFT - RIGHT)) / Math.max(1, n - 1)
const y = (value: number, most: number) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP)

type LineProps = { months: readonly Month[]; series: Series; most: number; name: string }

function Line({ months, series, most, name }: LineProps) {
  const format = useFormat()
  const other: Series = series === 'closed' ? 'relapsed' : 'closed'
  const points = months.map((month, i) => ({
    month: month.month,
    value: month[series],
    // The upper of the two is labelled above its point, the lower one below: they never write over each other.
    above: month[series] > month[other] || (month[series] === month[other] && series === 'closed'),
    cx: x(i, months.length),
    cy: y(month[series], most),
  }))
  const last = points.at(-1)
  return (
    <g className={`trend-${series}`}>
      <polyline points={points.map(({ cx, cy }) => `${cx},${cy}`).join(' ')} />
      {points.map(({ month, value, above, cx, cy }) => (
        <g key={month}>
          <circle cx={cx} cy={cy} r={3} />
          {(value > 0 || series === 'closed') && (
            <text className="trend-value" x={cx} y={above ? cy - 7 : cy + 14}>
              {format.number(value)}
            </text>
          )}
        </g>
      ))}
      {last && (
        <text className="trend-name" x={last.cx + 10} y={last.cy + (last.above ? -4 : 15)}>
          {name}
        </text>
      )}
    </g>
  )
}
