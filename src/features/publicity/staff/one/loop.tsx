import { useFormat } from '#ui/format.ts'
import type { PublicationState } from '../../lifecycle.ts'
import type { PublicationDetail } from '../../views.ts'
import { usePublicationWords, useStaffWords } from '../words.ts'

/** The usual way; what leaves it (withheld, dropped) stands at its end instead. */
const way: PublicationState[] = [
  ...(['draft', 'mask_check', 'secrecy_review', 'approval', 'approved', 'published', 'withdrawn'] as const),
]
const dropped: PublicationState[] = ['draft', 'dropped']
const hidden: PublicationState[] = ['draft', 'withhold_approval', 'withheld']

/** The loop as a line: where it has been, with the day it last came there, where it is, what comes. */
export function Loop({ publication: { state, history } }: { publication: PublicationDetail }) {
  const words = useStaffWords()
  const { states } = usePublicationWords()
  const format = useFormat()
  const line = way.includes(state) ? way : state === 'dropped' ? dropped : hidden
  const here = line.indexOf(state)
  const cameTo = (to: PublicationState) => history.find((entry) => entry.to === to && entry.from !== to)?.at
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too
    <section className="pub-loop-frame" aria-label={words.loop.title} tabIndex={0}>
      <ol className="pub-loop">
        {line.map((stop, at) => {
          const when = at < here ? 'been' : at === here ? 'now' : 'ahead'
          const day = at <= here ? cameTo(stop) : undefined
          return (
            <li
              key={stop}
              className={`pub-stop pub-stop-${when}`}
              aria-current={when === 'now' ? 'step' : undefined}
            >
              <span className="pub-stop-shape" aria-hidden />
              <span>{states[stop]}</span>
              <span className="pub-minor">
                {when === 'now' && `${words.loop.now} `}
                {day && format.shortDate(day)}
                {when === 'ahead' && <span className="ui-hidden">{words.loop.ahead}</span>}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
