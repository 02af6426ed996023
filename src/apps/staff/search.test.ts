import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSearch, stringifySearch } from './search.ts'

test('the address bar stays readable and comes back as it went', () => {
  const search = { state: 'claimed,rectifying', year: '2026', q: '三会 & 一课', none: undefined }
  const text = stringifySearch(search)
  assert.match(text, /^\?state=claimed,rectifying&year=2026&q=/)
  assert.deepEqual(parseSearch(text), { state: 'claimed,rectifying', year: '2026', q: '三会 & 一课' })
  assert.equal(stringifySearch({}), '')
})
