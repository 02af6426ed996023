import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * A site below a path: `/c/<name>/…` is the whole program once more, for one tenant. Routes are written as if there
 * were the root only; this file takes the path off what comes in and puts it on what goes out, so that no route, no
 * page and no protocol has to know of it.
 */
const BELOW = /^\/c\/([a-z0-9][a-z0-9-]{1,39})(?=[/?]|$)/

/** What may stand behind `/c/`. */
export const isSiteName = (text: string): boolean => /^[a-z0-9][a-z0-9-]{1,39}$/.test(text)

/** Where a site's pages begin: `/c/<name>`, or nothing at the root. */
export const pathOfSite = (name: string | null): string => (name === null ? '' : `/c/${name}`)

/** For Fastify's `rewriteUrl`: the address without the path of the site. */
export function takePathOff({ url = '/' }: IncomingMessage): string {
  const found = BELOW.exec(url)
  if (!found) return url
  const rest = url.slice(found[0].length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** The name of the site that was asked for by path; undefined at the root. */
export const siteNameOf = ({ originalUrl }: { originalUrl: string }): string | undefined =>
  originalUrl.startsWith('/c/') ? BELOW.exec(originalUrl)?.[1] : undefined

/** The same as the path itself, for links that are more than a page's own. */
export const sitePathOf = (request: { originalUrl: string }): string =>
  pathOfSite(siteNameOf(request) ?? null)

/**
 * Everything that leaves for a site below a path is told where it is: cookies are kept to that path, so that no
 * site's session is sent to another; redirects and links of pages lead below it. What is the same for all, the
 * desk's files, stays at the root and in the browser's cache once.
 */
export function putPathOn(app: FastifyInstance): void {
  app.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const path = sitePathOf(request)
    if (path === '') return payload
    const location = reply.getHeader('location')
    if (typeof location === 'string' && isOfSite(location)) reply.header('location', path + location)
    const cookies = reply.getHeader('set-cookie')
    if (cookies !== undefined) {
      reply.removeHeader('set-cookie')
      reply.header(
        'set-cookie',
        [cookies].flat().map((cookie) => keptTo(path, String(cookie))),
      )
    }
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
    if (!isPage || reply.hasHeader('content-encoding')) return payload
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
    reply.removeHeader('content-length')
    return linkedBelow(path, payload.toString())
  })
}

/** An address of our own that is written from the root. */
const isOfSite = (address: string): boolean => /^\/(?!\/)/.test(address) && !address.startsWith('/c/')

const keptTo = (path: string, cookie: string): string =>
  cookie.replace(/;\s*Path=\/([^;]*)/i, (_, below: string) => `; Path=${path}${below && `/${below}`}`)

const linkedBelow = (path: string, html: string): string =>
  html.replace(/(\s(?:href|src|action|formaction|poster)=["']?)\/(?![/]|desk\/assets\/|c\/)/g, `$1${path}/`)
