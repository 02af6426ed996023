import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openOneTimeKeys } from './one-time-keys.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'one-time-keys-'))
after(() => rmSync(dataDir, { recursive: true }))
const folder = join(dataDir, 'ballots')
const keys = openOneTimeKeys(dataDir, 'ballots')

test('what a killed program left half written is in nobody’s way, and goes with its key', () => {
  for (const name of ['1-a', '1-ab']) keys.make(name)
  for (const half of [`1-a.${process.pid}`, `1-a.bound.${process.pid}`])
    writeFileSync(join(folder, half), 'x25')
  assert.equal(keys.bind('1-a', 'one count'), true)
  assert.equal(keys.bind('1-a', 'another'), false)
  keys.destroy('1-a')
  assert.deepEqual(readdirSync(folder), ['1-ab'])
})

test('what is left of a key that is gone has its name and is no key', () => {
  writeFileSync(join(folder, '1-gone.bound.7'), 'half')
  assert.deepEqual(keys.traces().sort(), ['1-ab', '1-gone'])
  assert.deepEqual(keys.list(), ['1-ab'])
  keys.destroy('1-gone')
  assert.deepEqual(keys.traces(), ['1-ab'])
})
