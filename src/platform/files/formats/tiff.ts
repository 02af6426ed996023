import { decodeText } from './text.ts'

/** Text fields of the TIFF structure in which pictures keep EXIF. */
const TEXT_TAGS = new Set([0x010d, 0x010e, 0x013b, 0x8298, 0xa430])
const USER_COMMENT = 0x9286
const WINDOWS_TEXTS = new Set([0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f])
const XMP = 0x02bc
const EXIF_DIRECTORY = 0x8769
const MOST_DIRECTORIES = 4
const MOST_FIELDS = 200

/** Texts that people or cameras wrote into the picture; what is broken is passed over. */
export function tiffTexts(tiff: Buffer): { text: string; xml: boolean }[] {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return []
  const little = order === 'II'
  const u16 = (at: number) =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const u32 = (at: number) =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  const texts: { text: string; xml: boolean }[] = []
  const waiting = [u32(4)]
  for (let read = 0; read < MOST_DIRECTORIES && waiting.length > 0; read++) {
    const directory = waiting.shift()!
    const fields = Math.min(u16(directory), MOST_FIELDS)
    for (let field = 0; field < fields; field++) {
      const at = directory + 2 + field * 12
      const tag = u16(at)
      if (tag === EXIF_DIRECTORY) waiting.push(u32(at + 8))
      const bytes = value(at)
      if (bytes.length === 0) continue
      if (TEXT_TAGS.has(tag)) texts.push({ text: decodeText(bytes), xml: false })
      if (WINDOWS_TEXTS.has(tag)) texts.push({ text: utf16(bytes, true), xml: false })
      if (tag === USER_COMMENT) texts.push({ text: comment(bytes), xml: false })
      if (tag === XMP) texts.push({ text: decodeText(bytes), xml: true })
    }
  }
  return texts

  function value(at: number): Buffer {
    const type = u16(at + 2)
    // Bytes, characters and undefined only: what texts are kept in.
    if (type !== 1 && type !== 2 && type !== 7) return Buffer.alloc(0)
    const length = u32(at + 4)
    const from = length <= 4 ? at + 8 : u32(at + 8)
    return tiff.subarray(from, Math.min(from + length, from + 65_536, tiff.length))
  }

  /** Eight bytes name its encoding. */
  function comment(bytes: Buffer): string {
    const text = bytes.subarray(8)
    return bytes.toString('latin1', 0, 7) === 'UNICODE' ? utf16(text, little) : decodeText(text)
  }
}

const utf16 = (bytes: Buffer, little: boolean) =>
  new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes).replaceAll('\0', ' ').trim()
