import type { Actor } from '#features/accounts/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { World, Worlds } from '#platform/world.ts'

/** What the ledger needs of the house. */
export type Deps = {
  database: Database
  worlds: Worlds
  directory: Directory
  jobs: Pick<Jobs, 'sendIn'>
  numbers: (countyId: number, name: string) => Promise<number>
  files: FileStore
  now: () => Date
  /**
   * What a problem is made of, handed in: that these appeals became this problem is recorded with them, in the
   * transaction in which it is entered. Refuses with `appealIds` where one cannot.
   */
  takeUpAppeals?: (
    tx: Tx,
    world: World,
    actor: Actor,
    number: string,
    ids: readonly string[],
  ) => Promise<void>
}
