import { dayOf, useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useLabels } from '../data.ts'
import { usePageWords } from '../kit.tsx'

type Measure = ProblemDetail['measures'][number]

type MeasuresProps = {
  measures: readonly Measure[]
  /** The problem's organisation: only others are named, it stands on top of the page. */
  of: string
}

/** Measures as a table; on a narrow screen each becomes a card, its cells named by their headings. */
export function Measures({ measures, of }: MeasuresProps) {
  const t = usePageWords().plan
  return (
    <table className="pp-table pp-measures">
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">{t.measure}</th>
          <th scope="col">{t.kind}</th>
          <th scope="col">{t.leader}</th>
          <th scope="col">{t.due}</th>
          <th scope="col">{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <MeasureRow key={measure.id} measure={measure} of={of} />
        ))}
      </tbody>
    </table>
  )
}

function MeasureRow({ measure, of }: { measure: Measure; of: string }) {
  const t = usePageWords().plan
  const label = useLabels()
  const format = useFormat()
  return (
    <tr>
      <td className="pp-figure">{measure.position}</td>
      <td data-label={t.measure}>
        <span className="pp-mark">{t.horizons[measure.horizon]}</span> {measure.text}
        {measure.result && (
          <p className="pp-result">
            {t.result}: {measure.result}
          </p>
        )}
      </td>
      <td data-label={t.kind}>{label('measure_kind', measure.kind)}</td>
      <td data-label={t.leader}>
        {measure.leader?.name}
        {(measure.organizationId !== of || !measure.leader) && (
          <span className="pp-minor">{measure.organizationName}</span>
        )}
      </td>
      <td data-label={t.due} className="pp-figure">
        {format.isoDate(measure.dueOn)}
      </td>
      <td data-label={t.state}>
        <MeasureState measure={measure} />
      </td>
    </tr>
  )
}

function MeasureState({ measure }: { measure: Measure }) {
  const t = usePageWords().plan
  const format = useFormat()
  if (measure.doneOn)
    return (
      <span>
        <span aria-hidden>● </span>
        {t.done(format.isoDate(measure.doneOn))}
      </span>
    )
  const late = !measure.dropped && measure.dueOn < dayOf(new Date())
  return (
    <span className={late ? 'pp-late' : undefined}>
      <span aria-hidden>{late ? '▲ ' : '○ '}</span>
      {late ? t.late : t.open}
    </span>
  )
}
