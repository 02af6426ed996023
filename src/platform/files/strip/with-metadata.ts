import { crc32, deflateSync } from 'node:zlib'
import { tiff } from '../samples.ts'

/** For tests: pictures of cameras and programs, made of plain ones. Everything put in says SECRET. */

export const SECRET = 'SECRET-34.5442N-110.2465E'
const secret = Buffer.from(SECRET)

/** EXIF that also says which way is up. */
export function exifOf(orientation: number): Buffer {
  const made = Buffer.concat([tiff(SECRET, SECRET), secret])
  // The description's entry becomes the orientation; the text stays where it was, as leftovers do.
  made.writeUInt16LE(0x0112, 10)
  made.writeUInt16LE(3, 12)
  made.writeUInt32LE(1, 14)
  made.writeUInt32LE(orientation, 18)
  return made
}

export function jpegWith(plain: Uint8Array, orientation = 1): Buffer {
  const segment = (marker: number, ...data: Buffer[]) => {
    const body = Buffer.concat(data)
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return Buffer.concat([head, body])
  }
  const latin1 = (text: string) => Buffer.from(text, 'latin1')
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe0, latin1('JFXX\0\x10'), secret),
    segment(0xe1, latin1('Exif\0\0'), exifOf(orientation)),
    segment(0xe1, latin1('http://ns.adobe.com/xap/1.0/\0'), secret),
    segment(0xe2, latin1('MPF\0'), secret),
    segment(0xed, latin1('Photoshop 3.0\x008BIM\x04\x04\0\0'), secret),
    segment(0xef, secret),
    segment(0xfe, secret),
    plain.subarray(2),
    secret,
  ])
}

export function pngWith(plain: Uint8Array, orientation = 1): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const made = Buffer.alloc(data.length + 12)
    made.writeUInt32BE(data.length)
    made.write(type, 4, 'latin1')
    made.set(data, 8)
    made.writeUInt32BE(crc32(made.subarray(4, -4)), data.length + 8)
    return made
  }
  const packed = deflateSync(secret)
  return Buffer.concat([
    plain.subarray(0, 33),
    chunk('tEXt', Buffer.concat([Buffer.from('Author\0'), secret])),
    chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), packed])),
    chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), secret])),
    chunk('eXIf', exifOf(orientation)),
    chunk('tIME', Buffer.from([7, 232, 3, 1, 8, 0, 0])),
    chunk('prVt', secret),
    plain.subarray(33),
    secret,
  ])
}

export function webpWith(plain: Uint8Array, size: readonly [width: number, height: number], orientation = 1) {
  const chunk = (type: string, data: Uint8Array) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
  }
  const head = Buffer.alloc(10)
  head[0] = 0x08 | 0x04
  head.writeUIntLE(size[0] - 1, 4, 3)
  head.writeUIntLE(size[1] - 1, 7, 3)
  const isExtended = Buffer.from(plain.subarray(12, 16)).toString() === 'VP8X'
  if (isExtended) head[0] |= plain[20]!
  const image = plain.subarray(isExtended ? 30 : 12)
  const parts = [
    chunk('VP8X', head),
    image,
    chunk('EXIF', exifOf(orientation)),
    chunk('XMP ', secret),
    chunk('prVt', secret),
  ]
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts])
  const riff = Buffer.alloc(8)
  riff.write('RIFF')
  riff.writeUInt32LE(body.length, 4)
  return Buffer.concat([riff, body, secret])
}

export function gifWith(plain: Uint8Array): Buffer {
  const blocks = (...texts: Buffer[]) => [
    ...texts.map((text) => Buffer.concat([Buffer.from([text.length]), text])),
    Buffer.from([0]),
  ]
  const flags = plain[10]!
  const at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  return Buffer.concat([
    plain.subarray(0, at),
    Buffer.from([0x21, 0xfe]),
    ...blocks(secret),
    Buffer.from([0x21, 0xff]),
    ...blocks(Buffer.from('XMP DataXMP'), secret),
    Buffer.from([0x21, 0xff]),
    ...blocks(Buffer.from('NETSCAPE2.0'), Buffer.from([1, 0, 0]), secret),
    Buffer.from([0x21, 0xf9]),
    ...blocks(Buffer.from([0, 10, 0, 0]), secret),
    plain.subarray(at),
    secret,
  ])
}
