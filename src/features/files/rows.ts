import type { Tx } from '#platform/database/transaction.ts'
import type { StoredFile } from '#platform/files/index.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'

/** A finished upload, waiting to be attached to something by the person who sent it. */
export type Upload = StoredFile & { id: string; fileName: string; finishedAt: Date }

/** The person's own finished upload; nobody else's is found. */
export async function findUpload(
  tx: Tx,
  countyId: number,
  personId: string,
  uploadId: string,
): Promise<Upload | undefined> {
  const row = await tx
    .selectFrom('uploads')
    .innerJoin('files', (join) =>
      join.onRef('files.county_id', '=', 'uploads.county_id').onRef('files.sha256', '=', 'uploads.sha256'),
    )
    .select(['uploads.id', 'uploads.sha256', 'uploads.file_name', 'uploads.finished_at'])
    .select(['files.size', 'files.mime'])
    .where('uploads.county_id', '=', countyId)
    .where('uploads.id', '=', uploadId)
    .where('uploads.person_id', '=', personId)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      sha256: row.sha256,
      size: Number(row.size),
      mime: row.mime,
      fileName: row.file_name,
      finishedAt: row.finished_at,
    }
  )
}

/**
 * Rows that name an upload (`upload_id`), each with the true hash and name of its file instead. Only the sender's own
 * finished uploads are taken; a row that names none stays as it is.
 * @throws Refused `invalid` at `uploadId` for an upload that is not there or somebody else's
 */
export async function withFiles<Row extends { id: string } & Record<string, unknown>>(
  tx: Tx,
  { countyId, personId }: { countyId: number; personId: string | null },
  rows: readonly Row[],
): Promise<Row[]> {
  const finished: Row[] = []
  for (const row of rows) {
    const { upload_id, ...rest } = row
    if (!upload_id) {
      finished.push(row)
      continue
    }
    const upload = personId ? await findUpload(tx, countyId, personId, String(upload_id)) : undefined
    if (!upload)
      throw new Refused({ code: 'invalid', issues: [{ path: 'uploadId', reason: 'unknown_reference' }] })
    finished.push({ ...rest, sha256: upload.sha256, file_name: upload.fileName } as unknown as Row)
  }
  return finished
}

/** Enters a finished upload; entering it twice does it once. */
export async function insertUpload(
  tx: Tx,
  countyId: number,
  personId: string,
  upload: Upload,
): Promise<void> {
  const { sha256, size, mime, finishedAt } = upload
  await tx
    .insertInto('files')
    .values({ county_id: countyId, sha256, size, mime, stored_at: finishedAt })
    .onConflict((conflict) => conflict.columns(['county_id', 'sha256']).doNothing())
    .execute()
  await tx
    .insertInto('uploads')
    .values({
      county_id: countyId,
      id: upload.id,
      person_id: personId,
      sha256,
      file_name: upload.fileName,
      finished_at: finishedAt,
    })
    .onConflict((conflict) => conflict.columns(['county_id', 'id']).doNothing())
    .execute()
}

/** What is kept of a file that was not taken: when, who, why, which rule; never its name or anything in it. */
export async function recordAttempt(
  tx: Tx,
  countyId: number,
  personId: string,
  attempt: { at: Date; reason: string; ruleId?: string },
): Promise<void> {
  await tx
    .insertInto('refused_attempts')
    .values({
      county_id: countyId,
      id: newId(),
      at: attempt.at,
      person_id: personId,
      act: 'upload',
      reason: attempt.reason,
      rule_id: attempt.ruleId ?? null,
    })
    .execute()
}
