import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
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
          assert.ok(error instanceof FileRefused && error.fault === 'damaged')
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
