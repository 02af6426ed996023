import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isOwnMachine, limitPerAddress } from '#platform/http/address-limit.ts'
import { sitePathOf } from '#platform/http/below-path.ts'
import { createPageCache, type Kept, keep, type Made } from './cache.ts'
import { registerComments } from './comments.ts'
import { registerFeed } from './feed.ts'
import { type Frame, type Page, render, withSimplifiedWord } from './layout.ts'
import { type Asked, lookCookie, lookOf } from './look.ts'
import { registerMonths } from './months.ts'
import { brokenPage, busyPage, notFoundPage, notTakenPage } from './pages/error.ts'
import { paths } from './paths.ts'
import type { Portal, PortalCounty, PortalDeps } from './portal.ts'
import { registerPages } from './reading.ts'
import { toTraditional } from './script.ts'
import { readStamp } from './store.ts'
import { portalCss } from './style.ts'
import { registerTables } from './taking.ts'

/** A page of 300 people in one hall opening at once; a comment is written more slowly than that. */
const ample = { pages: { burst: 600, perSecond: 5 }, comments: { burst: 6, perSecond: 1 / 60 } }

/**
 * The public pages (GET, complete without JavaScript) and the one form. Kept in memory by county, address and look;
 * browsers ask again after half a minute, so that what is withdrawn is gone within one.
 */
export async function registerPortal(app: FastifyInstance, deps: PortalDeps): Promise<void> {
  const { pages, comments } = deps.allowances ?? ample
  const limits = { pages: limitPerAddress(pages), comments: limitPerAddress(comments) }
  const cache = createPageCache({
    stamp: (countyId) => deps.database.readOnce(countyId, (tx) => readStamp(tx, countyId)),
  })
  const portal: Portal = {
    deps,
    limits,
    async answer(request, reply, { query, typed, make }) {
      const county = await deps.countyOf(request)
      const { asked, frame } = frameOf(deps, request, county, query)
      const made = async () => {
        const answer = await make(frame, county.county_id)
        return 'page' in answer
          ? { status: answer.status, page: finished(frame, answer.page) }
          : { status: 200, page: finished(frame, answer) }
      }
      if (typed) return send(request, reply, asked, keep(await made()))
      const key = JSON.stringify([frame.here, frame.look, frame.carried])
      return send(request, reply, asked, await cache.of(county.county_id, 'pages', key, made))
    },
    async answerData(request, reply, { query, typed, make }) {
      const county = await deps.countyOf(request)
      const site = `${request.protocol}://${request.host}${sitePathOf(request)}`
      const made = async (): Promise<Made> => {
        const data = await make(county, site)
        if (!data) return { status: 404, page: '' }
        const { type, body, version, headers } = data
        return { status: 200, page: body, version, headers: { ...headers, 'content-type': type } }
      }
      const key = JSON.stringify([site, request.url.split('?')[0], query])
      const kept = typed ? keep(await made()) : await cache.of(county.county_id, 'data', key, made)
      if (kept.status !== 200) return portal.answerOnce(request, reply, kept.status, notFoundPage)
      return sendKept(request, reply, kept, 'accept-encoding')
    },
    async answerOnce(request, reply, status, make) {
      const county = await deps.countyOf(request)
      const { asked, frame } = frameOf(deps, request, county, {})
      keepLook(request, reply, asked)
      return sendOnce(reply, status, finished(frame, make(frame)))
    },
  }
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (isOwnMachine(request.ip)) return undefined
      const busy = limits.pages.take(request.ip)
      return busy ? sayBusy(portal, request, reply, busy.retryAfterS) : undefined
    })
    scope.setErrorHandler(async (error, request, reply) => sayBroken(portal, error as Error, request, reply))
    scope.get(paths.style, async (_request, reply) =>
      reply
        .type('text/css; charset=utf-8')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(portalCss),
    )
    registerPages(scope, portal)
    registerMonths(scope, portal)
    registerTables(scope, portal)
    registerFeed(scope, portal)
    registerComments(scope, portal)
    deps.more?.(scope, portal)
  })
}

/** For whoever wants a page that is not there. */
export const answerNotFound =
  (deps: PortalDeps) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const county = await deps.countyOf(request).catch(() => null)
    const { frame } = frameOf(deps, request, county, {})
    return sendOnce(reply, 404, finished(frame, notFoundPage(frame)))
  }

async function sayBusy(
  { deps }: Portal,
  request: FastifyRequest,
  reply: FastifyReply,
  retryAfterS: number,
): Promise<FastifyReply> {
  const county = await deps.countyOf(request).catch(() => null)
  const { frame } = frameOf(deps, request, county, {})
  reply.header('retry-after', retryAfterS)
  return sendOnce(reply, 429, finished(frame, busyPage(frame)))
}

/** What went wrong goes to the log; the reader is told how to get on. */
async function sayBroken(
  { deps }: Portal,
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { frame } = frameOf(deps, request, null, {})
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500)
    return sendOnce(reply, status, finished(frame, (status === 404 ? notFoundPage : notTakenPage)(frame)))
  request.log.error({ err: error }, 'a public page could not be shown')
  reply.header('retry-after', 60)
  return sendOnce(reply, 500, finished(frame, brokenPage(frame)))
}

function frameOf(
  { hasDesk }: PortalDeps,
  request: FastifyRequest,
  county: PortalCounty | null,
  query: Record<string, string>,
): { asked: Asked; frame: Frame } {
  const asked = lookOf((request.query ?? {}) as Record<string, unknown>, request.headers.cookie)
  const [path = '/'] = request.url.split('?')
  return {
    asked,
    frame: {
      county: county && { name: county.name, isDemo: county.is_demo },
      ...asked,
      here: { path, query },
      hasDesk,
    },
  }
}

const finished = (frame: Frame, page: Page): string => {
  const text = render(frame, page)
  return withSimplifiedWord(frame.look.script === 'hant' ? toTraditional(text) : text)
}

function send(request: FastifyRequest, reply: FastifyReply, asked: Asked, page: Kept): FastifyReply {
  keepLook(request, reply, asked)
  reply.type('text/html; charset=utf-8')
  return sendKept(request, reply, page, 'cookie, accept-encoding')
}

/** Unchanged, it is not sent again to who has it. */
function sendKept(request: FastifyRequest, reply: FastifyReply, page: Kept, vary: string): FastifyReply {
  // Below a path of its own a page's links are still written on while it is sent, so it leaves unpacked.
  const takesGzip = sitePathOf(request) === '' && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  reply.headers({
    'cache-control': page.status === 200 ? 'private, max-age=30, must-revalidate' : 'no-store',
    ...{ vary, etag: page.etag },
    ...page.headers,
  })
  if (page.status === 200 && request.headers['if-none-match'] === page.etag) return reply.code(304).send()
  if (takesGzip) reply.header('content-encoding', 'gzip')
  return reply.code(page.status).send(takesGzip ? page.gzip : page.plain)
}

function keepLook(request: FastifyRequest, reply: FastifyReply, { look, carried }: Asked): void {
  if (Object.keys(carried).length > 0)
    reply.header('set-cookie', lookCookie(look, request.protocol === 'https'))
}

const sendOnce = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page)
