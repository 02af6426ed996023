import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useLabels } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { FactList, Part } from '../part.tsx'

export function Facts({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.facts
  const format = useFormat()
  const label = useLabels()
  return (
    <Part id="facts" title={t.title}>
      <FactList
        facts={[
          { label: t.source, value: label('source', problem.source) },
          { label: t.year, value: String(problem.sourceYear) },
          { label: t.ref, value: problem.sourceRef },
          { label: t.feedbackOn, value: format.date(problem.feedbackOn) },
          { label: t.class, value: label('class', problem.classCode) },
          { label: t.field, value: label('field', problem.fieldCode) },
          { label: t.severity, value: label('severity', problem.severity) },
          { label: t.scope, value: label('scope', problem.scope) },
          { label: t.timing, value: label('timing', problem.timing) },
          { label: t.secrecy, value: words.options.secrecy?.[problem.secrecy] },
          { label: t.amount, value: problem.amountCents !== null && format.yuan(problem.amountCents) },
          {
            label: t.households,
            value: problem.households !== null && t.householdsUnit(format.number(problem.households)),
          },
          { label: t.closed, value: problem.closedAt && format.dateTime(problem.closedAt) },
          {
            label: t.completion,
            value: problem.completion && words.options.completion?.[problem.completion],
          },
          {
            label: t.closureKind,
            value: problem.closureKind && words.options.closureKind?.[problem.closureKind],
          },
          { label: t.remaining, value: problem.remaining, wide: true },
        ].map((fact) => ({ ...fact, value: fact.value || null }))}
      />
    </Part>
  )
}
