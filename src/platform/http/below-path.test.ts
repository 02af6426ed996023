import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { putPathOn, siteNameOf, sitePathOf, takePathOff } from './below-path.ts'

async function site() {
  const app = Fastify({ rewriteUrl: takePathOff })
  putPathOn(app)
  const page = `<link rel="stylesheet" href="/portal.css"><script src="/desk/assets/a.js"></script>
<a href="/desk">x</a><a href=/list>x</a><a href="https://e.cn/x">x</a><a href="//e.cn/x">x</a><a href="/c/b/x">x</a><form action='/say'>`
  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
  app.get('/away', async (_request, reply) => reply.redirect('/desk'))
  app.get('/out', async (_request, reply) => reply.redirect('https://e.cn/'))
  app.get('/in', async (request, reply) =>
    reply
      .header('set-cookie', ['a=1; Path=/; HttpOnly', 'b=2; path=/desk; Max-Age=0'])
      .send({ url: request.url, name: siteNameOf(request) ?? null, path: sitePathOf(request) }),
  )
  return app
}

test('below a path the same routes answer, and what they send leads below it again', async () => {
  const app = await site()
  const { body } = await app.inject('/c/tong-guan')
  assert.equal(
    body,
    `<link rel="stylesheet" href="/c/tong-guan/portal.css"><script src="/desk/assets/a.js"></script>
<a href="/c/tong-guan/desk">x</a><a href=/c/tong-guan/list>x</a><a href="https://e.cn/x">x</a><a href="//e.cn/x">x</a><a href="/c/b/x">x</a><form action='/c/tong-guan/say'>`,
  )
  const answer = await app.inject('/c/610522/in?x=1')
  assert.deepEqual(answer.json(), { url: '/in?x=1', name: '610522', path: '/c/610522' })
  assert.deepEqual(answer.headers['set-cookie'], [
    'a=1; Path=/c/610522; HttpOnly',
    'b=2; Path=/c/610522/desk; Max-Age=0',
  ])
  assert.equal((await app.inject('/c/610522/away')).headers.location, '/c/610522/desk')
  assert.equal((await app.inject('/c/610522/out')).headers.location, 'https://e.cn/')
  await app.close()
})

test('at the root nothing is changed, and what only looks like a site is none', async () => {
  const app = await site()
  const answer = await app.inject('/in')
  assert.deepEqual(answer.json(), { url: '/in', name: null, path: '' })
  assert.deepEqual(answer.headers['set-cookie'], ['a=1; Path=/; HttpOnly', 'b=2; path=/desk; Max-Age=0'])
  assert.match((await app.inject('/')).body, /href="\/desk"/)
  for (const url of ['/c/', '/c/A-B/in', '/c/x%2f/in', '/c/-x/in', `/c/${'a'.repeat(41)}/in`, '/c/x/in'])
    assert.equal((await app.inject(url)).statusCode, 404, url)
  await app.close()
})
