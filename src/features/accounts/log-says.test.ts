import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { sayFact } from '#features/personal-data/api.ts'
import { sayAct } from './log-says.ts'

const features = resolve(import.meta.dirname, '..')

test('every act that these features record has words in both languages', () => {
  const files = globSync('{accounts,organizations,personal-data,imports}/**/*.ts', { cwd: features })
  const acts = files
    .filter((file) => !/staff\/|\.test\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(resolve(features, file), 'utf8').matchAll(/\bact: '(\w+)'/g)])
    .map(([, act = '']) => act)
  assert.ok(new Set(acts).size > 40)
  const bare = acts.filter((act) => sayAct(act, 'zh') === act || sayAct(act, 'en') === act)
  assert.deepEqual([...new Set(bare)], [], 'say in log-words.ts what these are')
})

test('an act of another feature is said in its words, and one that is known nowhere by its name', () => {
  assert.equal(sayAct('approvePlan', 'zh'), '通过方案')
  assert.equal(sayAct('fromTheFuture', 'zh'), 'fromTheFuture')
})

test('what an entry touches is said by table and column', () => {
  const fact = { table: 'sign_in_sessions', fields: ['method', 'browser'] }
  assert.equal(sayFact(fact, 'zh'), '登录记录：登录方式、浏览器种类')
  assert.equal(sayFact(fact, 'en'), 'Sign-ins: How, Kind of browser')
  assert.equal(sayFact({ table: 'organizations', fields: [] }, 'en'), 'Organisation')
  assert.equal(sayFact({ table: 'later', fields: ['column', 'kind'] }, 'zh'), 'later：column、种类')
})
