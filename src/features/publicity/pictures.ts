import { buffer } from 'node:stream/consumers'
import { findStories } from '#features/problems/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { FileRefused, type FileStore } from '#platform/files/index.ts'
import { canStrip, stripMetadata } from '#platform/files/strip/index.ts'
import type { Picture } from './acts/index.ts'

/**
 * Copies of a problem's pictures without their metadata, kept like every file by what they are. Made before the act's
 * transaction: reading and writing bytes takes longer than a chain should be locked.
 */
export async function strippedCopies(
  { database, files }: { database: Database; files: FileStore },
  countyId: number,
  problemId: string | null,
  evidenceIds: readonly string[],
  now: Date,
): Promise<Picture[]> {
  if (problemId === null || evidenceIds.length === 0) return []
  const [story] = await database.read(countyId, (tx) => findStories(tx, countyId, [problemId]))
  const copies: Picture[] = []
  for (const id of evidenceIds) {
    const picture = story?.pictures.find((p) => p.id === id)
    const opened = picture && (await files.open(countyId, picture.sha256))
    const stripped = opened && strip(await buffer(opened.body), picture.mime)
    if (!picture || !stripped) continue
    const stored = await files.put(countyId, once(stripped))
    await database.write(countyId, (tx) => noteFile(tx, countyId, stored, now))
    const { sha256, mime, size } = stored
    copies.push({ evidenceId: id, sha256, mime, size, caption: picture.place ?? '' })
  }
  return copies
}

/** Undefined for what is no picture we can take apart: the act tells which. */
function strip(bytes: Uint8Array, mime: string): Uint8Array | undefined {
  if (!canStrip(mime)) return undefined
  try {
    return stripMetadata(bytes, mime)
  } catch (error) {
    if (error instanceof FileRefused) return undefined
    throw error
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes
}

const noteFile = (
  tx: Tx,
  county_id: number,
  { sha256, size, mime }: { sha256: string; size: number; mime: string },
  stored_at: Date,
) =>
  tx
    .insertInto('files')
    .values({ county_id, sha256, size, mime, stored_at })
    .onConflict((conflict) => conflict.columns(['county_id', 'sha256']).doNothing())
    .execute()
