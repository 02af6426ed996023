import pg from 'pg'
import { createReceipts, type Receipts } from '#features/appeals/index.ts'
import { type PortalTarget, portalPoolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase, type Database } from '#platform/database/transaction.ts'

/**
 * The running parts of the public pages: a pool of the portal's role, which can read what is published and nothing
 * else, also where desk and portal are one process.
 */
export type Portal = {
  database: Database
  counties(): Promise<PortalCounty[]>
  /** Known by their key alone, the one secret that a portal holds. */
  receipts: Receipts
  stop(): Promise<void>
}

/** What the portal may know of a county. */
export type PortalCounty = {
  county_id: number
  name: string
  host: string | null
  prefix: string | null
  is_demo: boolean
}

/** @param dataDir where the key of receipts lies: the data folder, or in a zone apart one with that key alone */
export function createPortal(target: PortalTarget, dataDir: string, onError: (error: Error) => void): Portal {
  const pool = new pg.Pool({ ...portalPoolConfig(target), max: 4, application_name: 'bihuan-portal' })
  pool.on('error', onError)
  return {
    database: connectDatabase(pool),
    receipts: createReceipts(dataDir, { makes: false }),
    counties: async () =>
      (
        await pool.query<PortalCounty>(
          'SELECT county_id, name, host, prefix, is_demo FROM counties ORDER BY county_id',
        )
      ).rows,
    stop: () => pool.end(),
  }
}
