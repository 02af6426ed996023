import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { frontPage, portalCss } from '#features/publicity/index.ts'
import type { County, Program } from './program.ts'

const desk = resolve(import.meta.dirname, '../../dist/staff')

/**
 * Scripts and styles only from files of ours: nothing inline, nothing from elsewhere. Pictures may be previews that
 * the page itself makes (blob:).
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
}

/** The front page and the desk's files. Every answer of the program carries the security headers. */
export async function registerPages(
  app: FastifyInstance,
  program: Program,
  countyOf: (request: FastifyRequest) => Promise<County>,
): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) reply.header(name, value)
  })
  app.get('/', async (request, reply) => {
    const county = (await program.counties()).length > 0 ? await countyOf(request) : undefined
    const page = frontPage({ name: county?.name ?? '', isDemo: county?.is_demo ?? false })
    return reply.type('text/html; charset=utf-8').header('cache-control', 'public, max-age=60').send(page)
  })
  app.get('/portal.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(portalCss),
  )
  if (existsSync(desk)) await registerDesk(app)
}

async function registerDesk(app: FastifyInstance): Promise<void> {
  const page = readFileSync(resolve(desk, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root: resolve(desk, 'assets'),
    prefix: '/desk/assets/',
    // File names carry a hash of their content.
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  const serve = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  app.get('/desk', serve)
  app.get('/desk/*', serve)
}
