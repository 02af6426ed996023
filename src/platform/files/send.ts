import type { FastifyReply } from 'fastify'
import { savedName } from './file-name.ts'
import { findKind } from './kinds.ts'
import type { FileStore, StoredFile } from './store.ts'

export type SentFile = StoredFile & { fileName: string }

/**
 * Answers with a stored file; the caller has judged that this person may see it. Pictures, PDF and video open in the
 * browser, everything else (and all with `download`) is saved. Browsers keep a copy but ask before each use, so that
 * a right that was taken away works at once; unchanged bytes (the hash is the ETag) are not sent again. One range a
 * request, for video.
 * @throws Error when the row's bytes are not in the store: a backup must bring them back.
 */
export async function sendFile(
  reply: FastifyReply,
  store: FileStore,
  countyId: number,
  file: SentFile,
  options: { download?: boolean } = {},
): Promise<FastifyReply> {
  const etag = `"${file.sha256}"`
  reply.headers({ ...headersOf(file, options.download === true), etag })
  if (matches(reply.request.headers['if-none-match'], etag)) return reply.code(304).send()
  const range = requestedRange(reply, etag, file.size)
  if (range === 'outside') {
    reply.header('content-range', `bytes */${file.size}`)
    return reply.code(416).send()
  }
  const opened = await store.open(countyId, file.sha256, range)
  if (!opened) throw new Error(`the bytes of file ${file.sha256} are missing from the store`)
  if (!range) return reply.header('content-length', file.size).send(opened.body)
  return reply
    .code(206)
    .headers({
      'content-length': range.end - range.start + 1,
      'content-range': `bytes ${range.start}-${range.end}/${file.size}`,
    })
    .send(opened.body)
}

function headersOf(file: SentFile, download: boolean): Record<string, string> {
  const inline = !download && findKind(file.mime)?.inline === true
  return {
    'content-type': file.mime,
    'content-disposition': disposition(inline ? 'inline' : 'attachment', savedName(file.fileName, file.mime)),
    'x-content-type-options': 'nosniff',
    'content-security-policy': policyFor(file.mime),
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
  }
}

/** Older browsers do not show a sandboxed PDF; their viewers run no script of it outside themselves. */
const policyFor = (mime: string) =>
  mime === 'application/pdf'
    ? "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    : "default-src 'none'; sandbox; frame-ancestors 'none'"

/** `content-disposition` (RFC 6266): the name in UTF-8, and one in ASCII for programs that do not read it. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replaceAll(/[^ -~]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

const matches = (header: string | undefined, etag: string) =>
  header !== undefined &&
  (header === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))

type Range = { start: number; end: number }

/** The one range that was asked for; several or none that can be read: all of it, as RFC 9110 allows. */
function requestedRange(reply: FastifyReply, etag: string, size: number): Range | 'outside' | undefined {
  const { range, 'if-range': unchanged } = reply.request.headers
  if (range === undefined || (unchanged !== undefined && unchanged !== etag)) return undefined
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range) ?? []
  if (first === '' && last === '') return undefined
  if (first === '')
    return last === '0' ? 'outside' : { start: Math.max(0, size - Number(last)), end: size - 1 }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size) return 'outside'
  return start > end ? undefined : { start, end }
}
