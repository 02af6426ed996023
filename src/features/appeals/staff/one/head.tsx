import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { AppealDetail } from '../../views.ts'
import { Marks } from '../list/rows.tsx'
import { StateWord } from '../state-word.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'

/** Number, title, where it stands, whose it is. */
export function Head({ appeal }: { appeal: AppealDetail }) {
  const words = useStaffWords()
  const t = words.page
  const names = useAppealWords()
  const { listSeparator } = useWords(commonWords).common
  const format = useFormat()
  const { township, place, handler, assistants, leader, main, problem, pledgedYear, colour } = appeal
  return (
    <header className="ap-top">
      <div className="ap-line">
        <Link to="/appeals" className="ui-no-print">
          {t.back}
        </Link>
        <span className="ap-number">{appeal.number}</span>
        <StateWord state={appeal.state} />
        {colour !== 'none' && (
          <span className={`ap-colour ap-colour-${colour}`}>{words.colours[colour]}</span>
        )}
        <span>
          <Marks row={appeal} />
          {appeal.isComplex && <span className="ap-mark">{t.complex}</span>}
          {pledgedYear && <span className="ap-mark">{t.pledged(pledgedYear)}</span>}
        </span>
        <Button
          className="ap-print ui-no-print"
          icon={<Icon name="print" size={16} />}
          onClick={() => window.print()}
        >
          {t.print}
        </Button>
      </div>
      <h1>{appeal.title || words.list.untitled}</h1>
      <p className="ap-line">
        <span>
          {t.place} <strong>{place.name}</strong>
          {township && township.id !== place.id && ` · ${township.name}`}
        </span>
        <span>
          {t.handler} <strong>{handler?.name ?? t.noHandler}</strong>
        </span>
        {assistants.length > 0 && (
          <span>
            {t.assistants} {assistants.map(({ name }) => name).join(listSeparator)}
          </span>
        )}
        {leader && (
          <span>
            {t.leader} <strong>{leader.name}</strong>
          </span>
        )}
        <span className="ap-minor">
          {t.received(format.date(appeal.receivedOn), names.channels[appeal.channel])}
        </span>
        {main && (
          <Link to="/appeals/$id" params={{ id: main.id }}>
            {t.joinedInto} {main.number}
          </Link>
        )}
        {problem && (
          <Link to="/problems/$id" params={{ id: problem.id }}>
            {t.problem} {problem.number}
          </Link>
        )}
      </p>
    </header>
  )
}
