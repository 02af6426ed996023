import type { Directory } from '#features/organizations/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { Worlds } from '#platform/world.ts'
import type { Receipts } from './receipts.ts'

/** What appeals need of the house. */
export type Deps = {
  database: Database
  worlds: Worlds
  directory: Directory
  jobs: Pick<Jobs, 'sendIn'>
  numbers: (countyId: number, name: string) => Promise<number>
  /** Seals who spoke up, with keys of its own (domain.md 7.1). */
  identities: Sealing
  /** What receipts are known by, and what residents' pages are sealed to. */
  receipts: Receipts
  files: FileStore
  now: () => Date
}

/** What appeals are begun with: who it was is sealed by the one, the receipt made by the other. */
export type AppealKeys = Pick<Deps, 'identities' | 'receipts'>
