import type { Keep } from '#features/files/index.ts'
import { FileRefused, type StoredFile } from '#platform/files/index.ts'
import { photoMime, stripMetadata } from '#platform/files/strip/index.ts'
import type { Box } from '#platform/sealing/index.ts'
import type { Deps } from '../deps.ts'
import { hashOf } from './photos.ts'
import { photoContext } from './sent.ts'

/**
 * The pictures that were sealed beside a submission, kept like every file. What is not one of those that the submission
 * names, or is no picture, is left out, and said in the log: the public pages are not to be trusted with what is put
 * into the store.
 * @throws DoesNotOpen | Refused `key_missing`
 */
export async function openPhotos(
  deps: Pick<Deps, 'database'> & { box: Box; onError(error: Error): void },
  countyId: number,
  { id, key_id }: { id: string; key_id: string },
  named: readonly string[],
  keep: Keep,
): Promise<StoredFile[]> {
  if (named.length === 0) return []
  const rows = await deps.database.readOnce(countyId, (tx) =>
    tx
      .selectFrom('appeal_inbox_photos')
      .select(['nth', 'sealed'])
      .where('county_id', '=', countyId)
      .where('item_id', '=', id)
      .orderBy('nth')
      .execute(),
  )
  const kept: StoredFile[] = []
  for (const { nth, sealed } of rows) {
    const bytes = deps.box.openBytes(key_id, photoContext(countyId, id, nth), sealed)
    if (hashOf(bytes) !== named[nth - 1]) continue
    try {
      const stripped = stripMetadata(bytes, photoMime(bytes) ?? '')
      kept.push(await keep(stripped))
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error
    }
  }
  const lost = named.length - kept.length
  if (lost > 0)
    deps.onError(new Error(`${lost} of ${named.length} pictures that came with ${id} were not kept`))
  return kept
}
