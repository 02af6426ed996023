import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { WorkLine } from '../../views.ts'
import { problemWords } from '../../words.ts'
import { Marks } from '../shared/marks.tsx'
import { askedOf, clockOf } from './asked.ts'
import { workWords } from './words.ts'

/** One line: by when, what is asked, about what, from whom, since when, and the button that does it. */
export const WorkRow = memo(function WorkRow({ row }: { row: WorkLine }) {
  const words = useWords(workWords)
  const { acts, states, clocks } = useWords(problemWords)
  const { listSeparator } = useWords(commonWords).common
  const format = useFormat()
  const { decide, act, step } = askedOf(row)
  const clock = clockOf(row)
  const asks = [
    ...decide.map((request) => words.decide[request]),
    ...(act ? [acts[act]] : step && clock ? [clocks[clock]] : []),
  ]
  const does = act ? acts[act] : words.handle
  return (
    <li className="work-row">
      <span className="work-due">
        <DueChip dueAt={row.dueAt} />
      </span>
      <div className="work-what">
        <span className="work-asks">{asks.length > 0 ? asks.join(listSeparator) : states[row.state]}</span>
        <Link className="work-title" to="/problems/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        <Marks problem={row} />
      </div>
      <span className="work-organization">
        {row.onBehalfOf && (
          <strong className="work-on-behalf">{words.onBehalfOf(row.onBehalfOf.name)}</strong>
        )}
        {row.organizationName}
      </span>
      <span className="work-since">{words.since(format.shortDate(row.feedbackOn))}</span>
      <Link
        className="work-do"
        to="/problems/$id"
        params={{ id: row.id }}
        search={act ? { act } : {}}
        aria-label={words.one(does, row.title)}
      >
        {does}
      </Link>
    </li>
  )
})
