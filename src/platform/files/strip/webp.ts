import { bufferOf, must, part } from './damaged.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

/** Pixels, transparency, movement and the colour profile. */
const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const IN_A_FRAME = new Set(['VP8 ', 'VP8L', 'ALPH'])
const FRAME_HEAD = 16
const HAS_EXIF = 0x08
const HAS_XMP = 0x04
const EXIF_PREFIX = Buffer.from('Exif\0\0', 'latin1')

type Chunk = { type: string; data: Buffer }

export function stripWebp(bytes: Uint8Array): Uint8Array {
  const file = bufferOf(bytes)
  must(
    file.subarray(0, 4).toString('latin1') === 'RIFF' && file.subarray(8, 12).toString('latin1') === 'WEBP',
  )
  // What lies behind the length that the file tells of itself is not part of the picture.
  const chunks = chunksOf(part(file, 12, file.readUInt32LE(4) - 4))
  must(chunks.some(({ type }) => ['VP8 ', 'VP8L', 'ANMF'].includes(type)))
  const exif = chunks.find(({ type }) => type === 'EXIF')
  const orientation = exif && readOrientation(withoutPrefix(exif.data))
  const kept = chunks.flatMap(({ type, data }): Chunk[] => {
    if (type === 'VP8X') return [{ type, data: flags(data, orientation !== undefined) }]
    if (type === 'ANMF') return [{ type, data: frame(data) }]
    return KEPT.has(type) ? [{ type, data }] : []
  })
  if (orientation !== undefined) kept.push({ type: 'EXIF', data: writeOrientation(orientation) })
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...kept.map(written)])
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), lengthOf(body), body])
}

function chunksOf(body: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 0; at < body.length; ) {
    const length = body.readUInt32LE(at + 4)
    chunks.push({ type: body.subarray(at, at + 4).toString('latin1'), data: part(body, at + 8, length) })
    at += 8 + length + (length % 2)
  }
  return chunks
}

const withoutPrefix = (exif: Buffer): Buffer =>
  exif.subarray(0, EXIF_PREFIX.length).equals(EXIF_PREFIX) ? exif.subarray(EXIF_PREFIX.length) : exif

/** The head of an extended file says what else there is. */
function flags(head: Buffer, hasExif: boolean): Buffer {
  must(head.length === 10)
  const made = Buffer.from(head)
  made[0] = (head[0]! & ~(HAS_EXIF | HAS_XMP)) | (hasExif ? HAS_EXIF : 0)
  return made
}

function frame(data: Buffer): Buffer {
  const kept = chunksOf(data.subarray(FRAME_HEAD)).filter(({ type }) => IN_A_FRAME.has(type))
  return Buffer.concat([part(data, 0, FRAME_HEAD), ...kept.map(written)])
}

const written = ({ type, data }: Chunk): Buffer =>
  Buffer.concat([Buffer.from(type, 'latin1'), lengthOf(data), data, Buffer.alloc(data.length % 2)])

function lengthOf(data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(data.length)
  return length
}
