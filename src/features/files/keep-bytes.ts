import type { Database } from '#platform/database/transaction.ts'
import type { FileStore, StoredFile } from '#platform/files/index.ts'
import { dropUnreferred } from './drop-upload.ts'

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

export type Keep = (bytes: Uint8Array) => Promise<StoredFile>

/** Bytes are kept for an act: should it fail, they go again. Left behind, nobody would see them, and every backup have them. */
export async function keepingBytes<T>(
  deps: { database: Database; files: FileStore },
  countyId: number,
  now: Date,
  act: (keep: Keep) => Promise<T>,
): Promise<T> {
  const kept: StoredFile[] = []
  try {
    return await act(async (bytes) => {
      const stored = await keepBytes(deps, countyId, bytes, now)
      kept.push(stored)
      return stored
    })
  } catch (error) {
    const { database, files: store } = deps
    for (const { sha256 } of kept) await dropUnreferred({ database, store }, countyId, sha256)
    throw error
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes
}
