import type { Page } from '@playwright/test'
import { stripMetadata } from '#platform/files/strip/index.ts'
import { gifWith, jpegWith, pngWith, SECRET, webpWith } from '#platform/files/strip/with-metadata.ts'
import { expect, test } from '#tests/support/e2e-test.ts'

const WIDTH = 64
const HEIGHT = 48

/** The browser draws a picture and writes it as one of the kinds it can write. */
async function drawnAs(page: Page, mime: string, quality?: number): Promise<Buffer> {
  const numbers = await page.evaluate(
    async ([width, height, mime, quality]) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')!
      const data = context.createImageData(width, height)
      for (let at = 0; at < data.data.length; at++)
        data.data[at] = at % 4 === 3 ? 255 : (at * 37 + (at >> 6) * 11) % 256
      context.putImageData(data, 0, 0)
      const blob = await canvas.convertToBlob({ type: mime, quality })
      return [...new Uint8Array(await blob.arrayBuffer())]
    },
    [WIDTH, HEIGHT, mime, quality] as const,
  )
  return Buffer.from(numbers)
}

/** What the browser shows of a picture: its size as turned, and every point. */
const shownBy = (page: Page, bytes: Uint8Array, mime: string) =>
  page.evaluate(
    async ([numbers, mime]) => {
      const picture = await createImageBitmap(new Blob([new Uint8Array(numbers)], { type: mime }))
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!
      context.drawImage(picture, 0, 0)
      const { data } = context.getImageData(0, 0, picture.width, picture.height)
      return { width: picture.width, height: picture.height, points: [...data].join() }
    },
    [[...bytes], mime] as const,
  )

/** Two red and two green points. */
const gif = Buffer.from('47494638396102000200f00000ff000000ff002c0000000002000200000203440205003b', 'hex')

test('a picture without its metadata shows the same points in a browser, and turned the same way', async ({
  people,
}) => {
  const { page } = await people.nobody()
  await page.goto('/')
  const jpeg = await drawnAs(page, 'image/jpeg', 0.8)
  const png = await drawnAs(page, 'image/png')
  const size = [WIDTH, HEIGHT] as const
  const lossy = await drawnAs(page, 'image/webp', 0.7)
  const lossless = await drawnAs(page, 'image/webp', 1)
  const pictures: readonly (readonly [string, Buffer, Buffer?])[] = [
    ['image/jpeg', jpegWith(jpeg)],
    ['image/jpeg', jpegWith(jpeg, 6)],
    ['image/png', pngWith(png)],
    ['image/png', pngWith(png, 3)],
    ['image/webp', webpWith(lossy, size)],
    ['image/webp', webpWith(lossless, size)],
    // What is hidden behind its timing makes the browser refuse the picture as it was.
    ['image/gif', gifWith(gif), gif],
  ]
  for (const [mime, full, like = full] of pictures)
    await test.step(mime, async () => {
      const stripped = Buffer.from(stripMetadata(full, mime))
      expect(full.includes(SECRET) && !stripped.includes(SECRET)).toBe(true)
      expect(await shownBy(page, stripped, mime)).toEqual(await shownBy(page, like, mime))
    })
  expect((await shownBy(page, jpegWith(jpeg, 6), 'image/jpeg')).width).toBe(HEIGHT)
})
