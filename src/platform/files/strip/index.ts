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

/**
 * The picture with the same pixels and nothing else: no EXIF, GPS, XMP, IPTC, comments, thumbnails, maker notes, and
 * nothing behind its end. What is kept is listed, the rest goes: parts the list does not know are never let through.
 * Which way is up stays, by itself, and so does the colour profile.
 * @throws FileRefused `type` when pictures of this kind are not known, `damaged` when it cannot be read to its end
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
