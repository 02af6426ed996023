import type { FastifyError, FastifyInstance } from 'fastify'
import { httpStatus, type Refusal, Refused } from '../refusal.ts'
import { NotSignedIn, ScopeMissing } from './route.ts'

type Details = { code: string; [detail: string]: unknown }

/** PostgreSQL's own refusals that a caller can mend, by constraint; everything else it says is our bug. */
function fromDatabase(error: { code?: string; constraint?: string }): Refusal | undefined {
  if (error.code === '23503')
    return { code: 'invalid', issues: [{ path: error.constraint ?? '', reason: 'unknown_reference' }] }
  if (error.code === '23514')
    return { code: 'invalid', issues: [{ path: error.constraint ?? '', reason: 'out_of_range' }] }
  if (error.code === '40001' || error.code === '40P01') return { code: 'stale_version', seen: 0, now: 0 }
  return undefined
}

function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return error.refusal
  if (error && typeof error === 'object' && 'code' in error) return fromDatabase(error as { code?: string })
  return undefined
}

function explain(error: unknown): { status: number; details: Details } {
  const refusal = refusalIn(error)
  if (refusal) return { status: httpStatus[refusal.code], details: { ...refusal } }
  if (error instanceof NotSignedIn) return { status: 401, details: { code: 'not_signed_in' } }
  if (error instanceof ScopeMissing)
    return { status: 403, details: { code: 'scope_missing', scope: error.scope } }
  const status = (error as FastifyError).statusCode ?? 500
  if (status === 413) return { status, details: { code: 'too_large' } }
  if (status === 415) return { status, details: { code: 'unsupported_type' } }
  if (status === 429) return { status, details: { code: 'too_many_requests' } }
  if (status >= 400 && status < 500) return { status, details: { code: 'bad_request' } }
  return { status: 500, details: { code: 'internal' } }
}

/** One shape for every error. What went wrong inside goes to the log with the request's id, never to the caller. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, details } = explain(error)
    if (status >= 500) request.log.error({ err: error }, 'unexpected error')
    return reply.code(status).send({ error: details, requestId: request.id })
  })
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({ error: { code: 'not_found' }, requestId: request.id }),
  )
}
