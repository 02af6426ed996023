import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isApiError } from '#ui/api.ts'
import { NotFound, TroubleScreen, Waiting } from '#ui/states.tsx'
import type { AppealDetail } from '../../views.ts'
import { useAppeal } from '../data.ts'
import { useStaffWords } from '../words.ts'
import { ActPanel } from './act-panel.tsx'
import { Acts } from './acts.tsx'
import {
  Answers,
  Assignments,
  Callbacks,
  Contacts,
  Evidence,
  Joined,
  Orders,
  Progress,
  Requests,
} from './chapters.tsx'
import { Deadline } from './deadline.tsx'
import { Dialogue } from './dialogue.tsx'
import { Head } from './head.tsx'
import { History } from './history.tsx'
import { Identity } from './identity.tsx'
import { Loop } from './loop.tsx'
import { Matter } from './matter.tsx'
import { useOpenedAct } from './use-opened-act.ts'
import '../styles/appeals.css'

/** The page of one appeal; `act` in the address opens the panel of that act. */
export function AppealPage() {
  const { id } = useParams({ from: '/desk/appeals/$id' })
  const { data, error, refetch } = useAppeal(id)
  if (data) return <Appeal key={id} appeal={data} />
  if (!error) return <Waiting />
  if (isApiError(error) && error.status === 404) return <NotFound />
  return <TroubleScreen error={error} reset={() => void refetch()} />
}

function Appeal({ appeal }: { appeal: AppealDetail }) {
  const { opened, times, told, open, close } = useOpenedAct(appeal)
  // Not handed on: newer browsers answer with a promise, which React would take for what undoes the effect.
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  return (
    <div className="ap">
      <Head appeal={appeal} />
      <Deadline appeal={appeal} />
      <Loop appeal={appeal} />
      <div className="ap-columns">
        <aside className="ap-aside">
          <Acts appeal={appeal} told={told} open={open} />
          <Identity appeal={appeal} />
        </aside>
        {appeal.state === 'diverted' ? <Gone /> : <Body appeal={appeal} />}
      </div>
      <History appeal={appeal} />
      {opened && <ActPanel key={`${opened} ${times}`} appeal={appeal} act={opened} close={close} />}
    </div>
  )
}

/** Of what was passed on the ledger keeps a number (domain.md 2.7). */
function Gone() {
  const words = useStaffWords().page
  return (
    <div className="ap-main">
      <p className="ap-part">{words.diverted}</p>
    </div>
  )
}

/** What waits for a decision stands before everything else. */
function Body({ appeal }: { appeal: AppealDetail }) {
  const waits = appeal.requests.some(({ status }) => status === 'pending')
  const answered = appeal.answers.length > 0
  return (
    <div className="ap-main">
      {waits && <Requests appeal={appeal} />}
      <Matter appeal={appeal} />
      {answered && <Answers appeal={appeal} />}
      <Dialogue appeal={appeal} />
      <Contacts appeal={appeal} />
      <Progress appeal={appeal} />
      <Evidence appeal={appeal} />
      {!answered && <Answers appeal={appeal} />}
      <Callbacks appeal={appeal} />
      <Assignments appeal={appeal} />
      <Orders appeal={appeal} />
      {!waits && <Requests appeal={appeal} />}
      <Joined appeal={appeal} />
    </div>
  )
}
