import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Nothing, Part, Prose } from '../part.tsx'
import { EnteredLate } from './entered-late.tsx'

export function Progress({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.progress
  const format = useFormat()
  const entries = [...problem.progress].sort((a, b) => (a.happenedOn < b.happenedOn ? 1 : -1))
  return (
    <Part id="progress" title={t.title} empty={entries.length === 0}>
      {entries.length === 0 && <Nothing what={t.none} why={t.noneWhy} />}
      <ol className="pp-entries">
        {entries.map((entry) => (
          <li key={entry.id}>
            <p className="pp-entry-head">
              <time dateTime={entry.happenedOn}>{format.date(entry.happenedOn)}</time>
              <span>{entry.person?.name}</span>
              {entry.round !== problem.round && <span>{words.page.round(entry.round)}</span>}
              <EnteredLate happenedOn={entry.happenedOn} enteredAt={entry.enteredAt} />
            </p>
            <Prose>{entry.text}</Prose>
            {entry.difficulty && (
              <p className="pp-prose">
                {t.difficulty}: {entry.difficulty}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Part>
  )
}
