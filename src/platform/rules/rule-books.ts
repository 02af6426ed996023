import type { Tx } from '../database/transaction.ts'
import type { RuleBook } from './rule-book.ts'
import { loadRuleBook } from './store.ts'

/** Every county's rules, kept for a moment: each act reads them and they change a few times a year. */
export type RuleBooks = {
  /**
   * The county's rules, at most a few seconds old. A transaction that adds rules reads them back with
   * `loadRuleBook` instead: what it sees may still be rolled back and must not be kept for others.
   */
  of(tx: Tx, countyId: number): Promise<RuleBook>
  /** After a commit that changed the county's rules, so that this process shows them at once. */
  forget(countyId: number): void
}

/** More counties than are worked in at one time; beyond it the longest loaded goes. */
const MOST_COUNTIES = 500

/**
 * `now` counts milliseconds and never runs backwards. Other processes see a change when their copy is older than
 * `keepMs`; nothing but time tells them.
 */
export function createRuleBooks(keepMs = 5_000, now: () => number = () => performance.now()): RuleBooks {
  const kept = new Map<number, { book: RuleBook; loadedAt: number }>()
  return {
    async of(tx, countyId) {
      const known = kept.get(countyId)
      if (known && now() - known.loadedAt < keepMs) return known.book
      // The time before the query: what is committed while it runs counts as not seen.
      const loadedAt = now()
      // Two at once load twice. Sharing one query would tie an act to another transaction's failure.
      const book = await loadRuleBook(tx, countyId)
      kept.delete(countyId)
      kept.set(countyId, { book, loadedAt })
      const [oldest] = kept.keys()
      if (kept.size > MOST_COUNTIES && oldest !== undefined) kept.delete(oldest)
      return book
    },
    forget: (countyId) => void kept.delete(countyId),
  }
}
