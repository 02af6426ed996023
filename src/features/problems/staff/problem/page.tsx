import { getRouteApi } from '@tanstack/react-router'
import { isApiError } from '#ui/api.ts'
import { NotFound, TroubleScreen } from '#ui/states.tsx'
import type { ProblemDetail } from '../../views.ts'
import { ActPanel } from './acts/act-panel.tsx'
import { useOpenedAct } from './acts/use-opened-act.ts'
import { Acts, Impossible } from './aside/acts.tsx'
import { Alike } from './aside/alike.tsx'
import { Lists } from './aside/lists.tsx'
import { People } from './aside/people.tsx'
import { Publicity } from './aside/publicity.tsx'
import { useProblem } from './data.ts'
import { Head } from './head/head.tsx'
import { History } from './history/history.tsx'
import { Loop } from './loop/loop.tsx'
import './problem.css'
import { Attributions } from './sections/attributions.tsx'
import { SiteChecks } from './sections/checks.tsx'
import { Countersigns } from './sections/countersigns.tsx'
import { Evaluations } from './sections/evaluations.tsx'
import { EvidenceWall } from './sections/evidence.tsx'
import { Facts } from './sections/facts.tsx'
import { Original } from './sections/original.tsx'
import { Plan } from './sections/plan.tsx'
import { Progress } from './sections/progress.tsx'
import { Requests } from './sections/requests.tsx'
import { Tasks } from './sections/tasks.tsx'
import { WhyHere } from './sections/why-here.tsx'
import { Skeleton } from './skeleton.tsx'

const route = getRouteApi('/desk/problems/$id')

/** The page of one problem; `act` in the address opens the panel of that act. */
export function ProblemPage() {
  const { id } = route.useParams()
  const { data, error, refetch } = useProblem(id)
  if (data) return <Problem key={id} problem={data} />
  if (!error) return <Skeleton />
  if (isApiError(error) && error.status === 404) return <NotFound />
  return <TroubleScreen error={error} reset={() => void refetch()} />
}

function Problem({ problem }: { problem: ProblemDetail }) {
  const { opened, times, impossible, open, close } = useOpenedAct(problem)
  return (
    <div className="pp">
      <Head problem={problem} />
      <Loop problem={problem} />
      <div className="pp-columns">
        <aside className="pp-aside">
          {impossible && <Impossible act={impossible} problem={problem} close={close} />}
          <Acts problem={problem} open={open} />
          <People problem={problem} />
          <Publicity problem={problem} />
          <Alike problem={problem} />
          <Lists problem={problem} />
        </aside>
        <Body problem={problem} />
      </div>
      <History problem={problem} />
      {opened && (
        <ActPanel key={`${opened} ${times}`} problem={problem} act={opened} close={close} open={open} />
      )}
    </div>
  )
}

/** Requests that wait for a decision stand before everything else, decided ones at the end. */
function Body({ problem }: { problem: ProblemDetail }) {
  // 立行立改 has no plan, no gates and no countersigning unless it comes back in a second round.
  const goesTheWholeWay = problem.track === 'regular' || problem.round > 1
  const waits = problem.requests.some((request) => request.status === 'pending')
  return (
    <div className="pp-main">
      <WhyHere problem={problem} />
      {waits && <Requests problem={problem} />}
      <Original problem={problem} />
      <Facts problem={problem} />
      <Tasks problem={problem} />
      {goesTheWholeWay && <Plan problem={problem} />}
      {goesTheWholeWay && <Progress problem={problem} />}
      <EvidenceWall problem={problem} />
      <SiteChecks problem={problem} />
      {goesTheWholeWay && <Evaluations problem={problem} />}
      {goesTheWholeWay && <Countersigns problem={problem} />}
      <Attributions problem={problem} />
      {!waits && <Requests problem={problem} />}
    </div>
  )
}
