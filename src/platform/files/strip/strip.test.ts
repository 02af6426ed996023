import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { encodePng } from '#apps/demo/pictures/png.ts'
import { FileRefused } from '../fault.ts'
import * as samples from '../samples.ts'
import { canStrip, stripMetadata } from './index.ts'
import { gifWith, jpegWith, pngWith, SECRET, webpWith } from './with-metadata.ts'

/** Lossless, one point: what a canvas of one black point gives. */
const plainWebp = Buffer.from('524946461a000000574542505650384c0d0000002f00000010071011118888fe0700', 'hex')
const plainJpeg = samples.jpeg()
const plainGif = samples.gif('x')

const made = [
  ['image/jpeg', plainJpeg, jpegWith(plainJpeg)],
  ['image/png', samples.png(), pngWith(samples.png())],
  ['image/webp', plainWebp, webpWith(plainWebp, [1, 1])],
  ['image/gif', plainGif, gifWith(plainGif)],
] as const

test('nothing is left of what cameras and programs wrote beside the pixels', () => {
  for (const [mime, , full] of made) {
    assert.ok(full.includes(SECRET), mime)
    const stripped = Buffer.from(stripMetadata(full, mime))
    assert.ok(!stripped.includes(SECRET), mime)
    for (const sign of ['Exif', 'eXIf', 'EXIF', 'XMP', 'xap', 'Photoshop', 'tEXt', 'tIME', 'prVt', 'MPF'])
      assert.ok(!stripped.includes(sign), `${sign} in ${mime}`)
  }
})

test('what has nothing beside its pixels stays as it is, and nothing is taken twice', () => {
  for (const [mime, plain, full] of made) {
    const once = stripMetadata(full, mime)
    assert.deepEqual(stripMetadata(once, mime), once)
    if (mime === 'image/jpeg' || mime === 'image/png')
      assert.deepEqual(Buffer.from(stripMetadata(plain, mime)), plain)
  }
})

test('which way is up stays, by itself', () => {
  for (const orientation of [2, 3, 6, 8]) {
    const says = Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation])
    const turned = [
      stripMetadata(jpegWith(plainJpeg, orientation), 'image/jpeg'),
      stripMetadata(pngWith(samples.png(), orientation), 'image/png'),
      stripMetadata(webpWith(plainWebp, [1, 1], orientation), 'image/webp'),
    ]
    for (const bytes of turned) {
      assert.ok(Buffer.from(bytes).includes(says))
      assert.ok(!Buffer.from(bytes).includes(SECRET))
    }
  }
})

const points = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      points: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 3 }),
    }),
  )

test('any drawing has the same points afterwards', async () => {
  const palette = [
    [0, 0, 0],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ] as const
  await fc.assert(
    fc.asyncProperty(points, async ({ width, height, points }) => {
      const plain = await encodePng(width, height, palette, points)
      const stripped = Buffer.from(stripMetadata(pngWith(plain), 'image/png'))
      assert.deepEqual(pixelsOf(stripped), pixelsOf(plain))
      assert.deepEqual(stripped, plain)
    }),
    { numRuns: 100 },
  )
})

function pixelsOf(png: Buffer): Buffer {
  const at = png.indexOf('IDAT')
  return inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
}

test('a picture that ends too early, or is none, is refused and never half stripped', () => {
  for (const [mime, , full] of made) {
    const whole = stripMetadata(full, mime)
    for (let length = 0; length < full.length; length++)
      try {
        assert.deepEqual(stripMetadata(full.subarray(0, length), mime), whole)
      } catch (error) {
        assert.ok(error instanceof FileRefused && error.fault === 'damaged', `${mime} of ${length} bytes`)
      }
  }
})

test('any bytes are stripped or refused as damaged', () => {
  for (const [mime, , full] of made)
    fc.assert(
      fc.property(fc.nat(full.length - 1), fc.uint8Array({ maxLength: 8 }), (at, other) => {
        const bytes = Buffer.from(full)
        bytes.set(other.subarray(0, full.length - at), at)
        try {
          stripMetadata(bytes, mime)
        } catch (error) {
          assert.ok(error instanceof FileRefused && ['damaged', 'too_large'].includes(error.fault))
        }
      }),
      { numRuns: 500 },
    )
})

test('a part that nobody knows but that the picture cannot do without is refused', () => {
  const png = Buffer.from(pngWith(samples.png()))
  const at = png.indexOf('prVt')
  png.write('PrVt', at, 'latin1')
  assert.throws(() => stripMetadata(png, 'image/png'), FileRefused)
})

test('kinds whose parts are not known are refused', () => {
  assert.equal(canStrip('image/heic'), false)
  assert.equal(canStrip('constructor'), false)
  assert.throws(
    () => stripMetadata(samples.heic(), 'image/heic'),
    (error) => error instanceof FileRefused && error.fault === 'type',
  )
})

test('a picture of very many parts of nothing is refused before they are walked', () => {
  const segments = Buffer.concat([plainJpeg.subarray(0, 2), repeated('fffe0002'), plainJpeg.subarray(2)])
  const chunks = Buffer.concat([
    samples.png().subarray(0, 33),
    repeated(emptyText),
    samples.png().subarray(33),
  ])
  const blocks = Buffer.concat([plainGif.subarray(0, 19), repeated('21fe00'), plainGif.subarray(19)])
  const many: [string, Buffer][] = [
    ['image/jpeg', segments],
    ['image/png', chunks],
    ['image/webp', riffOf(Buffer.concat([plainWebp.subarray(12), repeated('5052565400000000')]))],
    ['image/webp', riffOf(animation(repeated('5052565400000000')))],
    ['image/gif', blocks],
  ]
  for (const [mime, bytes] of many)
    assert.throws(
      () => stripMetadata(bytes, mime),
      (error) => error instanceof FileRefused && error.fault === 'damaged',
      mime,
    )
})

/** A part without anything in it: of type tEXt. */
const emptyText = `0000000074455874${crc32('tEXt').toString(16).padStart(8, '0')}`
const repeated = (part: string) => Buffer.alloc((part.length / 2) * 200_000, part, 'hex')

function riffOf(body: Buffer): Buffer {
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

/** One frame that holds these parts. */
function animation(parts: Buffer): Buffer {
  const head = Buffer.from('ANMF\0\0\0\0', 'latin1')
  head.writeUInt32LE(parts.length + 16, 4)
  return Buffer.concat([head, Buffer.alloc(16), parts])
}

test('a picture of more points than a telephone takes is refused', () => {
  const wide = (bytes: Buffer, at: number, sizes: string) => {
    const made = Buffer.from(bytes)
    made.write(sizes, at, 'hex')
    return made
  }
  const png = wide(samples.png(), 16, '0000ea600000ea60')
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  const extended = webpWith(plainWebp, [16_000, 16_000])
  const many: [string, Buffer][] = [
    ['image/jpeg', wide(plainJpeg, plainJpeg.indexOf('ffc0', 'hex') + 5, 'ea60ea60')],
    ['image/png', png],
    ['image/webp', wide(plainWebp, 21, 'ffffff0f')],
    ['image/webp', extended],
    ['image/gif', wide(plainGif, 6, '60ea60ea')],
  ]
  for (const [mime, bytes] of many)
    assert.throws(
      () => stripMetadata(bytes, mime),
      (error) => error instanceof FileRefused && error.fault === 'too_large',
      mime,
    )
})

test('a profile of colours, in which anything may be written, goes as well', () => {
  const profile = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01'), Buffer.from(SECRET)])
  const head = Buffer.from([0xff, 0xe2, 0, profile.length + 2])
  const jpeg = Buffer.concat([plainJpeg.subarray(0, 2), head, profile, plainJpeg.subarray(2)])
  assert.deepEqual(Buffer.from(stripMetadata(jpeg, 'image/jpeg')), plainJpeg)
})
