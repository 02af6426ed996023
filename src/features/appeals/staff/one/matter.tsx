import type { ReactNode } from 'react'
import { useFormat } from '#ui/format.ts'
import type { AppealDetail } from '../../views.ts'
import { useLabels } from '../data.ts'
import { Part } from '../part.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'

/** What was brought up, as everybody who works on it reads it. */
export function Matter({ appeal }: { appeal: AppealDetail }) {
  const t = useStaffWords().matter
  const names = useAppealWords()
  const format = useFormat()
  const labelOf = useLabels()
  const { nature, responsibility, reasonableness, placeDetail, happenedOn, sinceOn } = appeal
  const facts: [string, ReactNode][] = [
    [t.where, placeDetail],
    [t.happenedOn, happenedOn && format.date(happenedOn)],
    [t.sinceOn, sinceOn && format.date(sinceOn)],
    [t.nature, nature && names.natures[nature]],
    [t.field, labelOf('field', appeal.fieldCode)],
    [t.urgency, appeal.urgency !== 'ordinary' && names.urgencies[appeal.urgency]],
    [t.responsibility, responsibility && names.responsibilities[responsibility]],
    [t.reasonableness, reasonableness && names.reasonableness[reasonableness]],
    [t.people, appeal.people > 1 && t.peopleUnit(appeal.people)],
    [t.sourceRef, appeal.sourceRef],
    [t.suspended, labelOf('suspension_reason', appeal.suspendedCode)],
    [t.excluded, labelOf('exclusion_reason', appeal.excludedCode)],
    [t.refused, labelOf('refused_reason', appeal.refusedCode)],
    [t.refusedTo, appeal.refusedTo],
  ]
  return (
    <Part id="matter" title={t.title}>
      <h3>{t.cause}</h3>
      <p className="ap-prose">{appeal.cause}</p>
      {appeal.course && (
        <>
          <h3>{t.course}</h3>
          <p className="ap-prose">{appeal.course}</p>
        </>
      )}
      <dl className="ap-facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p className="ap-minor">{t.masked}</p>
    </Part>
  )
}
