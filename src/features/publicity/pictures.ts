import { buffer } from 'node:stream/consumers'
import { keepBytes } from '#features/files/index.ts'
import { findStories } from '#features/problems/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import { FileRefused, type FileStore } from '#platform/files/index.ts'
import { stripMetadata } from '#platform/files/strip/index.ts'
import { Refused } from '#platform/refusal.ts'
import type { Picture } from './acts/index.ts'
import { isPublicKind } from './public-kinds.ts'

/** Of all pictures of one publication together. */
const MOST_BYTES = 60 * 2 ** 20

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
  let left = MOST_BYTES
  for (const [i, id] of evidenceIds.entries()) {
    const picture = story?.pictures.find((p) => p.id === id)
    if (picture && !isPublicKind(picture.mime)) throw refused(i, 'not_a_public_kind')
    const opened = picture && (await files.open(countyId, picture.sha256))
    left -= opened?.size ?? 0
    if (left < 0) {
      opened?.body.destroy()
      throw refused(i, 'pictures_too_large')
    }
    const stripped = opened && strip(await buffer(opened.body), picture.mime)
    if (!picture || !stripped) continue
    const { sha256, mime, size } = await keepBytes({ database, files }, countyId, stripped, now)
    copies.push({ evidenceId: id, sha256, mime, size, caption: picture.place ?? '' })
  }
  return copies
}

const refused = (i: number, reason: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path: `evidenceIds.${i}`, reason }] })

/** Undefined for what is no picture we can take apart: the act tells which. */
function strip(bytes: Uint8Array, mime: string): Uint8Array | undefined {
  try {
    return stripMetadata(bytes, mime)
  } catch (error) {
    if (error instanceof FileRefused) return undefined
    throw error
  }
}
