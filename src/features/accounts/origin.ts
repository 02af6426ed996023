import type { IncomingHttpHeaders } from 'node:http'

/** What is looked at of a request; Fastify's has it. */
export type OriginRequest = {
  method: string
  headers: IncomingHttpHeaders
  /** Name and port that the browser asked for, as the proxy passes it on. */
  host?: string
}

/**
 * Whether a browser sent the request for a page of ours, of another site, or does not say. Browsers say it with
 * `Sec-Fetch-Site`, but only over https and on localhost; on a plain http network `Origin` is all there is.
 */
export function originOf(request: OriginRequest): 'own' | 'foreign' | 'unknown' {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'own' : 'foreign'
  const { origin } = request.headers
  if (origin === undefined) return 'unknown'
  const page = URL.parse(origin)
  // Parsed with the page's scheme, so that case and a default port make no difference.
  const asked = URL.parse(`${page?.protocol}//${request.host ?? request.headers.host}`)
  return page !== null && page.host !== '' && page.host === asked?.host ? 'own' : 'foreign'
}

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether a request that a cookie vouches for could have been made by another site (CSRF). Every browser sends
 * `Origin` with what changes something; what does not say where it comes from is refused.
 */
export const mayBeForged = (request: OriginRequest): boolean =>
  !SAFE.includes(request.method) && originOf(request) !== 'own'
