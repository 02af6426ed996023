import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { Refused } from '#platform/refusal.ts'
import { takeTurns } from '#platform/turns.ts'
import type { Actor } from './actor.ts'
import { ActorCache, type Known } from './actor-cache.ts'
import { Attempts } from './attempts.ts'
import { placeOf } from './factors/passkeys.ts'
import { mayBeForged, originOf } from './origin.ts'
import { hashToken, looksLikeToken, makeToken } from './token-format.ts'
import { foldUsername, makePassword } from './username.ts'

const limits = { failures: 3, minutes: 1 }

test('many names from one address are one guesser, until the window is over', () => {
  const attempts = new Attempts()
  for (let i = 0; i < 3; i++) assert.equal(attempts.begin('a', 0, limits), null)
  assert.equal(attempts.begin('a', 10_500, limits), 50)
  assert.equal(attempts.begin('b', 0, limits), null, 'another address is not held up')
  assert.equal(attempts.begin('a', 60_000, limits), null)
})

test('the addresses of one IPv6 network are one guesser', () => {
  const attempts = new Attempts()
  for (let i = 0; i < 3; i++) assert.equal(attempts.begin(`2001:db8:1:2::${i}`, 0, limits), null)
  assert.equal(attempts.begin('2001:db8:1:2:a:b:c:d', 0, limits), 60)
  attempts.takeBack('2001:db8:1:2::77')
  assert.equal(attempts.begin('2001:db8:1:2::8', 0, limits), null)
  assert.equal(attempts.begin('2001:db8:1:3::1', 0, limits), null)
})

test('success and what could not be judged count not at all', () => {
  const attempts = new Attempts()
  for (let i = 0; i < 50; i++) {
    assert.equal(attempts.begin('a', 0, limits), null)
    attempts.takeBack('a')
  }
})

const zhang: Actor = { countyId: 1, personId: 'z', name: '张', grants: [], scopes: null }
const known = (until = Number.POSITIVE_INFINITY): Known => ({ actor: zhang, until })

test('an answer is kept for its moment, for one county, and not beyond what it says itself', async () => {
  const cache = new ActorCache(10)
  let looks = 0
  const look = async () => {
    looks++
    return known(15)
  }
  await cache.of(1, 'h', 0, look)
  await cache.of(1, 'h', 9, look)
  assert.equal(looks, 1)
  await cache.of(2, 'h', 9, look)
  assert.equal(looks, 2)
  await cache.of(1, 'h', 10, look)
  assert.equal(looks, 3)
  await cache.of(1, 'h', 15, look)
  assert.equal(looks, 4, 'until says 15')
})

test('strangers and failures are not kept, and there is an end to how many are', async () => {
  const cache = new ActorCache(1000, 3)
  assert.equal(await cache.of(1, 'stranger', 0, async () => null), null)
  await assert.rejects(
    cache.of(1, 'away', 0, async () => {
      throw new Error('database away')
    }),
  )
  await turn()
  assert.equal(cache.size, 0)
  for (let i = 0; i < 10; i++) await cache.of(1, `h${i}`, 0, async () => known())
  assert.equal(cache.size, 3)
})

test('what is forgotten while it is looked up is not put back by the late answer', async () => {
  const cache = new ActorCache(1000)
  let answer: (known: Known) => void = () => undefined
  const late = cache.of(1, 'h', 0, () => new Promise<Known>((done) => (answer = done)))
  cache.forget((actor) => actor.personId === 'somebody else')
  answer(known())
  assert.equal(await late, zhang)
  assert.equal(await cache.of(1, 'h', 1, async () => null), null)
})

test('signing out drops the credential in every county and no other', async () => {
  const cache = new ActorCache(1000)
  for (const [county, hash] of [
    [1, 'a'],
    [2, 'a'],
    [1, 'ab'],
  ] as const)
    await cache.of(county, hash, 0, async () => known())
  cache.drop('a')
  assert.equal(cache.size, 1)
})

const post = (headers: Record<string, string>, host = 'bihuan.gov.cn') => ({
  method: 'POST',
  headers: { host, ...headers },
})

test('what comes for a page of another site is told apart', () => {
  assert.equal(originOf(post({ origin: 'https://bihuan.gov.cn' })), 'own')
  assert.equal(originOf(post({ origin: 'http://BIHUAN.gov.cn:8420' }, 'bihuan.gov.cn:8420')), 'own')
  assert.equal(originOf(post({ origin: 'https://bihuan.gov.cn' }, 'bihuan.gov.cn:443')), 'own')
  assert.equal(originOf({ ...post({ origin: 'https://a.cn' }, '127.0.0.1'), host: 'a.cn' }), 'own')
  assert.equal(originOf(post({ origin: 'https://evil.cn' })), 'foreign')
  assert.equal(originOf(post({ origin: 'https://bihuan.gov.cn.evil.cn' })), 'foreign')
  assert.equal(originOf(post({ origin: 'null' })), 'foreign')
  assert.equal(originOf(post({ origin: 'https://bihuan.gov.cn', 'sec-fetch-site': 'cross-site' })), 'foreign')
  assert.equal(originOf(post({ 'sec-fetch-site': 'same-site' })), 'foreign')
  assert.equal(originOf(post({ 'sec-fetch-site': 'same-origin' })), 'own')
  assert.equal(originOf(post({})), 'unknown')
})

test('only what changes something can be forged, and what does not say where it comes from is not trusted', () => {
  assert.equal(mayBeForged({ method: 'GET', headers: { origin: 'https://evil.cn' } }), false)
  assert.equal(mayBeForged(post({})), true)
  assert.equal(mayBeForged({ ...post({ 'sec-fetch-site': 'same-origin' }), method: 'DELETE' }), false)
})

test('a passkey belongs to the county’s host, whatever page the request says it comes from', () => {
  const request = { method: 'POST', host: 'east.test:8420', headers: { origin: 'https://evil.example' } }
  assert.deepEqual(placeOf(request, 'east.test'), {
    ...{ host: 'east.test', origins: ['https://east.test:8420', 'http://east.test:8420'] },
  })
  assert.deepEqual(placeOf({ ...request, host: 'localhost' }, null).origins, [
    'https://localhost',
    'http://localhost',
  ])
  assert.equal(placeOf({ ...request, host: 'evil.example' }, 'east.test').host, 'east.test')
})

test('a user name has one spelling', () => {
  assert.equal(foldUsername(' ＺｈａｎｇＳａｎ '), 'zhangsan')
  assert.equal(foldUsername('张三'), '张三')
  for (const wrong of [
    '',
    'a',
    'a b',
    'a/b',
    '1/zhang',
    '../x',
    'a\u0000b',
    `a${'b'.repeat(40)}`,
    '.ab',
    'a@b',
  ])
    assert.equal(foldUsername(wrong), null, wrong)
})

test('tokens are recognised by their look, kept as a hash, and never come twice', () => {
  const token = makeToken()
  assert.ok(looksLikeToken(token))
  assert.notEqual(makeToken(), token)
  assert.match(hashToken(token), /^sha256:[0-9a-f]{64}$/)
  for (const wrong of ['', 'bh_', `${token}x`, `xx_${token}`, `bh_${'%'.repeat(43)}`])
    assert.ok(!looksLikeToken(wrong))
  assert.match(makePassword(), /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
})

test('works take turns: so many at once, the rest in order, and a full queue refuses', async () => {
  const inTurn = takeTurns({ atOnce: 2, waiting: 2 })
  const done: number[] = []
  let running = 0
  const work = (n: number) =>
    inTurn(async () => {
      running++
      assert.ok(running <= 2)
      await turn()
      running--
      done.push(n)
      if (n === 1) throw new Error('one fails')
    })
  const all = [1, 2, 3, 4].map((n) => work(n))
  await assert.rejects(work(5), (error: Refused) => error.refusal.code === 'too_many_attempts')
  const results = await Promise.allSettled(all)
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
  assert.deepEqual(done, [1, 2, 3, 4])
  await work(6)
})
