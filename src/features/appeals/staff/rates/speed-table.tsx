import { useFormat } from '#ui/format.ts'
import { spanOf } from './asked.ts'
import { type Speed, useFigureWords } from './use-rates.ts'
import { useRatesWords } from './words.ts'

type Step = keyof Speed
type Told = { key: string; name: string; about?: string; speed: Speed; shares: string[] }
type Props = { label: string; first: string; lines: readonly Told[]; shares: readonly string[] }

/** Each step's median with a bar on the step's own scale, directly labelled: read, compared and printed alike. */
export function SpeedTable({ label, first, lines, shares }: Props) {
  const { steps } = useFigureWords()
  const names = Object.keys(steps) as Step[]
  const longest = (step: Step) => Math.max(1, ...lines.map(({ speed }) => speed[step]?.median ?? 0))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too
    <section className="ap-wide" tabIndex={0} aria-labelledby={label}>
      <table className="ap-figures-table">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {names.map((step) => (
              <th key={step} scope="col">
                {steps[step]}
              </th>
            ))}
            {shares.map((share) => (
              <th key={share} scope="col">
                {share}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">
                {line.name}
                {line.about && <small>{line.about}</small>}
              </th>
              {names.map((step) => (
                <td key={step}>
                  <Taken speed={line.speed[step]} longest={longest(step)} />
                </td>
              ))}
              {line.shares.map((share, i) => (
                <td key={shares[i]}>{share}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Taken({ speed, longest }: { speed: Speed[Step]; longest: number }) {
  const words = useRatesWords()
  const format = useFormat()
  if (!speed) return '–'
  const said = (seconds: number) => {
    const { n, unit } = spanOf(seconds)
    return words.spans[unit](format.number(n))
  }
  return (
    <>
      {said(speed.median)}
      <svg className="ap-speed-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="ap-bar-gone" width={Math.max(1, (speed.median / longest) * 100)} height={6} />
      </svg>
      <small>{words.most(said(speed.most), speed.n)}</small>
    </>
  )
}
