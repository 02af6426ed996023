import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Actor } from '#features/accounts/index.ts'
import { findUpload, type Upload } from '#features/files/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import { Refused } from '#platform/refusal.ts'
import { inTemporaryFolder } from '#platform/temporary-folder.ts'

/**
 * Works on a copy of the actor's own upload: the reader of sheets wants a file that it can jump about in, and the
 * store only gives streams.
 * @throws Refused `invalid` when it is not there, or somebody else's
 */
export async function withUpload<T>(
  { database, store }: { database: Database; store: FileStore },
  actor: Actor,
  uploadId: string,
  work: (path: string, upload: Upload) => Promise<T>,
): Promise<T> {
  const { countyId, personId } = actor
  const upload =
    personId === null
      ? undefined
      : await database.read(countyId, (tx) => findUpload(tx, countyId, personId, uploadId))
  const opened = upload && (await store.open(countyId, upload.sha256))
  if (!upload || !opened)
    throw new Refused({ code: 'invalid', issues: [{ path: 'uploadId', reason: 'unknown_reference' }] })
  return inTemporaryFolder(async (folder) => {
    const path = join(folder, 'upload')
    await pipeline(opened.body, createWriteStream(path, { mode: 0o600 }))
    return work(path, upload)
  })
}
