import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { newId } from '../ids.ts'
import { httpStatus, type Refusal, Refused } from '../refusal.ts'
import type { ErrorAnswer } from './endpoint.ts'
import { NotSignedIn, ScopeMissing } from './route.ts'
import { securityHeaders } from './security.ts'

type Details = ErrorAnswer['error']

const answerOf = (error: Details, requestId: string): ErrorAnswer => ({ error, requestId })

type DatabaseError = { code?: string; table?: string; constraint?: string }

/** PostgreSQL's own refusals that a caller can mend; everything else it says is our bug. */
function fromDatabase({ code = '', table = '', constraint = '' }: DatabaseError): Refusal | undefined {
  const reason = reasons[code]
  if (reason) return { code: 'invalid', issues: [{ path: fieldOf(table, constraint), reason }] }
  if (code === '40001' || code === '40P01') return { code: 'stale_version', seen: 0, now: 0 }
  return undefined
}

const reasons: Readonly<Record<string, string>> = {
  '23503': 'unknown_reference',
  '23505': 'taken',
  '23514': 'out_of_range',
  // Values that no column of their type can hold: numbers and days too large, signs that are no text.
  '22003': 'out_of_range',
  '22007': 'out_of_range',
  '22008': 'out_of_range',
  '22021': 'control_characters',
  '22P02': 'out_of_range',
  '22P05': 'control_characters',
}

/**
 * The field that a constraint is about, read off its name (`problems_county_id_organization_id_fkey`,
 * `problems_by_external_key`): the caller is told of fields, not of tables.
 */
function fieldOf(table: string, constraint: string): string {
  const name = constraint.startsWith(`${table}_`) ? constraint.slice(table.length + 1) : ''
  const [, indexed, keyed = ''] =
    /^(?:by_(\w+)|(?:county_id_)?(\w*?)_?(?:fkey|pkey|key|check)\d*)$/.exec(name) ?? []
  return (indexed ?? keyed).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return error.refusal
  if (error && typeof error === 'object' && 'code' in error) return fromDatabase(error as DatabaseError)
  return undefined
}

function explain(error: unknown): { status: number; details: Details } {
  const refusal = refusalIn(error)
  if (refusal) return { status: httpStatus[refusal.code], details: { ...refusal } }
  if (error instanceof NotSignedIn) return { status: 401, details: { code: 'not_signed_in' } }
  if (error instanceof ScopeMissing)
    return { status: 403, details: { code: 'scope_missing', scope: error.scope } }
  const status = (error as FastifyError).statusCode ?? 500
  if (status === 404) return { status, details: { code: 'not_found' } }
  if (status === 413) return { status, details: { code: 'too_large' } }
  if (status === 415) return { status, details: { code: 'unsupported_type' } }
  if (status === 429) return { status, details: { code: 'too_many_requests' } }
  if (status >= 400 && status < 500) return { status, details: { code: 'bad_request' } }
  return { status: 500, details: { code: 'internal' } }
}

/** One shape for every error. What went wrong inside goes to the log with the request's id, never to the caller. */
export function answerErrors(app: FastifyInstance, pageNotFound?: NotFoundPage): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, details } = explain(error)
    if (status >= 500) request.log.error({ err: error }, 'unexpected error')
    return reply.code(status).send(answerOf(details, request.id))
  })
  app.setNotFoundHandler(async (request, reply) =>
    pageNotFound && wantsPage(request)
      ? pageNotFound(request, reply)
      : reply.code(404).send(answerOf({ code: 'not_found' }, request.id)),
  )
}

/** Answers a person whose browser asked for a page that is not there. */
export type NotFoundPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !url.startsWith('/api/') &&
  /\btext\/html\b/.test(headers.accept ?? '')

/** The request is known by its path only, which cannot be read or is longer than any of ours. Fastify's own answer repeats it. */
export function answerUnreadablePath(
  _error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply
    .code(404)
    .headers(securityHeaders)
    .send(answerOf({ code: 'not_found' }, request.id))
}

/** What came is not HTTP, or its head is too long or too late: there is no request yet, only the connection. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code] = unreadable[error.code ?? ''] ?? ['400 Bad Request', 'bad_request']
  const body = JSON.stringify(answerOf({ code }, newId()))
  const headers = {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`)
}

const unreadable: Readonly<Record<string, [string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'timeout'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'too_large'],
}
