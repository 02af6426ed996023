import type { Database } from '#platform/database/transaction.ts'
import type { FileStore, StoredFile } from '#platform/files/index.ts'

/**
 * Keeps what the program made itself, like every file by what it is, with its row. Before the act's transaction: writing
 * bytes takes longer than a chain should be locked.
 */
export async function keepBytes(
  { database, files }: { database: Database; files: FileStore },
  countyId: number,
  bytes: Uint8Array,
  now: Date,
): Promise<StoredFile> {
  const stored = await files.put(countyId, once(bytes))
  const { sha256, size, mime } = stored
  await database.write(countyId, (tx) =>
    tx
      .insertInto('files')
      .values({ county_id: countyId, sha256, size, mime, stored_at: now })
      .onConflict((conflict) => conflict.columns(['county_id', 'sha256']).doNothing())
      .execute(),
  )
  return stored
}

async function* once(bytes: Uint8Array) {
  yield bytes
}
