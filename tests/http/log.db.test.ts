import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { buildHttp } from '../../src/apps/http.ts'
import { type House, openHouse } from './house.ts'

/** What the program writes down of requests that end in a bug of ours, at the most talkative setting. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

test('neither a token nor anything else of a request but its path reaches the log', async () => {
  const lines: string[] = []
  const program = {
    ...house.program,
    counties: async () => {
      throw new Error('the database went away')
    },
  }
  const log = { write: (line: string) => void lines.push(line) }
  const app = await buildHttp({
    parts: { desk: program, ready: async () => undefined },
    version: '0.0.0',
    logLevel: 'trace',
    log,
  })
  const token = house.east.tokens.office
  const personal = { password: 'pass-4711', text: 'body-4711' }
  const answers = [
    await app.inject({ url: `/api/v1/problems?token=${token}&q=query-4711`, headers: { host: 'east.test' } }),
    await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { authorization: `Bearer ${token}`, cookie: 'session=cookie-4711' },
      payload: personal,
    }),
    await app.inject({ url: `/desk?token=${token}` }),
  ]
  await app.close()
  for (const { body } of answers) assert.ok(!body.includes(token) && !body.includes('went away'))
  const written = lines.join('')
  assert.match(written, /the database went away/)
  for (const secret of [token, token.slice(4), '4711', 'cookie', 'Bearer'])
    assert.ok(!written.includes(secret), `the log holds ${secret}`)
})

test('a token in the address opens nothing', async () => {
  const token = house.east.tokens.office
  for (const name of ['token', 'access_token', 'authorization', 'bearer', 'key'])
    assert.equal((await house.api(`/problems?${name}=${token}`, { token: null })).statusCode, 400)
})
