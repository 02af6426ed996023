import { useFormat } from '#ui/format.ts'
import { pageKeysOf } from '../../content.ts'
import type { PublicationAct } from '../../lifecycle.ts'
import type { PublicationDetail } from '../../views.ts'
import { usePublicationWords, useStaffWords } from '../words.ts'
import { Part } from './part.tsx'

/** Newest first: who did what, and what was said with it. */
export function History({ publication: { history, content } }: { publication: PublicationDetail }) {
  const { history: t, pictures } = useStaffWords()
  const { acts } = usePublicationWords()
  const format = useFormat()
  /** Undefined where it is of no page, or of one that is there no more. */
  const pageSaid = (page: unknown) => {
    const n = typeof page === 'string' ? pageKeysOf(content).indexOf(page) : -1
    return n < 0 ? undefined : t.page(n + 1, content.pages[n]?.heading ?? pictures.title)
  }
  return (
    <Part id="history" title={t.title}>
      <ol className="pub-plain" reversed>
        {history.map(({ seq, act, at, person, words }) => {
          const { reason, opinion, note, page } = words
          const said = [reason, opinion, note].find((word) => typeof word === 'string')
          return (
            <li key={seq}>
              <time className="pub-minor" dateTime={at}>
                {format.dateTime(at)}
              </time>{' '}
              {person?.name ?? t.clock}{' '}
              <strong>{pageSaid(page) ?? acts[act as PublicationAct] ?? act}</strong>
              {typeof said === 'string' && <p className="pub-said">{said}</p>}
            </li>
          )
        })}
      </ol>
    </Part>
  )
}
