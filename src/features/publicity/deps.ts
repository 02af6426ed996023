import type { Directory } from '#features/organizations/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Worlds } from '#platform/world.ts'
import type { AppealMonths } from './appeal-month.ts'

/** What publicity needs of the house. */
export type Deps = {
  database: Database
  worlds: Worlds
  directory: Directory
  jobs: Pick<Jobs, 'sendIn'>
  numbers: (countyId: number, name: string) => Promise<number>
  files: FileStore
  /** What may be told of the appeals of a month; their feature hands it in, as it uses this one itself. */
  appealMonths: AppealMonths
  now: () => Date
}
