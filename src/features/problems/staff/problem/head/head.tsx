import { Button } from 'antd'
import { Icon } from '#ui/icons.tsx'
import type { ProblemDetail } from '../../../views.ts'
import { Marks } from '../../shared/marks.tsx'
import { StateWord } from '../../shared/state-word.tsx'
import { usePageWords } from '../kit.tsx'
import { answering } from '../leaders.ts'
import { DeadlineBar } from './deadline-bar.tsx'

/** Number, title, state, whose it is, and how the time stands. */
export function Head({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const { lead } = answering(problem)
  return (
    <header className="pp-head">
      <div className="pp-head-line">
        <span className="pp-number">{problem.number}</span>
        <StateWord state={problem.state} />
        <span>
          {problem.round > 1 && <span className="mark">{words.page.round(problem.round)}</span>}
          <Marks problem={problem} />
        </span>
        <Button
          className="pp-print ui-no-print"
          icon={<Icon name="print" size={16} />}
          onClick={() => window.print()}
        >
          {words.page.print}
        </Button>
      </div>
      <h1>{problem.title}</h1>
      <p className="pp-whose">
        <span>
          {words.page.organization} <strong>{problem.organizationName}</strong>
        </span>
        {problem.townshipName && problem.townshipId !== problem.organizationId && (
          <span>
            {words.page.township} <strong>{problem.townshipName}</strong>
          </span>
        )}
        {(lead || problem.track === 'regular') && (
          <span>
            {words.page.responsible} <strong>{lead?.name ?? words.page.nobodyYet}</strong>
          </span>
        )}
      </p>
      <DeadlineBar problem={problem} />
    </header>
  )
}
