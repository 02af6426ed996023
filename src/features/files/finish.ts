import type { FastifyRequest } from 'fastify'
import { confirmedKeys, type Hit, type ScanOptions } from '#platform/boundary/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import {
  FileRefused,
  type FileStore,
  isRefusedFromTheStart,
  readFileTexts,
  type StoredFile,
  sniffFile,
} from '#platform/files/index.ts'
import { boundaryRefusal, faultRefusal, type UploadRefusal } from './refusal.ts'
import { findUpload, insertUpload, recordAttempt } from './rows.ts'
import type { Unfinished, UnfinishedUploads } from './unfinished.ts'

/** What uploads need to know of an actor. `scopes` null: a session, which is not bound by scopes. */
export type UploadActor = { countyId: number; personId: string | null; scopes: readonly string[] | null }

export type UploadDeps = {
  database: Database
  store: FileStore
  /** Folder for what is under way, below the data folder: on the same disk as long as it is there. */
  dir: string
  /** Looks with the county's boundary rules in force. */
  scan(countyId: number, value: unknown, options: ScanOptions): Promise<Hit | null> | Hit | null
  /** Null: nobody is signed in. */
  resolveActor(request: FastifyRequest): Promise<UploadActor | null> | UploadActor | null
  now(): Date
}

export type Finished = { size: number } | { refusal: UploadRefusal }

/** Judges complete uploads, one at a time each: the last bytes and a question about them may come together. */
export function uploadFinisher(
  deps: UploadDeps,
  unfinished: UnfinishedUploads,
): (upload: Unfinished) => Promise<Finished> {
  const running = new Map<string, Promise<Finished>>()
  return (upload) => {
    const known = running.get(upload.id)
    if (known) return known
    const begun = finish(deps, unfinished, upload).finally(() => running.delete(upload.id))
    running.set(upload.id, begun)
    return begun
  }
}

/**
 * Takes a complete upload into the store, or refuses it and deletes its bytes. Whenever the server is killed in
 * between, doing it again ends the same way.
 */
async function finish(
  deps: UploadDeps,
  unfinished: UnfinishedUploads,
  upload: Unfinished,
): Promise<Finished> {
  const { countyId, personId, id, fileName } = upload
  const done = await deps.database.read(countyId, (tx) => findUpload(tx, countyId, personId, id))
  if (!done) {
    const judged = await judge(deps, upload)
    if ('refusal' in judged) {
      // The bytes first: they must be gone even if the record fails.
      await unfinished.remove(id)
      await recordRefusal(deps, countyId, personId, judged.refusal)
      return judged
    }
    const finishedAt = deps.now()
    await deps.database.write(countyId, (tx) =>
      insertUpload(tx, countyId, personId, { id, fileName, finishedAt, ...judged.stored }),
    )
  }
  await unfinished.remove(id)
  return { size: upload.received }
}

/** Refuses what its first bytes tell to be none of ours, before the rest of it is sent over a slow line. */
export async function refuseFromTheStart(
  deps: UploadDeps,
  unfinished: UnfinishedUploads,
  { id, path, countyId, personId }: Unfinished,
): Promise<UploadRefusal | undefined> {
  if (!(await isRefusedFromTheStart(path))) return undefined
  const refusal = faultRefusal('type')
  await unfinished.remove(id)
  await recordRefusal(deps, countyId, personId, refusal)
  return refusal
}

async function judge(
  deps: UploadDeps,
  upload: Unfinished,
): Promise<{ stored: StoredFile } | { refusal: UploadRefusal }> {
  const { path, fileName, countyId, personId } = upload
  const sniffed = await sniffFile(path)
  if ('fault' in sniffed) return { refusal: faultRefusal(sniffed.fault) }
  const said = { fileName, ...(await readFileTexts(path, sniffed.mime)) }
  const refusal = await lookAt(deps, countyId, personId, said, upload.confirmed)
  if (refusal) return { refusal }
  try {
    return { stored: await deps.store.put(countyId, path) }
  } catch (error) {
    if (error instanceof FileRefused) return { refusal: faultRefusal(error.fault) }
    throw error
  }
}

/** The boundary's answer to what a file is called and says of itself. What a person confirmed is recorded. */
export async function lookAt(
  deps: UploadDeps,
  countyId: number,
  personId: string,
  said: object,
  confirmed: string,
): Promise<UploadRefusal | undefined> {
  const hit = await deps.scan(countyId, said, {})
  if (!hit) return undefined
  const still = await deps.scan(countyId, said, { confirmed: confirmedKeys(confirmed) })
  if (still) return boundaryRefusal(still)
  await recordRefusal(deps, countyId, personId, boundaryRefusal(hit), 'boundary_confirmed')
  return undefined
}

export async function recordRefusal(
  deps: UploadDeps,
  countyId: number,
  personId: string,
  refusal: UploadRefusal,
  reason = refusal.details.code,
): Promise<void> {
  const { ruleId } = refusal
  await deps.database.write(countyId, (tx) =>
    recordAttempt(tx, countyId, personId, { at: deps.now(), reason, ruleId }),
  )
}
