import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPageCache } from './cache.ts'

const MEGABYTE = 1_024 * 1_024

test('whoever takes lists in every shape throws out nobody’s pages', async () => {
  const cache = createPageCache({ stamp: async () => 'same', now: () => 0 })
  let made = 0
  const home = () =>
    cache.of(1, 'pages', '/', async () => {
      made++
      return { status: 200, page: '首页' }
    })
  await home()
  const list = async () => ({ status: 200, page: Buffer.alloc(5 * MEGABYTE) })
  for (let n = 0; n < 12; n++) await cache.of(1, 'data', `/list?page_size=${n}`, list)
  for (let n = 0; n < 3_100; n++)
    await cache.of(1, 'data', `/list?after=${n}`, async () => ({ status: 200, page: '' }))
  await home()
  assert.equal(made, 1)
})

test('when something is published or withdrawn, nothing that was kept is shown', async () => {
  let stamp = 'before'
  let at = 0
  const cache = createPageCache({ stamp: async () => stamp, now: () => at })
  const shown = async (on: 'pages' | 'data') =>
    (await cache.of(1, on, '/', async () => ({ status: 200, page: stamp }))).plain.toString()
  assert.deepEqual([await shown('pages'), await shown('data')], ['before', 'before'])
  stamp = 'after'
  at = 1_001
  assert.deepEqual([await shown('pages'), await shown('data')], ['after', 'after'])
})
