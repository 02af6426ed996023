import { crc32 } from 'node:zlib'
import { MOST_PARTS } from '../formats/pictures.ts'
import { bufferOf, countParts, must, mustBeShowable, part } from './damaged.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What pixels, their colours, their size on paper and their movement come from. */
const KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
)
const EXIF = 'eXIf'
/** A capital first letter: nobody can show the picture without knowing the part. */
const isCritical = (type: string): boolean => /^[A-Z]/.test(type)

export function stripPng(bytes: Uint8Array): Uint8Array {
  const file = bufferOf(bytes)
  must(file.subarray(0, 8).equals(SIGNATURE))
  const kept: Buffer[] = [SIGNATURE]
  // Many programs write pixels in parts of eight kilobytes.
  const count = countParts(MOST_PARTS * 10)
  for (let at = 8; ; ) {
    count()
    const length = file.readUInt32BE(at)
    const whole = part(file, at, length + 12)
    const type = whole.subarray(4, 8).toString('latin1')
    must(whole.readUInt32BE(length + 8) === crc32(whole.subarray(4, length + 8)))
    must((kept.length === 1) === (type === 'IHDR'))
    if (type === 'IHDR') mustBeShowable(whole.readUInt32BE(8), whole.readUInt32BE(12))
    if (KEPT.has(type)) kept.push(whole)
    else if (type === EXIF) kept.push(...uprightness(whole.subarray(8, length + 8)))
    else must(!isCritical(type))
    if (type === 'IEND') return Buffer.concat(kept)
    at += whole.length
  }
}

function uprightness(tiff: Buffer): Buffer[] {
  const orientation = readOrientation(tiff)
  return orientation === undefined ? [] : [chunk(EXIF, writeOrientation(orientation))]
}

function chunk(type: string, data: Buffer): Buffer {
  const made = Buffer.alloc(data.length + 12)
  made.writeUInt32BE(data.length)
  made.write(type, 4, 'latin1')
  made.set(data, 8)
  made.writeUInt32BE(crc32(made.subarray(4, data.length + 8)), data.length + 8)
  return made
}
