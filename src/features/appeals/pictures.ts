import { buffer } from 'node:stream/consumers'
import type { Actor } from '#features/accounts/index.ts'
import { dropUpload, findUpload, type Keep } from '#features/files/index.ts'
import { FileRefused, type StoredFile } from '#platform/files/index.ts'
import { canStrip, stripMetadata } from '#platform/files/strip/index.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Deps } from './deps.ts'

/** Of one picture: what a telephone takes has a fifth of it. */
const MOST_BYTES = 20 * 2 ** 20

type Needed = Pick<Deps, 'database' | 'files'>

/**
 * Pictures that came with what somebody brought up, without what tells where and on whose telephone they were taken:
 * that says who spoke (domain.md 7.1).
 * @throws Refused `invalid` at `uploadIds.N`: `unknown_reference`, `no_picture`, `too_large` or `damaged`
 */
export async function keptPictures(
  deps: Needed,
  { countyId, personId }: Pick<Actor, 'countyId' | 'personId'>,
  uploadIds: readonly string[],
  keep: Keep,
): Promise<StoredFile[]> {
  const kept: StoredFile[] = []
  for (const [i, id] of uploadIds.entries()) {
    const refused = (reason: string) =>
      new Refused({ code: 'invalid', issues: [{ path: `uploadIds.${i}`, reason }] })
    const upload = await deps.database.read(countyId, (tx) => findUpload(tx, countyId, personId ?? '', id))
    if (!upload) throw refused('unknown_reference')
    if (!canStrip(upload.mime)) throw refused('no_picture')
    if (upload.size > MOST_BYTES) throw refused('too_large')
    const opened = await deps.files.open(countyId, upload.sha256)
    if (!opened) throw new Error(`the bytes of file ${upload.sha256} are missing from the store`)
    try {
      const stripped = stripMetadata(await buffer(opened.body), upload.mime)
      kept.push(await keep(stripped))
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error
      throw refused(error.fault === 'too_large' ? 'too_large' : 'damaged')
    }
  }
  return kept
}

/** Once the copies hang on the appeal: the originals are nobody's to look at. */
export async function dropOriginals(
  { database, files }: Needed,
  { countyId, personId }: Pick<Actor, 'countyId' | 'personId'>,
  uploadIds: readonly string[],
): Promise<void> {
  for (const id of uploadIds) await dropUpload({ database, store: files }, countyId, personId ?? '', id)
}

/** Rows of the appeal's papers, in the order in which they were given; what they were called may name somebody. The same one twice is one. */
export function pictureRows(
  pictures: readonly StoredFile[],
  row: { county_id: number; id: string; received_on: string },
  { now, personId }: { now: Date; personId: string | null },
): { id: string }[] {
  // Papers are shown in the order of their ids, and of those of one millisecond none is before another by itself.
  const ids = pictures.map(() => newId()).toSorted()
  const given = pictures.filter(({ sha256 }, i) => pictures.findIndex((p) => p.sha256 === sha256) === i)
  return given.map(({ sha256, mime }, i) => ({
    ...{
      county_id: row.county_id,
      id: ids[i] ?? newId(),
      appeal_id: row.id,
      round: 1,
      kind: 'resident',
      sha256,
    },
    ...{ file_name: `照片${i + 1}.${mime.slice('image/'.length)}`, note: null, taken_on: row.received_on },
    ...{ entered_at: now.toISOString(), person_id: personId },
  }))
}
