import { sql } from 'kysely'
import type { Database } from './database/transaction.ts'

const BLOCK = 20

/**
 * Running numbers per county and name. Taken in blocks, outside the acting transaction, so that creating never
 * queues on one row; a number whose act fails, and the rest of a block at shutdown, stays unused.
 */
export function createNumbers(database: Database): (countyId: number, name: string) => Promise<number> {
  const blocks = new Map<string, { next: number; end: number }>()
  const fetching = new Map<string, Promise<void>>()

  const fetchBlock = async (countyId: number, name: string, key: string): Promise<void> => {
    const next = await takeNumbers(database, countyId, name, BLOCK)
    blocks.set(key, { next, end: next + BLOCK })
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
  const { rows } = await database.write(countyId, (tx) =>
    sql<{ next: number }>`
      INSERT INTO counters (county_id, name, next) VALUES (${countyId}, ${name}, ${1 + count})
      ON CONFLICT (county_id, name) DO UPDATE SET next = counters.next + ${count}
      RETURNING next`.execute(tx),
  )
  return (rows[0]?.next ?? 0) - count
}
