import './pg-types.ts'
import { Kysely, type Transaction } from 'kysely'
import type { Pool } from 'pg'
import type { DB } from '../../../db/schema.gen.ts'
import { CountyDialect } from './county-dialect.ts'

/** The transaction a store function runs in. It is handed in: a store never opens a connection of its own. */
export type Tx = Transaction<DB>

/**
 * The app's way into the database. Everything runs inside a transaction that is fixed to one county; a query
 * outside of one sees no row at all.
 */
export type Database = {
  readonly pool: Pool
  /** Reads and writes in one transaction of the county. Throwing rolls back. */
  write<T>(countyId: number, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Reads one snapshot of the county; the database refuses writes in it. */
  read<T>(countyId: number, work: (tx: Tx) => Promise<T>): Promise<T>
}

export function connectDatabase(pool: Pool): Database {
  const counties = new Map<number, Kysely<DB>>()
  const of = (countyId: number) => {
    let db = counties.get(countyId)
    if (!db) {
      db = new Kysely<DB>({ dialect: new CountyDialect(pool, countyId) })
      counties.set(countyId, db)
    }
    return db
  }
  return {
    pool,
    write: (countyId, work) => of(countyId).transaction().execute(work),
    read: (countyId, work) => of(countyId).transaction().setAccessMode('read only').execute(work),
  }
}
