import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jpeg, png } from '#platform/files/samples.ts'
import { formPartsOf } from './form-parts.ts'

/** As the fetch of Node and of browsers writes it. */
async function sent(...fields: (readonly [name: string, value: string | Buffer])[]) {
  const data = new FormData()
  for (const [name, value] of fields)
    data.append(name, typeof value === 'string' ? value : new Blob([new Uint8Array(value)]))
  const request = new Request('http://x/', { method: 'POST', body: data })
  const type = request.headers.get('content-type') ?? ''
  return { type, body: Buffer.from(await request.arrayBuffer()) }
}

test('texts and pictures are those that were sent, to the byte', async () => {
  const { type, body } = await sent(
    ...(['text', 'name'] as const).map((name) => [name, `桥头 "塌" 了\r\n--${name} & 100%`] as const),
    ...([jpeg(), png(), Buffer.alloc(0)] as const).map((bytes) => ['photos', bytes] as const),
    ['place', ''],
  )
  const read = formPartsOf(type, body)
  assert.deepEqual(
    [...(read?.form ?? [])],
    [
      ['text', '桥头 "塌" 了\r\n--text & 100%'],
      ['name', '桥头 "塌" 了\r\n--name & 100%'],
      ['place', ''],
    ],
  )
  assert.deepEqual(read?.photos, [jpeg(), png()])
})

test('of too many pictures it is told that they are too many', async () => {
  const { type, body } = await sent(...Array.from({ length: 9 }, () => ['photos', png()] as const), [
    'text',
    '还在',
  ])
  const read = formPartsOf(type, body)
  assert.deepEqual([read?.photos.length, read?.form.get('text')], [4, '还在'])
})

test('more texts than a form has are none, however they are cut into parts', async () => {
  const ample = await sent(['text', '&'.repeat(39_900)], ['place', 'a'])
  assert.ok(formPartsOf(ample.type, ample.body))
  for (const fields of [
    [['text', '&'.repeat(40_001)]],
    [
      ['text', '&'.repeat(25_000)],
      ['other', '&'.repeat(25_000)],
    ],
    Array.from({ length: 31 }, () => ['text', '']),
  ] as [string, string][][]) {
    const { type, body } = await sent(...fields)
    assert.equal(formPartsOf(type, body), undefined)
  }
})

test('thirty megabytes of whatever are judged at once', () => {
  const size = 30 * 2 ** 20
  const filled = (with_: string) => Buffer.alloc(size, with_)
  const start = (boundary: string) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\n`)
  const boundaries = ['x', 'a'.repeat(70), 'ab'.repeat(35), `${'a'.repeat(69)}b`, `b${'a'.repeat(69)}`]
  const begun = performance.now()
  for (const boundary of boundaries)
    for (const fill of [
      '&',
      `\r\n--${boundary.slice(0, -1)}`,
      'a',
      '\r\n',
      `--${boundary}\r\n`,
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\n`,
    ]) {
      const body = Buffer.concat([start(boundary), filled(fill), Buffer.from(`\r\n--${boundary}--\r\n`)])
      assert.equal(formPartsOf(`multipart/form-data; boundary=${boundary}`, body), undefined)
    }
  // Thirty of them, each of which took up to twenty-five seconds.
  assert.ok(performance.now() - begun < 15_000)
})

test('what is no form is none', () => {
  const type = 'multipart/form-data; boundary=x'
  for (const body of ['', '--x', '--x--x', 'nonsense', '--x\r\n', '--x\r\n\r\n\r\n--x--', '--y--'])
    assert.ok((formPartsOf(type, Buffer.from(body))?.photos.length ?? 0) === 0, body)
  assert.equal(formPartsOf('multipart/form-data', Buffer.from('--x--')), undefined)
  assert.equal(
    formPartsOf(`multipart/form-data; boundary=${'x'.repeat(71)}`, Buffer.from('--x--')),
    undefined,
  )
})
