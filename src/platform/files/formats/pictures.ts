import { inflateSync } from 'node:zlib'
import type { Bytes } from '../bytes.ts'
import type { FoundTexts } from './found-texts.ts'
import { decodeText, xmlTexts } from './text.ts'
import { tiffTexts } from './tiff.ts'

/** What follows the start of a picture in which texts are looked for, where the format has no directory of parts. */
const HEAD = 2 ** 20
/** Parts of one picture that are looked at; of formats that cut pixels into small ones, ten times as many. */
export const MOST_PARTS = 500
const LARGEST_PART = 2 ** 18
const EXIF = Buffer.from('Exif\0\0', 'latin1')

type Segment = { marker: number; data: Buffer }

/** A JPEG's segments before the picture itself; undefined when there is no picture behind the first bytes. */
async function jpegSegments(bytes: Bytes): Promise<Segment[] | undefined> {
  const segments: Segment[] = []
  let hasFrame = false
  for (let at = 2, read = 0; read < MOST_PARTS; read++) {
    const head = await bytes.read(at, 4)
    const marker = head[1] ?? 0
    if (head.length < 4 || head[0] !== 0xff) return undefined
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xda) return hasFrame ? segments : undefined
    const length = head.readUInt16BE(2)
    if (length < 2) return undefined
    // Start of frame: C0 … CF but for tables (C4), extensions (C8) and arithmetic coding (CC).
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) hasFrame = true
    if (marker >= 0xe0) segments.push({ marker, data: await bytes.read(at + 4, length - 2) })
    at += 2 + length
  }
  return undefined
}

/** Whether the structure is that of the picture whose first bytes it has: other things may begin with the same. */
export async function isPicture(mime: string, bytes: Bytes): Promise<boolean> {
  if (mime === 'image/jpeg') return (await jpegSegments(bytes)) !== undefined
  if (mime === 'image/png') return (await bytes.read(12, 4)).toString('latin1') === 'IHDR'
  if (mime === 'image/gif') {
    const head = await bytes.read(0, 14)
    const [width, height] = head.length === 14 ? [head.readUInt16LE(6), head.readUInt16LE(8)] : [0, 0]
    // An image or extension must follow the colour table.
    const table = head.length === 14 && head[10]! & 0x80 ? 3 * 2 ** ((head[10]! & 7) + 1) : 0
    const [next] = await bytes.read(13 + table, 1)
    return width > 0 && height > 0 && (next === 0x21 || next === 0x2c)
  }
  return true
}

/** Texts of EXIF, XMP, IPTC and comments (formats without a walk of their own: in the first megabyte). */
export async function pictureTexts(mime: string, bytes: Bytes, found: FoundTexts): Promise<void> {
  const add = (text: string) => found.add('picture', text)
  const addXml = (xml: string) => {
    for (const text of xmlTexts(xml, { attributes: true })) add(text)
  }
  const addTiff = (tiff: Buffer) => {
    for (const { text, xml } of tiffTexts(tiff)) xml ? addXml(text) : add(text)
  }
  if (mime === 'image/jpeg') {
    for (const { marker, data } of (await jpegSegments(bytes)) ?? []) {
      if (marker === 0xfe) add(decodeText(data))
      else if (data.subarray(0, 6).equals(EXIF)) addTiff(data.subarray(6))
      else if (marker === 0xe1) addXml(data.toString('utf8'))
      else if (marker === 0xed) for (const text of iptcTexts(data)) add(text)
    }
  } else if (mime === 'image/png') {
    for await (const { type, data } of pngChunks(bytes)) {
      if (type === 'eXIf') addTiff(data)
      else if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') add(pngText(type, data))
    }
  } else if (mime === 'image/webp') {
    for await (const { type, data } of riffChunks(bytes)) {
      if (type === 'EXIF') addTiff(data.subarray(0, 6).equals(EXIF) ? data.subarray(6) : data)
      else if (type === 'XMP ') addXml(data.toString('utf8'))
    }
  } else await scanHead(bytes, mime, add, addTiff, addXml)
}

async function scanHead(
  bytes: Bytes,
  mime: string,
  add: (text: string) => void,
  addTiff: (tiff: Buffer) => void,
  addXml: (xml: string) => void,
): Promise<void> {
  const head = await bytes.read(0, HEAD)
  const exif = head.indexOf(EXIF)
  if (exif >= 0) addTiff(head.subarray(exif + 6, exif + 6 + LARGEST_PART))
  const xmp = head.indexOf('<x:xmpmeta')
  if (xmp >= 0) addXml(head.toString('utf8', xmp, Math.min(head.length, xmp + LARGEST_PART)))
  if (mime !== 'image/gif') return
  for (let at = head.indexOf('21fe', 'hex'), read = 0; at >= 0 && read < 20; read++) {
    add(decodeText(head.subarray(at + 3, at + 3 + (head[at + 2] ?? 0))))
    at = head.indexOf('21fe', at + 2, 'hex')
  }
}

type Chunk = { type: string; data: Buffer }

async function* pngChunks(bytes: Bytes): AsyncGenerator<Chunk> {
  for (let at = 8, read = 0; read < MOST_PARTS * 10; read++) {
    const head = await bytes.read(at, 8)
    if (head.length < 8) return
    const length = head.readUInt32BE(0)
    const type = head.toString('latin1', 4, 8)
    if (/^(?:eXIf|[tzi]TXt)$/.test(type) && length <= LARGEST_PART)
      yield { type, data: await bytes.read(at + 8, length) }
    at += 12 + length
  }
}

function pngText(type: string, data: Buffer): string {
  const end = data.indexOf(0)
  if (end < 0) return ''
  if (type === 'tEXt') return decodeText(data.subarray(end + 1))
  if (type === 'zTXt') return decodeText(unpack(data.subarray(end + 2)))
  const packed = data[end + 1] === 1
  const language = data.indexOf(0, end + 3)
  const keyword = data.indexOf(0, language + 1)
  if (language < 0 || keyword < 0) return ''
  const text = data.subarray(keyword + 1)
  return decodeText(packed ? unpack(text) : text)
}

function unpack(data: Buffer): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: LARGEST_PART })
  } catch {
    return Buffer.alloc(0)
  }
}

async function* riffChunks(bytes: Bytes): AsyncGenerator<Chunk> {
  for (let at = 12, read = 0; read < MOST_PARTS; read++) {
    const head = await bytes.read(at, 8)
    if (head.length < 8) return
    const length = head.readUInt32LE(4)
    const type = head.toString('latin1', 0, 4)
    if (/^(?:EXIF|XMP )$/.test(type) && length <= LARGEST_PART)
      yield { type, data: await bytes.read(at + 8, length) }
    at += 8 + length + (length % 2)
  }
}

/** Caption, title, keywords and their like of IPTC, which picture programs keep in a Photoshop segment. */
function iptcTexts(data: Buffer): string[] {
  const texts: string[] = []
  for (
    let at = data.indexOf('1c02', 'hex'), read = 0;
    at >= 0 && at + 5 <= data.length && read < 50;
    read++
  ) {
    const length = data.readUInt16BE(at + 3)
    texts.push(decodeText(data.subarray(at + 5, at + 5 + length)))
    at = data.indexOf('1c02', at + 5 + length, 'hex')
  }
  return texts
}
