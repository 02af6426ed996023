import type { FastifyInstance } from 'fastify'
import { httpStatus, type Refusal } from '#platform/refusal.ts'

const TOKEN = /bh_[\w-]{43}/

/** Also where it is percent-encoded. What cannot be decoded is no token of ours. */
export function hasToken(url: string): boolean {
  try {
    return TOKEN.test(decodeURIComponent(url))
  } catch {
    return TOKEN.test(url)
  }
}

/** A path for the log: never one with a token in it. */
export const pathForLog = (url: string): string => {
  const path = url.split('?')[0] ?? ''
  return hasToken(path) ? '(token)' : path
}

/**
 * An access token in an address is refused, whether it is good or not: proxies, histories and referrers write addresses
 * down, so it has to be made anew anyway.
 */
export function refuseTokensInUrls(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!hasToken(request.url)) return
    // Answered here: an error would be worded anew by each zone, and no page is meant.
    const { code } = { code: 'token_in_url' } satisfies Refusal
    return reply.code(httpStatus[code]).send({ error: { code }, requestId: request.id })
  })
}
