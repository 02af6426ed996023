import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useLabels } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { Nothing, Part, Prose } from '../part.tsx'
import { EnteredLate } from './entered-late.tsx'

type Check = ProblemDetail['siteChecks'][number]

/** Checks on site by at least two people (S0-19), the latest first. */
export function SiteChecks({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.checks
  const checks = [...problem.siteChecks].sort((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1))
  return (
    <Part id="checks" title={t.title} empty={checks.length === 0}>
      {checks.length === 0 && <Nothing what={t.none} why={t.noneWhy} />}
      <ol className="pp-entries">
        {checks.map((check) => (
          <li key={check.id}>
            <SiteCheckEntry check={check} round={check.round === problem.round ? null : check.round} />
          </li>
        ))}
      </ol>
    </Part>
  )
}

export function SiteCheckEntry({ check, round }: { check: Check; round: number | null }) {
  const words = usePageWords()
  const format = useFormat()
  const label = useLabels()
  const { listSeparator } = useWords(commonWords).common
  return (
    <>
      <p className="pp-entry-head">
        <time dateTime={check.checkedOn}>{format.date(check.checkedOn)}</time>
        <span>{words.checks.purposes[check.purpose]}</span>
        <Verdict check={check} />
        {round !== null && <span>{words.page.round(round)}</span>}
        <EnteredLate happenedOn={check.checkedOn} enteredAt={check.enteredAt} />
      </p>
      <p className="pp-minor">
        {words.checks.checkers}: {check.checkers.map((person) => person.name).join(listSeparator)} ·{' '}
        {words.checks.method}: {label('check_method', check.method)}
      </p>
      <Prose>{check.finding}</Prose>
    </>
  )
}

/** Only a check for acceptance passes or fails; a spot check that fails has found a relapse. */
function Verdict({ check }: { check: Check }) {
  const t = usePageWords().checks
  if (check.passed) return <span className="pp-good">✓ {t.passed}</span>
  return <span className="pp-bad">✕ {check.purpose === 'spot' ? t.relapsed : t.failed}</span>
}
