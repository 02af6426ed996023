import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotSignedIn, ScopeMissing } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import { dropUpload } from './drop-upload.ts'
import { refuseFromTheStart, type UploadDeps, uploadFinisher } from './finish.ts'
import { type Sender, UPLOADS_PATH, uploadProtocol } from './protocol.ts'
import { findUpload } from './rows.ts'
import { type Unfinished, unfinishedUploads } from './unfinished.ts'

const EXPIRES_MS = 24 * 3600_000
/** A token that may write one of these may send files for it. */
const SCOPES = ['problems:write', 'appeals:write', 'imports:write']
const Id = z.uuidv7()
const TUS = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' }

/** Removes uploads that were not finished within a day; run it daily. Returns how many files went. */
export async function removeExpiredUploads({
  dir,
  store,
  now,
}: Pick<UploadDeps, 'dir' | 'store' | 'now'>): Promise<number> {
  const before = new Date(now().getTime() - EXPIRES_MS)
  const unfinished = await unfinishedUploads(dir).removeUnchangedSince(before)
  return unfinished + (await store.removeAbandoned(before))
}

/**
 * POST, PATCH, HEAD, DELETE and OPTIONS /api/v1/uploads[/:id]: resumable uploads (tus 1.0; metadata `filename`, and
 * `confirmed` with keys of asking boundary rules), of signed-in persons, each seen by its sender only. Refusals come
 * as everywhere, `{ error: { code, … }, requestId }`: boundary 422, file_type 415, too_large 413, file_empty,
 * file_damaged, file_encrypted, file_macros 422, upload_expired 410. What is announced as too large is refused before
 * any byte of it is sent, and what its first piece tells to be of another kind, with that piece.
 */
export function registerUploads(app: FastifyInstance, deps: UploadDeps): void {
  const unfinished = unfinishedUploads(deps.dir)
  const finish = uploadFinisher(deps, unfinished)
  const speak = uploadProtocol(deps, unfinished, finish)

  app.register(async (scope) => {
    // The protocol reads the body itself, as it comes.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.route({
      method: ['POST', 'OPTIONS'],
      url: UPLOADS_PATH,
      async handler(request, reply) {
        const sender = await admit(deps, request)
        const answer = await speak(request, sender)
        if (answer.status === 201) expires(reply, deps.now())
        return pass(request, reply, answer)
      },
    })
    scope.route<{ Params: { id: string } }>({
      method: ['HEAD', 'PATCH', 'DELETE'],
      url: `${UPLOADS_PATH}/:id`,
      async handler(request, reply) {
        const sender = await admit(deps, request)
        const { id } = request.params
        if (!Id.safeParse(id).success) throw new Refused({ code: 'not_found' })
        const upload = await unfinished.find(id)
        if (!upload) return aboutFinished(deps, sender, request, reply)
        if (upload.countyId !== sender.countyId || upload.personId !== sender.personId)
          throw new Refused({ code: 'not_found' })
        // All bytes came, but the answer was lost or the server killed before it judged them.
        if (asksAboutComplete(request, upload)) {
          const finished = await finish(upload)
          if ('size' in finished) return answerFinished(reply, request, finished.size)
          return refuse(reply, finished.refusal.status, finished.refusal.details)
        }
        if (deps.now().getTime() > upload.startedAt.getTime() + EXPIRES_MS) {
          await unfinished.remove(id)
          return refuse(reply, 410, { code: 'upload_expired' })
        }
        const answer = await speak(request, sender)
        const begun = request.method === 'PATCH' ? await unfinished.find(id) : undefined
        const refusal = begun && (await refuseFromTheStart(deps, unfinished, begun))
        if (refusal) return refuse(reply, refusal.status, refusal.details)
        expires(reply, upload.startedAt)
        return pass(request, reply, answer)
      },
    })
  })
}

/** First line of every route here. */
async function admit(deps: UploadDeps, request: FastifyRequest): Promise<Sender> {
  const actor = await deps.resolveActor(request)
  if (actor === null || actor.personId === null) throw new NotSignedIn()
  const { countyId, personId, scopes } = actor
  if (scopes !== null && !SCOPES.some((scope) => scopes.includes(scope))) throw new ScopeMissing(SCOPES[0]!)
  return { countyId, personId }
}

function asksAboutComplete({ method, headers }: FastifyRequest, { size, received }: Unfinished): boolean {
  if (size === undefined || received !== size) return false
  return method === 'HEAD' || (method === 'PATCH' && headers['upload-offset'] === String(size))
}

/** Taken back, it is gone unless something was made of it by then: whoever chose the wrong picture leaves no copy of it. */
async function aboutFinished(
  { database, store }: UploadDeps,
  { countyId, personId }: Sender,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { id } = request.params
  const row = await database.read(countyId, (tx) => findUpload(tx, countyId, personId, id))
  if (!row) throw new Refused({ code: 'not_found' })
  if (request.method !== 'DELETE') return answerFinished(reply, request, row.size)
  await dropUpload({ database, store }, countyId, personId, id)
  return reply.headers(TUS).code(204).send()
}

/** Asked about, it says that all of it is here. */
function answerFinished(reply: FastifyReply, { method }: FastifyRequest, size: number): FastifyReply {
  reply.headers({ ...TUS, 'upload-offset': String(size), 'upload-length': String(size) })
  return reply.code(method === 'HEAD' ? 200 : 204).send()
}

function expires(reply: FastifyReply, startedAt: Date): void {
  reply.header('upload-expires', new Date(startedAt.getTime() + EXPIRES_MS).toUTCString())
}

function refuse(reply: FastifyReply, status: number, details: { code: string }): FastifyReply {
  reply.headers(TUS)
  return reply.code(status).send({ error: details, requestId: reply.request.id })
}

/** Hands the protocol's answer on, its refusals in the shape of all others. */
async function pass(request: FastifyRequest, reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  leaveBody(request, reply)
  if (answer.status >= 400) return refuse(reply, answer.status, detailsOf(await answer.text()))
  for (const [name, value] of answer.headers) if (!/^content-/.test(name)) reply.header(name, value)
  return reply.code(answer.status).send()
}

/** The protocol server answers some wrong headers in a sentence of its own. */
function detailsOf(body: string): { code: string } {
  return body.startsWith('{') ? (JSON.parse(body) as { code: string }) : { code: 'bad_request' }
}

/** What is still coming after a refusal is read and dropped, so that the sender gets to read the answer. */
function leaveBody({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete) return
  if (Number(raw.headers['content-length'] ?? Number.POSITIVE_INFINITY) > 2 ** 26)
    reply.header('connection', 'close')
  else raw.removeAllListeners('readable').resume()
}
