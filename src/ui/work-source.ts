import type { ReactNode } from 'react'

/** One line of somebody's list of work, drawn by the feature whose case it is. */
export type WorkEntry = {
  key: string
  group: 'overdue' | 'today' | 'week' | 'later'
  /** Null: no deadline; after everything that has one. */
  dueAt: string | null
  line: ReactNode
}

/** What a feature adds to the list of work: it reads its own endpoint and draws its own lines; the page puts them in order. */
export type WorkSource = {
  name: string
  /** A hook: called at every drawing, in the same order. */
  useLines: () => readonly WorkEntry[]
}
