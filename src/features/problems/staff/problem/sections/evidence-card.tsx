import { useState } from 'react'
import { BASE } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { bytes, usePageWords } from '../kit.tsx'
import { EnteredLate } from './entered-late.tsx'

type Evidence = ProblemDetail['evidence'][number]

const fileOf = (problemId: string, sha256: string) => `${BASE}/files/${sha256}?problem=${problemId}`

export function EvidenceCard({ problem, evidence }: { problem: ProblemDetail; evidence: Evidence }) {
  const words = usePageWords()
  const t = words.evidence
  const format = useFormat()
  const measure = problem.measures.find((m) => m.id === evidence.measureId)
  return (
    <figure className="pp-proof">
      <a
        href={fileOf(problem.id, evidence.sha256)}
        target="_blank"
        rel="noreferrer"
        aria-label={t.open(evidence.fileName)}
      >
        <Preview src={fileOf(problem.id, evidence.sha256)} evidence={evidence} />
      </a>
      <figcaption>
        <p className="pp-entry-head">
          <span className="pp-mark">{t.kinds[evidence.kind]}</span>
          <time dateTime={evidence.takenOn}>{format.date(evidence.takenOn)}</time>
          {evidence.round !== problem.round && <span>{words.page.round(evidence.round)}</span>}
        </p>
        {evidence.note && <p>{evidence.note}</p>}
        <p className="pp-minor">
          {[evidence.place, measure && t.forMeasure(measure.position), evidence.person?.name]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="pp-minor pp-file-name">
          {evidence.fileName} · {bytes(evidence.size)}
        </p>
        <EnteredLate happenedOn={evidence.takenOn} enteredAt={evidence.enteredAt} />
        <Hash sha256={evidence.sha256} />
      </figcaption>
    </figure>
  )
}

/** A thumbnail for pictures, the kind of file for everything else and for pictures that do not load. */
function Preview({ src, evidence }: { src: string; evidence: Evidence }) {
  const t = usePageWords().evidence
  const [broken, setBroken] = useState(false)
  if (evidence.mime.startsWith('image/') && !broken)
    return (
      <img
        src={src}
        alt={evidence.note ?? evidence.place ?? evidence.fileName}
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
      />
    )
  const extension = evidence.fileName.split('.').at(-1)?.toUpperCase() ?? ''
  return (
    <span className="pp-no-preview">
      <strong>{extension}</strong>
      <span>{t.noPreview}</span>
    </span>
  )
}

function Hash({ sha256 }: { sha256: string }) {
  const t = usePageWords().evidence
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="pp-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t.hideHash : t.showHash}
      </button>
      {open && (
        <p className="pp-minor">
          {t.hashWhy} <code className="pp-hash">SHA-256 {sha256}</code>
        </p>
      )}
    </>
  )
}
