import type { ReactNode } from 'react'

/**
 * One line of somebody's list of work, drawn by the feature whose case it is. Each feature reads its own endpoint and
 * gives its lines; the page puts them in order.
 */
export type WorkEntry = {
  key: string
  group: 'overdue' | 'today' | 'week' | 'later'
  /** Null: no deadline; after everything that has one. */
  dueAt: string | null
  line: ReactNode
}
