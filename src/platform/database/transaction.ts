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
  /** Reads of the county; the database refuses writes in them. */
  read<T>(countyId: number, work: (tx: Tx) => Promise<T>): Promise<T>
  /** The same for work of one statement, which is cheaper; a second one throws. */
  readOnce<T>(countyId: number, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Writes with one statement; what it wrote stands when it has answered, whatever the work does with the answer. */
  writeOnce<T>(countyId: number, work: (tx: Tx) => Promise<T>): Promise<T>
}

export function connectDatabase(pool: Pool): Database {
  const ofMany = perCounty(pool, { single: false })
  const ofOne = perCounty(pool, { single: true })
  return {
    pool,
    write: (countyId, work) => ofMany(countyId).transaction().execute(work),
    read: (countyId, work) => ofMany(countyId).transaction().setAccessMode('read only').execute(work),
    writeOnce: (countyId, work) => ofOne(countyId).transaction().execute(work),
    readOnce: (countyId, work) => ofOne(countyId).transaction().setAccessMode('read only').execute(work),
  }
}

function perCounty(pool: Pool, options: { single: boolean }): (countyId: number) => Kysely<DB> {
  const known = new Map<number, Kysely<DB>>()
  return (countyId) => {
    const kept = known.get(countyId)
    if (kept) return kept
    const db = new Kysely<DB>({ dialect: new CountyDialect(pool, countyId, options) })
    known.set(countyId, db)
    return db
  }
}
