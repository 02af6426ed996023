import type { Database } from '#platform/database/transaction.ts'
import type { OutgoingSettings } from '#platform/outgoing/settings.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { Worlds } from '#platform/world.ts'
import type { WorkSource } from './sources.ts'

export type NoticesDeps = {
  database: Database
  worlds: Worlds
  sealing: Sealing
  outgoing: OutgoingSettings
  /** The kinds of cases there are. */
  sources: readonly WorkSource[]
  now: () => Date
  onError(error: Error): void
}
