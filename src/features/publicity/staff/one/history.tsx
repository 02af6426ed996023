import { useFormat } from '#ui/format.ts'
import type { PublicationAct } from '../../lifecycle.ts'
import type { PublicationDetail } from '../../views.ts'
import { usePublicationWords, useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

/** Newest first: who did what, and what was said with it. */
export function History({ publication: { history } }: { publication: PublicationDetail }) {
  const t = useStaffWords().history
  const { acts } = usePublicationWords()
  const format = useFormat()
  return (
    <Part id="history" title={t.title}>
      <ol className="pub-plain" reversed>
        {history.map(({ seq, act, at, person, words }) => {
          const { reason, opinion, note } = words as Record<string, unknown>
          const said = [reason, opinion, note].find((word) => typeof word === 'string')
          return (
            <li key={seq}>
              <time className="pub-minor" dateTime={at}>
                {format.dateTime(at)}
              </time>{' '}
              {person?.name ?? t.clock} <strong>{acts[act as PublicationAct] ?? act}</strong>
              {typeof said === 'string' && <p className="pub-said">{said}</p>}
            </li>
          )
        })}
      </ol>
    </Part>
  )
}
