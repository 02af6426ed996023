import { AppealQuery } from '../../api.ts'
import type { AppealState } from '../../lifecycle.ts'

/** The filters as the address bar and the API hold them: plain text, several states comma-separated. */
export type Search = Record<string, string | undefined>
export type Filters = AppealQuery

const names = Object.keys(AppealQuery.shape) as (keyof Filters)[]

/** What of an address can be understood; the rest is left out, so that an old or mistyped link still opens. */
export function filtersOf(search: Search): Filters {
  const understood = names.flatMap((name) => {
    const text = search[name]
    if (!text) return []
    const result = AppealQuery.shape[name].safeParse(text)
    return result.success && result.data !== undefined ? [[name, result.data]] : []
  })
  return Object.fromEntries(understood)
}

export const searchOf = (filters: Filters): Search =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = filters[name]
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )

/** States as people group them, in the order of the loop. */
export const stateGroups = {
  screening: ['screening'],
  begin: ['registered', 'returning', 'return_disputed'],
  handle: ['dispatched', 'signed', 'handling', 'waiting'],
  answer: ['answered', 'callback', 'objected', 'joint_meeting'],
  suspended: ['suspended'],
  review: ['reviewing', 'final_review'],
  closed: ['closed', 'archived'],
  other: ['refused', 'joined', 'diverted', 'set_aside', 'withdrawn'],
} as const satisfies Record<string, readonly AppealState[]>
export type StateGroup = keyof typeof stateGroups

export const groupOf = ({ state }: Filters): StateGroup | undefined =>
  (Object.keys(stateGroups) as StateGroup[]).find((group) => String(stateGroups[group]) === String(state))

export const views = ['work', 'all', 'screening', 'callback', 'suspended'] as const
export type View = (typeof views)[number]

/** A view that fixes the state. */
export const statesOf: Record<View, AppealState[] | undefined> = {
  work: undefined,
  all: undefined,
  screening: ['screening'],
  callback: ['callback'],
  suspended: ['suspended'],
}
