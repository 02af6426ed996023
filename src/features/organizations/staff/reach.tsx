import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { OrganizationDetail } from '../api.ts'
import type { Draft } from './act-fields.tsx'
import type { PanelAct } from './act-panel.tsx'
import { organizationReachQuery } from './queries.ts'
import { organizationWords } from './words.ts'

type Props = {
  act: PanelAct
  one: OrganizationDetail
  draft: Draft
  /** Whether the act has to wait: while it is not known what it reaches, and where it cannot be. */
  block: (blocked: boolean) => void
}

const SHOWN = 8

/** What the act reaches, before it is done: named, counted, and said when it cannot be taken back. */
export function Reach({ act, one, draft, block }: Props) {
  const words = useWords(organizationWords).reach
  const separator = useWords(commonWords).common.listSeparator
  const format = useFormat()
  const reach = useQuery(organizationReachQuery(one.id))
  const open = reach.data?.openProblems ?? []
  const leaves = act === 'close' && open.length + one.below.length > 0
  const blocked = !reach.data || leaves
  useEffect(() => block(blocked), [block, blocked])
  if (act === 'add') return null
  if (reach.isPending) return <Waiting />
  if (!reach.data) return <TroubleScreen error={reach.error} reset={() => void reach.refetch()} />
  const count = (n: number) => format.number(n)
  const some = (names: readonly string[]) =>
    names.length > SHOWN
      ? `${names.slice(0, SHOWN).join(separator)} ${words.belowMore(count(names.length))}`
      : names.join(separator)
  const { holders } = reach.data
  const below = act === 'split' ? one.below.filter(({ id }) => draft.below.includes(id)) : one.below
  const problems = act === 'split' ? draft.problems : open
  const along = [
    below.length > 0 && words.below(count(below.length), some(below.map(({ name }) => name))),
    problems.length > 0
      ? words.problems(count(problems.length), some(problems))
      : act === 'merge' && words.noProblems,
  ]
  const lines: Record<Exclude<PanelAct, 'add'>, (string | false)[]> = {
    rename: [words.rename],
    merge: [
      ...along,
      words.closedToo,
      holders > 0 && words.holders(count(holders)),
      open.length > 0 && words.waiting,
      words.final,
    ],
    split: [...along, words.split, words.final],
    move: [words.moved],
    close: leaves
      ? [
          open.length > 0 && words.openLeft(count(open.length)),
          one.below.length > 0 && words.belowLeft(count(one.below.length)),
        ]
      : [words.close, holders > 0 && words.holders(count(holders)), words.final],
  }
  return (
    <section className="organization-reach" aria-live="polite">
      <h3>{leaves ? words.cannotClose : words.title}</h3>
      <ul>
        {lines[act].filter(Boolean).map((line) => (
          <li key={String(line)}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
