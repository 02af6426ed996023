import type { Answer, Asking, Endpoint } from '#platform/http/endpoint.ts'
import type { Refusal } from '#platform/refusal.ts'
import { basePath } from './base-path.ts'
import { noteUse, presenceHeader } from './presence.ts'

type FileTrouble = 'file_type' | 'file_empty' | 'file_damaged' | 'file_encrypted' | 'file_macros'

/** What the server or the way to it may answer beside a refusal. */
export type Trouble =
  | Refusal
  | { code: 'not_signed_in' }
  | { code: 'scope_missing'; scope: string }
  | { code: 'too_large' }
  | { code: 'unsupported_type' }
  /** What was sent as a file is none that is kept. */
  | { code: FileTrouble }
  | { code: 'too_many_requests' }
  | { code: 'bad_request' }
  | { code: 'internal' }
  /** The server was not reached at all. */
  | { code: 'offline' }

/** `status` 0: the server was not reached. `requestId` is what a user quotes when asking for help. */
export class ApiError extends Error {
  readonly status: number
  readonly refusal: Trouble
  readonly requestId: string | undefined
  constructor(status: number, refusal: Trouble, requestId?: string) {
    super(refusal.code)
    this.status = status
    this.refusal = refusal
    this.requestId = requestId
  }
}

export const BASE = `${basePath}/api/v1`

type Values = Record<string, unknown>

/** The address of an endpoint, with its `:name` parameters filled in and empty filters left out. */
export function urlOf<E extends Endpoint>(endpoint: E, asking: Asking<E> = {}): string {
  const params = (asking.params ?? {}) as Values
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(params[name])))
  const given = Object.entries((asking.query ?? {}) as Values).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return `${BASE}${path}${query && `?${query}`}`
}

/** Calls an endpoint with the session's cookie. Throws ApiError. An aborted call throws the signal's own reason. */
export async function call<E extends Endpoint>(
  endpoint: E,
  asking: Asking<E> & { signal?: AbortSignal | undefined; headers?: Record<string, string> } = {},
): Promise<Answer<E>> {
  const { signal, body, headers } = asking
  const presence = presenceHeader()
  const response = await fetch(urlOf(endpoint, asking), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'x-requested-with': 'bihuan',
      ...presence,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiError(0, { code: 'offline' })
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) {
    if (!('x-background' in presence)) noteUse()
    return answer as Answer<E>
  }
  throw troubleIn(response.status, answer)
}

function troubleIn(status: number, answer: unknown): ApiError {
  const { error, requestId } = (answer ?? {}) as { error?: Trouble; requestId?: string }
  if (error && typeof error.code === 'string') return new ApiError(status, error, requestId)
  // A gateway on the way answered, not the program.
  return new ApiError(status, { code: status === 502 || status === 504 ? 'offline' : 'internal' })
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError

/** Names the asking boundary rules that the reader has answered; platform/boundary, which reads it, is no browser code. */
export const CONFIRMED_HEADER = 'x-boundary-confirmed'

export const confirmedHeaders = (confirmed: readonly string[]): Record<string, string> =>
  confirmed.length > 0 ? { [CONFIRMED_HEADER]: confirmed.join(',') } : {}
