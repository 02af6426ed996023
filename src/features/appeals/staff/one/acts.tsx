import { Button } from 'antd'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { OfferedAct } from '../../api.ts'
import { appealLifecycle } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'
import { Part } from '../part.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'
import { type Offer, offersOf } from './offers.ts'
import type { Told } from './use-opened-act.ts'

type Props = { appeal: AppealDetail; told: Told | null; open: (act: OfferedAct) => void }

/** What the reader may do now, each with what it still needs. */
export function Acts({ appeal, told, open }: Props) {
  const words = useStaffWords().acts
  const names = useAppealWords()
  const { listSeparator } = useWords(commonWords).common
  const { main, others } = offersOf(appeal)
  const shown = (list: Offer[], first: boolean) => (
    <ul className="ap-offers">
      {list.map(({ act, missing }, i) => (
        <li key={act}>
          <Button
            block
            type={first && i === 0 && missing.length === 0 ? 'primary' : 'default'}
            disabled={missing.length > 0}
            aria-describedby={missing.length > 0 ? `missing-${act}` : undefined}
            onClick={() => open(act)}
          >
            {names.acts[act]}
          </Button>
          {missing.length > 0 && (
            <p id={`missing-${act}`} className="ap-minor">
              {words.cannot}
              {missing.map((need) => names.missing[need]).join(listSeparator)}
            </p>
          )}
        </li>
      ))}
    </ul>
  )
  return (
    <Part id="acts" title={words.title}>
      {told && (
        <p className="ap-told" role="status">
          {words.done(names.acts[told.act], names.states[told.state])}
        </p>
      )}
      {main.length === 0 && <Waits appeal={appeal} />}
      {shown(main, true)}
      {others.length > 0 && (
        <details open={main.length === 0 ? true : undefined}>
          <summary>{words.others}</summary>
          {shown(others, false)}
        </details>
      )}
    </Part>
  )
}

function Waits({ appeal: { state } }: { appeal: AppealDetail }) {
  const words = useStaffWords().acts
  const { parties } = useAppealWords()
  const { owner, ends } = appealLifecycle.states[state]
  return <p className="ap-minor">{ends ? words.ended : owner ? words.waits(parties[owner]) : words.timed}</p>
}
