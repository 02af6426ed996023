import { sql } from 'kysely'
import type { Database } from './database/transaction.ts'

/** Numbers taken at once: few, for the rest of them stays unused; more as long as they are used up in no time. */
const FEWEST = 20
const MOST = 320
const NO_TIME_MS = 250

type Block = { next: number; end: number; size: number; since: number }

/**
 * Running numbers per county and name. Taken in blocks, outside the acting transaction, so that creating never
 * queues on one row; a number whose act fails, and the rest of a block at shutdown, stays unused.
 */
export function createNumbers(database: Database): (countyId: number, name: string) => Promise<number> {
  const blocks = new Map<string, Block>()
  const fetching = new Map<string, Promise<void>>()

  const fetchBlock = async (countyId: number, name: string, key: string): Promise<void> => {
    const last = blocks.get(key)
    const isFast = last !== undefined && performance.now() - last.since < NO_TIME_MS
    const size = isFast ? Math.min(last.size * 2, MOST) : FEWEST
    const next = await takeNumbers(database, countyId, name, size)
    blocks.set(key, { next, end: next + size, size, since: performance.now() })
  }

  return async (countyId, name) => {
    const key = `${countyId}/${name}`
    for (;;) {
      const block = blocks.get(key)
      if (block && block.next < block.end) return block.next++
      let waiting = fetching.get(key)
      if (!waiting) {
        waiting = fetchBlock(countyId, name, key).finally(() => fetching.delete(key))
        fetching.set(key, waiting)
      }
      await waiting
    }
  }
}

/** Takes so many numbers in a row, in a transaction of its own. Gives back the first. */
export async function takeNumbers(
  database: Database,
  countyId: number,
  name: string,
  count: number,
): Promise<number> {
  const { rows } = await database.writeOnce(countyId, (tx) =>
    sql<{ next: number }>`
      INSERT INTO counters (county_id, name, next) VALUES (${countyId}, ${name}, ${1 + count})
      ON CONFLICT (county_id, name) DO UPDATE SET next = counters.next + ${count}
      RETURNING next`.execute(tx),
  )
  return (rows[0]?.next ?? 0) - count
}
