import { useEffect, useRef, useState } from 'react'
import { problemLifecycle } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useHistory } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { Part } from '../part.tsx'
import { byRound, type Visit, visitsOf } from './been.ts'
import { expectedWay } from './expected-way.ts'
import { Stop, useShortestDay } from './stop.tsx'

/** Enough pages for nearly every problem; the rest comes when it is asked for. */
const PAGES = 4
/** So few stops are not drawn over the whole width. */
const FEW = 5

/** The loop as a line: where the problem has been, with dates, where it is, what is expected to come. */
export function Loop({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const history = useHistory(problem.id)
  const pages = history.data?.pages ?? []
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = history
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pages.length < PAGES) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, pages.length])
  const visits = visitsOf(
    pages.flatMap((page) => page.rows),
    problem.round,
  )
  return (
    <Part id="loop" title={words.loop.title}>
      <Line problem={problem} visits={visits}>
        {hasNextPage && pages.length >= PAGES && (
          <li className="pp-stop pp-stop-more">
            <span className="pp-stop-shape" aria-hidden />
            <button type="button" className="pp-link" onClick={() => fetchNextPage()}>
              {words.loop.more}
            </button>
          </li>
        )}
      </Line>
      <p className="pp-minor pp-loop-note">{words.loop.usual}</p>
    </Part>
  )
}

type LineProps = { problem: ProblemDetail; visits: readonly Visit[]; children: React.ReactNode }

function Line({ problem, visits, children }: LineProps) {
  const words = usePageWords()
  const here = useScrolledToNow(`${problem.state} ${visits.length}`)
  const rounds = byRound(visits)
  const current = rounds.find(({ round }) => round === problem.round)?.visits ?? []
  // The last visit is where it stands now; without history the row itself says so.
  const been = current.at(-1)?.state === problem.state ? current.slice(0, -1) : current
  const ahead = expectedWay(problemLifecycle, problem.state)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too
    <section className="pp-loop-frame" ref={here} aria-label={words.loop.title} tabIndex={0}>
      <ol className={been.length + ahead.length < FEW ? 'pp-loop pp-loop-short' : 'pp-loop'}>
        {children}
        {rounds
          .filter(({ round }) => round < problem.round)
          .map(({ round, visits: of }) => (
            <EarlierRound key={round} round={round} visits={of} />
          ))}
        {been.map((visit) => (
          <Stop key={`${visit.state} ${visit.at}`} state={visit.state} when="been" at={visit.at} />
        ))}
        <Stop state={problem.state} when="now" at={problem.enteredStateAt} />
        {ahead.map(({ to }) => (
          <Stop key={to} state={to} when="ahead" at={null} />
        ))}
      </ol>
    </section>
  )
}

/** On a narrow screen the line scrolls; it opens where the problem is. */
function useScrolledToNow(way: string) {
  const list = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer way is what moves the line
  useEffect(() => {
    const now = list.current?.querySelector<HTMLElement>('[aria-current="step"]')
    if (list.current && now) list.current.scrollLeft = now.offsetLeft - list.current.clientWidth / 2 + 40
  }, [way])
  return list
}

function EarlierRound({ round, visits }: { round: number; visits: readonly Visit[] }) {
  const t = usePageWords().loop
  const shortest = useShortestDay()
  const [open, setOpen] = useState(false)
  return (
    <>
      <li className="pp-stop pp-stop-round">
        <span className="pp-stop-shape" aria-hidden />
        <button type="button" className="pp-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t.earlierRound(round, visits.length)}
        </button>
        <span className="pp-stop-day">{visits[0] && shortest(visits[0].at)}</span>
      </li>
      {open &&
        visits.map((visit) => (
          <Stop key={`${visit.state} ${visit.at}`} state={visit.state} when="been" at={visit.at} />
        ))}
    </>
  )
}
