import { sql } from 'kysely'
import type { Database } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'

type Kept = { database: Database; store: FileStore }

/**
 * Drops a person's finished upload and, unless anything else refers to the same bytes, the bytes: for what turns out
 * to hold what may not be here (domain.md 7.5). The row goes first: bytes without a row are nobody's.
 */
export async function dropUpload(
  kept: Kept,
  countyId: number,
  personId: string,
  uploadId: string,
): Promise<void> {
  const sha256 = await kept.database.write(countyId, async (tx) => {
    const dropped = await tx
      .deleteFrom('uploads')
      .where('county_id', '=', countyId)
      .where('id', '=', uploadId)
      .where('person_id', '=', personId)
      .returning('sha256')
      .executeTakeFirst()
    return dropped?.sha256
  })
  if (sha256 !== undefined) await dropUnreferred(kept, countyId, sha256)
}

/** Drops bytes, unless anything refers to them. */
export async function dropUnreferred({ database, store }: Kept, countyId: number, sha256: string) {
  if (!(await isReferredTo(database, countyId, sha256))) await store.remove(countyId, sha256)
}

/** Asks the foreign keys, which know every table that may refer to a file. */
async function isReferredTo(database: Database, countyId: number, sha256: string): Promise<boolean> {
  try {
    await database.write(countyId, (tx) =>
      sql`DELETE FROM files WHERE county_id = ${countyId} AND sha256 = ${sha256}`.execute(tx),
    )
    return false
  } catch (error) {
    if ((error as { code?: string }).code === '23503') return true
    throw error
  }
}
