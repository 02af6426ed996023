import { useWords } from '#ui/language.tsx'
import type { WorkLine } from '../../views.ts'
import { workWords } from './words.ts'

type Counts = Record<WorkLine['group'], number>

/** Four figures; each leads to its part of the page. `cut`: there is more than the list holds, later by its deadline. */
export function WorkCounts({ counts, cut }: { counts: Counts; cut: boolean }) {
  const words = useWords(workWords)
  const groups = Object.keys(words.groups) as WorkLine['group'][]
  const last = groups.findLastIndex((group) => counts[group] > 0)
  return (
    <nav className="work-counts" aria-label={words.counts}>
      {groups.map((group, at) => {
        const n = counts[group]
        const figure = (
          <>
            <strong>{!cut || at < last ? n : at === last ? `${n}+` : '…'}</strong>
            <span>{words.groups[group]}</span>
          </>
        )
        const tone = group === 'overdue' && n > 0 ? 'late' : group === 'today' && n > 0 ? 'soon' : 'calm'
        const name = `work-count work-count-${tone}`
        return n > 0 ? (
          <a key={group} className={name} href={`#work-${group}`} onClick={(event) => jump(event, group)}>
            {figure}
          </a>
        ) : (
          <span key={group} className={name}>
            {figure}
          </span>
        )
      })}
    </nav>
  )
}

/** Without a change of address, which the router would take for another page. */
function jump(event: { preventDefault: () => void }, group: string): void {
  event.preventDefault()
  const heading = document.getElementById(`work-${group}`)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}
