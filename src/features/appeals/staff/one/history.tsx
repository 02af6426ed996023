import { dayOf, useFormat } from '#ui/format.ts'
import type { AppealAct, Party } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'
import { Part } from '../part.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'

const SAID = ['reason', 'note', 'text', 'decision'] as const

/** Newest first: who did what, acting as what, and what was said with it; what was entered late says so. */
export function History({ appeal: { history } }: { appeal: AppealDetail }) {
  const t = useStaffWords().history
  const { acts, parties, states } = useAppealWords()
  const format = useFormat()
  const newest = history.toSorted((a, b) => b.seq - a.seq)
  return (
    <Part id="history" title={t.title}>
      <ol className="ap-plain" reversed>
        {newest.map(({ seq, act, at, enteredAt, person, as, from, to, words }) => {
          const said = SAID.map((key) => words[key]).find((word) => typeof word === 'string')
          const who = person?.name ?? (as === 'resident' ? t.resident : t.clock)
          return (
            <li key={seq}>
              <p className="ap-line">
                <time className="ap-minor" dateTime={at}>
                  {format.dateTime(at)}
                </time>
                <strong>{act === 'openIdentity' ? t.opened : (acts[act as AppealAct] ?? act)}</strong>
                <span>
                  {who}
                  {person && as && <span className="ap-minor"> · {parties[as as Party] ?? as}</span>}
                </span>
                {from && to && from !== to && (
                  <span className="ap-minor">
                    {states[from]} → {states[to]}
                  </span>
                )}
                {dayOf(at) !== dayOf(enteredAt) && (
                  <span className="ap-mark">{t.late(format.shortDate(enteredAt))}</span>
                )}
              </p>
              {typeof said === 'string' && <p className="ap-prose">{said}</p>}
            </li>
          )
        })}
      </ol>
    </Part>
  )
}
