import { sql } from 'kysely'
import type { Database } from '#platform/database/transaction.ts'

/** The row is written at most so often: a request that only reads should write nothing. */
const WRITE_EVERY_MS = 60_000
const MOST = 20_000

type Use = { at: number; written: number }

/**
 * When each session was last used. Exact in this process; another process sees it from the row, which may be a
 * minute older, so that a session found there is given that minute and nobody is put out early.
 */
export class LastUse {
  readonly #database: Database
  readonly #uses = new Map<string, Use>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Milliseconds of the last use, as far as it can be known. */
  of(id: string, rowAt: Date): number {
    const known = this.#uses.get(id)?.at ?? 0
    const row = rowAt.getTime()
    return known >= row ? known : row + WRITE_EVERY_MS
  }

  /** A person did something with the session. The answer does not wait for the row. */
  note(countyId: number, id: string, at: number): void {
    const use = this.#uses.get(id) ?? { at, written: 0 }
    use.at = Math.max(use.at, at)
    this.#uses.delete(id)
    this.#uses.set(id, use)
    const [oldest] = this.#uses.keys()
    if (this.#uses.size > MOST && oldest !== undefined) this.#uses.delete(oldest)
    if (at - use.written < WRITE_EVERY_MS) return
    use.written = at
    // Not written: the next minute tries again, and this process knows it anyway.
    this.#write(countyId, id, new Date(at)).catch(() => undefined)
  }

  /** Just begun: the row says so already. */
  begin(id: string, at: number): void {
    this.#uses.set(id, { at, written: at })
  }

  forget(id: string): void {
    this.#uses.delete(id)
  }

  #write(countyId: number, id: string, at: Date): Promise<unknown> {
    return this.#database.writeOnce(countyId, (tx) =>
      sql`UPDATE sign_in_sessions SET last_used_at = ${at}
        WHERE county_id = ${countyId} AND id = ${id} AND last_used_at < ${at}`.execute(tx),
    )
  }
}
