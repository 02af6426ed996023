import type { Receipts } from '#features/appeals/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { OneTimeKeys } from '#platform/sealing/index.ts'
import type { Worlds } from '#platform/world.ts'

/** What evaluation needs of the house. */
export type Deps = {
  database: Database
  worlds: Worlds
  directory: Directory
  jobs: Pick<Jobs, 'sendIn'>
  numbers: (countyId: number, name: string) => Promise<number>
  now: () => Date
  /** What codes are known by; the database does not hold its key. */
  receipts: Pick<Receipts, 'issue' | 'digests' | 'contentHash'>
  /** Private halves of what ballots are sealed to, in files that no backup takes. */
  ballotKeys: OneTimeKeys
}
