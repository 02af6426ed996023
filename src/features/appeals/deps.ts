import type { Directory } from '#features/organizations/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { Worlds } from '#platform/world.ts'

/** What appeals need of the house. */
export type Deps = {
  database: Database
  worlds: Worlds
  directory: Directory
  jobs: Pick<Jobs, 'sendIn'>
  numbers: (countyId: number, name: string) => Promise<number>
  /** Seals who spoke up, with keys of its own (domain.md 7.1). */
  identities: Sealing
  files: FileStore
  now: () => Date
}
