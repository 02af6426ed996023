import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Part, Prose } from '../part.tsx'

const SHAPE = { open: '○', reported: '◐', closed: '●' } as const

/** 立行立改 (S0-06): the village's fix and the township's supervision side by side; both must close. */
export function Tasks({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.tasks
  const format = useFormat()
  const tasks = problem.tasks.filter((task) => task.round === problem.round)
  if (tasks.length === 0) return null
  return (
    <Part id="tasks" title={t.title} beside={<span className="pp-minor">{t.why}</span>}>
      <div className="pp-tasks">
        {tasks.map((task) => (
          <article key={task.id} className="pp-task">
            <h3>{t.kinds[task.kind]}</h3>
            <p>{task.organizationName}</p>
            <p>
              {SHAPE[task.status]} {t.status[task.status]}
              {task.reportedAt && <span className="pp-minor"> {format.dateTime(task.reportedAt)}</span>}
            </p>
            {task.report && <Prose>{task.report}</Prose>}
          </article>
        ))}
      </div>
    </Part>
  )
}
