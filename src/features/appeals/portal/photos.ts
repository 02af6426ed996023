import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { FileRefused, isStorablePicture } from '#platform/files/index.ts'
import { photoMime, stripMetadata } from '#platform/files/strip/index.ts'
import { isOwnMachine, networkOf } from '#platform/http/address-limit.ts'
import { sealBytesTo } from '#platform/sealing/index.ts'
import { type FormParts, formPartsOf, MOST_TEXT } from './form-parts.ts'
import { photosBusyPage, photosTooLargePage, waitPage } from './pages/note.ts'
import type { AppealPortal } from './portal.ts'
import { MOST_PHOTO_BYTES, MOST_PHOTOS, photoContext } from './sent.ts'
import { TooSlow, withinTime } from './within-time.ts'

/** Pictures of the web form: taken without JavaScript, freed of what they tell, sealed before anything else is done. */

/** A form as a browser sends it with files. */
export class FormWithPhotos {
  readonly form: URLSearchParams
  readonly photos: readonly Buffer[]
  constructor({ form, photos }: FormParts) {
    this.form = form
    this.photos = photos
  }
}

/** All pictures that are allowed, and the form's texts. */
const MOST_BODY = MOST_PHOTOS * MOST_PHOTO_BYTES + 2 * MOST_TEXT
/** So many are held at once, each from another address: each may be as large as three pictures. */
const AT_ONCE = 3
/** Three pictures of a telephone over a village's line take half of it; whoever trickles holds a place no longer. */
const BODY_MS = 60_000

/**
 * The route of the form, which alone takes files; who may send them is asked before the first byte of them is read.
 * A form without pictures comes the same way and is bound by its own limits.
 */
export function registerPhotoForm(
  scope: FastifyInstance,
  appeals: AppealPortal,
  url: string,
  submit: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  const held = new Map<IncomingMessage, string>()
  scope.register(async (own) => {
    own.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: MOST_BODY },
      async (request: FastifyRequest, body: Buffer) => readForm(request.headers['content-type'] ?? '', body),
    )
    own.post(url, {
      handler: submit,
      async onRequest(request, reply) {
        if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) return
        const say = (status: number, page: typeof waitPage) =>
          appeals.portal.answerOnce(request, reply, status, page)
        const length = Number(request.headers['content-length'] ?? Number.NaN)
        // Browsers say how much they send; what does not could be any amount.
        if (Number.isNaN(length)) return say(411, waitPage)
        if (length > MOST_BODY) return say(413, photosTooLargePage)
        if (length <= MOST_TEXT) return
        const busy = isOwnMachine(request.ip) ? null : appeals.limits.photos.take(request.ip)
        if (busy) {
          reply.header('retry-after', busy.retryAfterS)
          return say(429, waitPage)
        }
        const from = networkOf(request.ip)
        const isHeld = !isOwnMachine(request.ip) && [...held.values()].includes(from)
        if (isHeld || held.size >= AT_ONCE) {
          reply.header('retry-after', BODY_MS / 1_000)
          return say(503, photosBusyPage)
        }
        held.set(request.raw, from)
        reply.raw.once('close', () => held.delete(request.raw))
      },
      preParsing: async (request, _reply, payload) =>
        held.has(request.raw) ? withinTime(payload as Readable, BODY_MS) : payload,
      errorHandler(error, request, reply) {
        if (!(error instanceof TooSlow)) throw error
        reply.headers({ connection: 'close', 'retry-after': BODY_MS / 1_000 })
        return appeals.portal.answerOnce(request, reply, error.statusCode, photosBusyPage)
      },
    })
  })
}

function readForm(contentType: string, body: Buffer): FormWithPhotos | undefined {
  const parts = formPartsOf(contentType, body)
  return parts && new FormWithPhotos(parts)
}

export type PhotoFault = 'photo_count' | 'photo_large' | 'photo_kind'

/** What can be told to be wrong without taking them apart: asked before who may send so much is. */
export function photoFault(photos: readonly Buffer[]): PhotoFault | undefined {
  if (photos.length > MOST_PHOTOS) return 'photo_count'
  if (photos.some(({ length }) => length > MOST_PHOTO_BYTES)) return 'photo_large'
  return photos.every((bytes) => photoMime(bytes)) ? undefined : 'photo_kind'
}

/** The pictures as they may be kept, of pixels alone, and as the store takes them; or what is wrong with one of them. */
export async function photosWithoutMetadata(
  photos: readonly Buffer[],
): Promise<readonly Uint8Array[] | PhotoFault> {
  try {
    const stripped = photos.map((bytes) => stripMetadata(bytes, photoMime(bytes) ?? ''))
    for (const bytes of stripped) if (!(await isStorablePicture(bytes))) return 'photo_kind'
    return stripped
  } catch (error) {
    if (error instanceof FileRefused) return error.fault === 'too_large' ? 'photo_large' : 'photo_kind'
    throw error
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Too much waits already. What was left with it is taken back. */
export class PhotosFull extends Error {}

/** Seals them beside the submission that was left in this transaction. @throws PhotosFull */
export async function leavePhotos(
  tx: Tx,
  countyId: number,
  itemId: string,
  publicKey: string,
  photos: readonly Uint8Array[],
): Promise<void> {
  for (const [i, bytes] of photos.entries()) {
    const sealed = sealBytesTo(publicKey, photoContext(countyId, itemId, i + 1), bytes)
    const { rows } = await sql<{ left: boolean }>`
      SELECT leave_inbox_photo(${itemId}, ${i + 1}, ${sealed}) AS left`.execute(tx)
    if (!rows[0]?.left) throw new PhotosFull()
  }
}
