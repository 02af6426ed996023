import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const desk = resolve(import.meta.dirname, '../../dist/staff')

/** The desk's page and its files, where they have been built. */
export async function registerDesk(app: FastifyInstance): Promise<void> {
  if (!existsSync(desk)) return
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
