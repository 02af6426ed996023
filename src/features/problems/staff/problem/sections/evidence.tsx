import { Segmented } from 'antd'
import { useState } from 'react'
import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Nothing, Part } from '../part.tsx'
import { EvidenceCard } from './evidence-card.tsx'

const KINDS = ['site', 'document', 'public'] as const
type Kind = (typeof KINDS)[number]

/** The evidence wall: pictures and papers by kind, what was seen on site first (S0-19). */
export function EvidenceWall({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().evidence
  const format = useFormat()
  const [only, setOnly] = useState<Kind | 'all'>('all')
  const count = (kind: Kind) => problem.evidence.filter((e) => e.kind === kind).length
  const shown = problem.evidence
    .filter((e) => only === 'all' || e.kind === only)
    .sort((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1))
  const choices = [
    { value: 'all' as const, label: `${t.all} ${format.number(problem.evidence.length)}` },
    ...KINDS.map((kind) => ({ value: kind, label: `${t.kinds[kind]} ${format.number(count(kind))}` })),
  ]
  return (
    <Part
      id="evidence"
      title={t.title}
      empty={problem.evidence.length === 0}
      beside={
        problem.evidence.length > 0 && (
          <Segmented<Kind | 'all'>
            size="small"
            options={choices}
            value={only}
            onChange={setOnly}
            aria-label={t.title}
          />
        )
      }
    >
      {problem.evidence.length === 0 && <Nothing what={t.none} why={t.noneWhy} />}
      <ul className="pp-wall">
        {shown.map((evidence) => (
          <li key={evidence.id}>
            <EvidenceCard problem={problem} evidence={evidence} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
