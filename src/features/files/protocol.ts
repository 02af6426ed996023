import { Server } from '@tus/server'
import type { FastifyRequest } from 'fastify'
import { cleanFileName } from '#platform/files/index.ts'
import { newId } from '#platform/ids.ts'
import { type Finished, lookAt, recordRefusal, type UploadDeps } from './finish.ts'
import { UploadRefused } from './refusal.ts'
import { bodyOf } from './request-body.ts'
import type { Kept, Unfinished, UnfinishedUploads } from './unfinished.ts'

export const UPLOADS_PATH = '/api/v1/uploads'

export type Sender = { countyId: number; personId: string }

/** Speaks the resumable upload protocol (tus 1.0) for one request of a person who was let in. */
export type Protocol = (request: FastifyRequest, sender: Sender) => Promise<Response>

export function uploadProtocol(
  deps: UploadDeps,
  unfinished: UnfinishedUploads,
  finish: (upload: Unfinished) => Promise<Finished>,
): Protocol {
  const senders = new WeakMap<object, { request: FastifyRequest; sender: Sender }>()
  const tus = new Server({
    path: UPLOADS_PATH,
    datastore: unfinished.tus,
    maxSize: deps.store.maxBytes,
    // The program's own pages only; the protocol's headers make every other page ask first, and be told no.
    allowedOrigins: () => false,
    generateUrl: (request, { id }) => `${new URL(request.url).pathname.replace(/\/$/, '')}/${id}`,
    namingFunction: () => newId(),
    async onUploadCreate(request, { metadata }) {
      const { sender } = senders.get(request)!
      return { metadata: await admitName(deps, sender, metadata ?? {}) }
    },
    async onUploadFinish(_request, { id }) {
      const upload = await unfinished.find(id)
      const finished = upload && (await finish(upload))
      if (finished && 'refusal' in finished) throw new UploadRefused(finished.refusal)
      return {}
    },
    onResponseError(request, error) {
      if (error instanceof UploadRefused) return undefined
      const status = 'status_code' in error ? error.status_code : 500
      if (status >= 500) senders.get(request)?.request.log.error({ err: error }, 'upload failed')
      return { status_code: status, body: JSON.stringify({ code: codes[status] ?? 'internal' }) }
    },
  })
  return async (request, sender) => {
    const asked = toWebRequest(request)
    senders.set(asked, { request, sender })
    return tus.handleWeb(asked)
  }
}

/** The protocol's refusals by status; its sentences are English. */
const codes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  403: 'bad_request',
  404: 'not_found',
  409: 'upload_offset',
  410: 'upload_expired',
  413: 'too_large',
}

/** Refuses by name before any byte is sent; what is kept of the metadata is what is needed, not what was sent. */
async function admitName(
  deps: UploadDeps,
  { countyId, personId }: Sender,
  sent: Readonly<Record<string, string | null>>,
): Promise<Kept> {
  const confirmed = (sent.confirmed ?? '').slice(0, 500)
  const fileName = cleanFileName(sent.filename ?? '')
  const refusal = await lookAt(deps, countyId, personId, { fileName, fileNames: [sent.filename] }, confirmed)
  if (refusal) {
    await recordRefusal(deps, countyId, personId, refusal)
    throw new UploadRefused(refusal)
  }
  return { filename: fileName, county: String(countyId), person: personId, confirmed }
}

function toWebRequest(request: FastifyRequest): Request {
  const { raw, method } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && /^(?:tus-|upload-|content-|host$)/.test(name)) headers.set(name, value)
  const hasBody = method === 'POST' || method === 'PATCH'
  const asked = new Request(new URL(request.url, 'http://localhost'), {
    method,
    headers,
    ...(hasBody ? { body: bodyOf(raw), duplex: 'half' } : {}),
  } as RequestInit)
  // Where the server looks for the connection, to stop when the sender is gone.
  return Object.assign(asked, { runtime: { node: { req: raw } } })
}
