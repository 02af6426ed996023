import { bufferOf, countParts, must, mustBeShowable, part } from './damaged.ts'
import { readOrientation, writeOrientation } from './orientation.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP14 = 0xee
const COMMENT = 0xfe
const FILL = 0xff
const EXIF = Buffer.from('Exif\0\0', 'latin1')
/** Without its thumbnail: version, unit and density. */
const JFIF_LENGTH = 12

/** Tables and frames, which the pixels come from. Hierarchical pictures (DHP, EXP) nobody makes. */
const isImage = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) ||
  marker === 0xdb ||
  marker === 0xdc ||
  marker === 0xdd

/** Which of them say how large it is: all from C0 but tables (C4) and how they are coded (CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xcc].includes(marker)

export function stripJpeg(bytes: Uint8Array): Uint8Array {
  const file = bufferOf(bytes)
  must(file.length > 4 && file[0] === FILL && file[1] === SOI)
  const kept: Buffer[] = [file.subarray(0, 2)]
  let orientation: number | undefined
  let hasScan = false
  const count = countParts()
  for (let at = 2; ; ) {
    count()
    must(file[at] === FILL)
    while (file[at + 1] === FILL) at++
    const marker = file[at + 1]
    must(marker !== undefined && marker !== 0)
    if (marker === EOI) break
    const data = part(file, at + 4, file.readUInt16BE(at + 2) - 2)
    const next = at + 4 + data.length
    if (marker === APP1 && data.subarray(0, EXIF.length).equals(EXIF))
      orientation ??= readOrientation(data.subarray(EXIF.length))
    if (isFrame(marker)) mustBeShowable(data.readUInt16BE(3), data.readUInt16BE(1))
    const wanted = keptOf(marker, data)
    if (wanted === data) kept.push(file.subarray(at, next))
    else if (wanted) kept.push(segment(marker, wanted))
    at = next
    if (marker !== SOS) continue
    hasScan = true
    at = endOfScan(file, next)
    kept.push(file.subarray(next, at))
  }
  must(hasScan)
  if (orientation !== undefined)
    kept.splice(afterJfif(kept), 0, segment(APP1, Buffer.concat([EXIF, writeOrientation(orientation)])))
  return Buffer.concat([...kept, Buffer.from([FILL, EOI])])
}

/** What of a segment stays; undefined for none of it. */
function keptOf(marker: number, data: Buffer): Buffer | undefined {
  if (marker === APP0) {
    if (!data.subarray(0, 5).equals(Buffer.from('JFIF\0'))) return undefined
    return Buffer.concat([part(data, 0, JFIF_LENGTH), Buffer.from([0, 0])])
  }
  // How Adobe's programs mean the colours: without it they come out as others altogether.
  if (marker === APP14)
    return data.subarray(0, 5).equals(Buffer.from('Adobe')) ? part(data, 0, 12) : undefined
  if (marker === SOS || isImage(marker)) return data
  must((marker >= APP0 && marker < 0xf0) || marker === COMMENT)
  return undefined
}

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([FILL, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** Coded pixels go on to the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(file: Buffer, from: number): number {
  // Byte by byte: asked for the next one each time, ten megabytes of stuffed ones take seconds.
  for (let at = from; at + 1 < file.length; at++) {
    if (file[at] !== FILL) continue
    const next = file[at + 1]!
    if (next !== 0 && next !== FILL && (next < 0xd0 || next > 0xd7)) return at
  }
  must(false)
}

const afterJfif = (kept: readonly Buffer[]): number => (kept[1]?.[1] === APP0 ? 2 : 1)
