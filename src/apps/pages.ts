import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { frontPage, portalCss } from '#features/publicity/index.ts'
import type { County, Program } from './program.ts'

const desk = resolve(import.meta.dirname, '../../dist/staff')

/** The front page and the desk's files. */
export async function registerPages(
  app: FastifyInstance,
  program: Program,
  countyOf: (request: FastifyRequest) => Promise<County>,
): Promise<void> {
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
