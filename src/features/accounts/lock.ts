import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { SignInRules } from './sign-in-rules.ts'

const MINUTE_MS = 60_000

/** `lockedNow`: if this attempt fails, it was the last before the name is closed. */
export type Begun = { wait: number } | { wait: null; lockedNow: boolean }

/**
 * Failures in a row of one name, in the database, so that neither a restart nor another process forgets them. An
 * attempt counts from its beginning: a thousand at once are not all let through.
 */
export class Lock {
  readonly #database: Database
  readonly #key: string

  /** `key` is secret: without it nobody can try names against the hashes. */
  constructor(database: Database, key: string) {
    this.#database = database
    this.#key = key
  }

  /** @returns seconds to wait, or null when the attempt may be made and is now counted */
  async begin(countyId: number, name: string, limit: SignInRules['lock'], now: Date): Promise<Begun> {
    const until = new Date(now.getTime() + limit.minutes * MINUTE_MS)
    const forgiven = new Date(now.getTime() - limit.minutes * MINUTE_MS)
    const row = { county_id: countyId, name_hash: this.#hash(countyId, name) }
    const again = sql`CASE WHEN f.locked_until IS NOT NULL OR f.last_at <= ${forgiven} THEN 1 ELSE f.failures + 1 END`
    const { rows } = await this.#database.writeOnce(countyId, (tx) =>
      sql<{ failures: number | null; locked_until: Date | null }>`
        WITH tried AS (
          INSERT INTO sign_in_failures AS f (county_id, name_hash, failures, last_at, locked_until)
          VALUES (${row.county_id}, ${row.name_hash}, 1, ${now},
            CASE WHEN ${limit.failures}::int <= 1 THEN ${until}::timestamptz END)
          ON CONFLICT (county_id, name_hash) DO UPDATE SET failures = ${again}, last_at = ${now},
            locked_until = CASE WHEN ${again} >= ${limit.failures} THEN ${until}::timestamptz END
            WHERE f.locked_until IS NULL OR f.locked_until <= ${now}
          RETURNING failures, locked_until)
        SELECT failures, locked_until FROM tried
        UNION ALL SELECT NULL, locked_until FROM sign_in_failures
          WHERE county_id = ${row.county_id} AND name_hash = ${row.name_hash} AND NOT EXISTS (SELECT FROM tried)`.execute(
        tx,
      ),
    )
    const [found] = rows
    if (found && found.failures !== null) return { wait: null, lockedNow: found.locked_until !== null }
    // No row at all: another attempt made it at this moment.
    const end = found?.locked_until?.getTime() ?? now.getTime() + 1000
    return { wait: Math.max(1, Math.ceil((end - now.getTime()) / 1000)) }
  }

  /** The right password forgets the failures; so does an administrator who unlocks the name. */
  async clear(tx: Tx, countyId: number, name: string): Promise<boolean> {
    const gone = await tx
      .deleteFrom('sign_in_failures')
      .where('county_id', '=', countyId)
      .where('name_hash', '=', this.#hash(countyId, name))
      .executeTakeFirst()
    return gone.numDeletedRows > 0n
  }

  /** An attempt that could not be judged, the database being away, is nobody's fault. */
  async takeBack(countyId: number, name: string): Promise<void> {
    await this.#database.writeOnce(countyId, (tx) =>
      tx
        .updateTable('sign_in_failures')
        .set({ failures: sql`greatest(failures - 1, 0)`, locked_until: null })
        .where('county_id', '=', countyId)
        .where('name_hash', '=', this.#hash(countyId, name))
        .execute(),
    )
  }

  /** Until when the name is closed; null: it is open. */
  async until(tx: Tx, countyId: number, name: string, now: Date): Promise<Date | null> {
    const row = await tx
      .selectFrom('sign_in_failures')
      .select('locked_until')
      .where('county_id', '=', countyId)
      .where('name_hash', '=', this.#hash(countyId, name))
      .where('locked_until', '>', now)
      .executeTakeFirst()
    return row?.locked_until ?? null
  }

  #hash(countyId: number, name: string): string {
    return `hmac-sha256:${createHmac('sha256', this.#key).update(`${countyId}/${name}`).digest('hex')}`
  }
}

/** Failures that nobody will be asked about any more. */
export async function sweepFailures(tx: Tx, countyId: number, now: Date): Promise<void> {
  await tx
    .deleteFrom('sign_in_failures')
    .where('county_id', '=', countyId)
    .where('last_at', '<', new Date(now.getTime() - 2 * 86_400_000))
    .execute()
}
