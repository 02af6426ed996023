import { FileRefused } from '../fault.ts'
import { stripGif } from './gif.ts'
import { stripJpeg } from './jpeg.ts'
import { stripPng } from './png.ts'
import { stripWebp } from './webp.ts'

const walks: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'image/gif': stripGif,
}

/** Whether pictures of this kind can be freed of metadata. HEIC cannot: it has to be saved as JPEG first. */
export const canStrip = (mime: string): boolean => Object.hasOwn(walks, mime)

const starts: readonly [mime: string, at: number, bytes: string][] = [
  ['image/jpeg', 0, 'ffd8ff'],
  ['image/png', 0, '89504e470d0a1a0a'],
  ['image/webp', 8, '57454250'],
]

/** Which of the kinds that telephones and browsers make these bytes begin as; whether they are whole, stripping says. */
export const photoMime = (bytes: Uint8Array): string | undefined =>
  starts.find(([, at, begin]) =>
    Buffer.from(bytes.subarray(at, at + begin.length / 2)).equals(Buffer.from(begin, 'hex')),
  )?.[0]

/**
 * The picture with the same pixels and nothing else: no EXIF, GPS, XMP, IPTC, comments, thumbnails, maker notes, and
 * nothing behind its end. What is kept is listed, the rest goes: parts the list does not know are never let through.
 * Which way is up stays, by itself. Colour profiles go: they hold whatever their maker wrote, and what a picture shows
 * is told without them. Nothing is copied but what is kept, once; parts and points are bounded.
 * @throws FileRefused `type` when pictures of this kind are not known, `damaged` when it cannot be read to its end or
 *   has more parts than pictures have, `too_large` when it has more points
 */
export function stripMetadata(bytes: Uint8Array, mime: string): Uint8Array {
  const walk = canStrip(mime) ? walks[mime] : undefined
  if (!walk) throw new FileRefused('type')
  try {
    return walk(bytes)
  } catch (error) {
    // A length that leads past the end is answered by the buffer itself.
    if (error instanceof RangeError) throw new FileRefused('damaged')
    throw error
  }
}
