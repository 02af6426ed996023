import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toTraditional } from './script.ts'

test('a valley in the name of a village is not turned into a thrust', () => {
  assert.equal(toTraditional('柏树冲村、老冲社区、竹林冲村'), '柏樹沖村、老沖社區、竹林沖村')
  assert.equal(toTraditional('冲突'), '衝突')
})
