import { MOST_PARTS } from '../formats/pictures.ts'
import { bufferOf, countParts, must, mustBeShowable, part } from './damaged.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

/** Pixels, transparency and movement; heads are written anew. */
const KEPT = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM'])
const IN_A_FRAME = new Set(['VP8 ', 'VP8L', 'ALPH'])
const IMAGES = new Set(['VP8 ', 'VP8L', 'ANMF'])
const FRAME_HEAD = 16
const HEAD = 8
const HAS_PROFILE = 0x20
const HAS_EXIF = 0x08
const HAS_XMP = 0x04
const EXIF_PREFIX = Buffer.from('Exif\0\0', 'latin1')
const PAD = Buffer.from([0])

/** `whole` is the chunk with its head, without the byte that makes its length even. */
type Chunk = { type: string; whole: Buffer; data: Buffer }

export function stripWebp(bytes: Uint8Array): Uint8Array {
  const file = bufferOf(bytes)
  must(
    file.subarray(0, 4).toString('latin1') === 'RIFF' && file.subarray(8, 12).toString('latin1') === 'WEBP',
  )
  const count = countParts(MOST_PARTS * 10)
  // What lies behind the length that the file tells of itself is not part of the picture.
  const chunks = chunksOf(part(file, 12, file.readUInt32LE(4) - 4), count)
  must(chunks.some(({ type }) => IMAGES.has(type)))
  const exif = chunks.find(({ type }) => type === 'EXIF')
  const orientation = exif && readOrientation(withoutPrefix(exif.data))
  const kept = chunks.flatMap(({ type, whole, data }) => {
    if (type === 'VP8X') return chunk(type, [extended(data, orientation !== undefined)])
    if (type === 'ANMF') return chunk(type, frame(data, count))
    if (!KEPT.has(type)) return []
    mustFit(type, data)
    return padded(whole)
  })
  if (orientation !== undefined) kept.push(...chunk('EXIF', [writeOrientation(orientation)]))
  return Buffer.concat(chunk('RIFF', [Buffer.from('WEBP', 'latin1'), ...kept]))
}

function chunksOf(body: Buffer, count: () => void): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 0; at < body.length; ) {
    count()
    const length = body.readUInt32LE(at + 4)
    const whole = part(body, at, HEAD + length)
    chunks.push({ type: whole.subarray(0, 4).toString('latin1'), whole, data: whole.subarray(HEAD) })
    at += HEAD + length + (length % 2)
  }
  return chunks
}

const withoutPrefix = (exif: Buffer): Buffer =>
  exif.subarray(0, EXIF_PREFIX.length).equals(EXIF_PREFIX) ? exif.subarray(EXIF_PREFIX.length) : exif

/** The head of an extended file: its size, and what else there is. */
function extended(head: Buffer, hasExif: boolean): Buffer {
  must(head.length === 10)
  mustBeShowable(head.readUIntLE(4, 3) + 1, head.readUIntLE(7, 3) + 1)
  const made = Buffer.from(head)
  made[0] = (head[0]! & ~(HAS_PROFILE | HAS_EXIF | HAS_XMP)) | (hasExif ? HAS_EXIF : 0)
  return made
}

function frame(data: Buffer, count: () => void): Buffer[] {
  const kept = chunksOf(data.subarray(FRAME_HEAD), count).filter(({ type }) => IN_A_FRAME.has(type))
  for (const { type, data } of kept) mustFit(type, data)
  return [part(data, 0, FRAME_HEAD), ...kept.flatMap(({ whole }) => padded(whole))]
}

/** Fourteen bits each, behind the marks that the coded pixels begin with. */
function mustFit(type: string, data: Buffer): void {
  if (type === 'VP8 ') mustBeShowable(data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff)
  if (type !== 'VP8L') return
  const bits = data.readUInt32LE(1)
  mustBeShowable((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
}

/** The byte behind it could say something too. */
const padded = (whole: Buffer): Buffer[] => (whole.length % 2 ? [whole, PAD] : [whole])

function chunk(type: string, parts: readonly Buffer[]): Buffer[] {
  const length = parts.reduce((sum, { length }) => sum + length, 0)
  const head = Buffer.alloc(HEAD)
  head.write(type, 'latin1')
  head.writeUInt32LE(length, 4)
  return length % 2 ? [head, ...parts, PAD] : [head, ...parts]
}
