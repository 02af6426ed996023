import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { createProofs } from './proof.ts'
import { proofScript } from './proof-script.ts'

const proofs = () =>
  createProofs({
    contentHash: (countyId, text) =>
      createHash('sha256').update(`${countyId} key ${text}`).digest('base64url'),
  })
const now = new Date('2026-07-03T02:00:00Z')

/** The script as it runs in a worker. */
function solve(told: { challenge: string; bits: number }): string {
  let answer = -1
  const worker: { onmessage?: (event: object) => void; postMessage(n: number): void } = {
    postMessage: (n) => {
      answer = n
    },
  }
  runInNewContext(proofScript, { self: worker })
  worker.onmessage?.({ data: told })
  return String(answer)
}

test('what the script finds is right, once, in its county and for half an hour', () => {
  const all = proofs()
  const told = all.challenge(1, now)
  const answer = solve(told)
  assert.equal(all.take(2, told.challenge, answer, now), false, 'of another county')
  assert.equal(all.take(1, told.challenge, `${answer}0`, now), false)
  assert.equal(all.take(1, told.challenge, answer, new Date(now.getTime() + 31 * 60_000)), false, 'over')
  assert.equal(all.take(1, told.challenge, answer, now), true)
  assert.equal(all.take(1, told.challenge, answer, now), false, 'used')
})

test('no challenge is made up by whoever answers it', () => {
  const all = proofs()
  const [at = '', random = ''] = all.challenge(1, now).challenge.split('.')
  for (const made of [`${at}.${random}.`, `${at}.x.${'A'.repeat(22)}`, '', '..', 'a'.repeat(500)])
    assert.equal(all.take(1, made, '1', now), false, made)
})

test('the script is for Chromium 70: nothing younger stands in it', () => {
  assert.doesNotMatch(proofScript, /\?\.|\?\?|\basync\b|\bimport\b|replaceAll|\.at\(|#\w+\s*=/)
})
