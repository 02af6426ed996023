import { crc32, deflateSync } from 'node:zlib'

/** Small files of every kind for tests, made from bytes, with texts of one's choice in the places people write them. */

const u16 = (value: number) => Buffer.from([value & 0xff, (value >> 8) & 0xff])
const u32 = (value: number) =>
  Buffer.from([value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >>> 24) & 0xff])
const be16 = (value: number) => Buffer.from([(value >> 8) & 0xff, value & 0xff])
const be32 = (value: number) => Buffer.from([...u32(value)].reverse())

/** A zip archive of stored entries. */
export function zip(entries: Readonly<Record<string, string | Buffer>>): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(entries)) {
    const data = Buffer.from(content as string)
    const fileName = Buffer.from(name)
    const sizes = [u32(crc32(data)), u32(data.length), u32(data.length), u16(fileName.length)]
    const about = [u16(20), u16(0x800), u16(0), u32(0), ...sizes]
    const entry = Buffer.concat([u32(0x04034b50), ...about, u16(0), fileName, data])
    central.push(
      u32(0x02014b50),
      u16(20),
      ...about,
      u16(0),
      u16(0),
      u16(0),
      u16(0),
      u32(0),
      u32(offset),
      fileName,
    )
    local.push(entry)
    offset += entry.length
  }
  const directory = Buffer.concat(central)
  const count = u16(Object.keys(entries).length)
  return Buffer.concat([
    ...local,
    directory,
    ...[u32(0x06054b50), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)],
  ])
}

const MAIN = {
  docx: ['/word/document.xml', 'wordprocessingml.document.main+xml'],
  xlsx: ['/xl/workbook.xml', 'spreadsheetml.sheet.main+xml'],
  pptx: ['/ppt/presentation.xml', 'presentationml.presentation.main+xml'],
} as const

type Office = {
  title?: string
  lines?: readonly string[]
  header?: string
  sheet?: string
  more?: Record<string, string>
}

export function office(
  kind: keyof typeof MAIN,
  { title = '', lines = [], header, sheet, more = {} }: Office = {},
): Buffer {
  const [part, type] = MAIN[kind]
  // Word cuts a line into runs wherever its look changes.
  const paragraphs = lines.map(
    (line) => `<w:p>${[...line].map((l) => `<w:r><w:t>${l}</w:t></w:r>`).join('')}</w:p>`,
  )
  return zip({
    '[Content_Types].xml': `<Types><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}"/></Types>`,
    'docProps/core.xml': `<cp:coreProperties><dc:title>${title}</dc:title><dc:creator>张三</dc:creator></cp:coreProperties>`,
    ...(kind === 'docx'
      ? { 'word/document.xml': `<w:document><w:body>${paragraphs.join('')}</w:body></w:document>` }
      : {}),
    ...(kind === 'xlsx'
      ? {
          'xl/workbook.xml': `<workbook><sheets><sheet name="${sheet ?? '表1'}" sheetId="1"/></sheets></workbook>`,
        }
      : {}),
    ...(header ? { 'word/header1.xml': `<w:hdr><w:p><w:r><w:t>${header}</w:t></w:r></w:p></w:hdr>` } : {}),
    ...more,
  })
}

/** A TIFF structure with a description, as EXIF keeps it, and a comment in its EXIF directory. */
export function tiff(description: string, comment = ''): Buffer {
  const text = Buffer.concat([Buffer.from(description), Buffer.from([0])])
  const note = Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(comment, 'utf16le')])
  const exifAt = 8 + 2 + 2 * 12 + 4
  const textAt = exifAt + 2 + 12 + 4
  const field = (tag: number, type: number, count: number, value: number) =>
    Buffer.concat([u16(tag), u16(type), u32(count), u32(value)])
  return Buffer.concat([
    ...[Buffer.from('II*\0'), u32(8), u16(2)],
    field(0x010e, 2, text.length, textAt),
    field(0x8769, 4, 1, exifAt),
    u32(0),
    ...[u16(1), field(0x9286, 7, note.length, textAt + text.length), u32(0)],
    ...[text, note],
  ])
}

const segment = (marker: number, data: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), be16(data.length + 2), data])

export function jpeg(
  texts: { description?: string; comment?: string; xmp?: string; caption?: string } = {},
): Buffer {
  const { description, comment, xmp, caption } = texts
  const parts = [
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
  ]
  if (description !== undefined)
    parts.push(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff(description, '现场照片')])))
  if (xmp !== undefined)
    parts.push(
      segment(
        0xe1,
        Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:li>${xmp}</rdf:li></x:xmpmeta>`),
      ),
    )
  if (caption !== undefined) {
    const text = Buffer.from(caption)
    const iptc = Buffer.concat([Buffer.from([0x1c, 2, 120]), be16(text.length), text])
    parts.push(
      segment(
        0xed,
        Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0'), be32(iptc.length), iptc]),
      ),
    )
  }
  if (comment !== undefined) parts.push(segment(0xfe, Buffer.from(comment)))
  parts.push(
    segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  )
  return Buffer.concat([...parts, Buffer.from([0x7f, 0xff, 0xd9])])
}

export function png(texts: { plain?: string; packed?: string } = {}): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data])
    return Buffer.concat([be32(data.length), named, be32(crc32(named))])
  }
  const international = (text: string, packed: boolean) => {
    const bytes = packed ? deflateSync(Buffer.from(text)) : Buffer.from(text)
    return chunk(
      'iTXt',
      Buffer.concat([Buffer.from(`Comment\0${packed ? '\x01' : '\0'}\0zh\0注释\0`), bytes]),
    )
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.concat([be32(1), be32(1), Buffer.from([8, 0, 0, 0, 0])])),
    ...(texts.plain === undefined ? [] : [international(texts.plain, false)]),
    ...(texts.packed === undefined ? [] : [international(texts.packed, true)]),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export const gif = (comment = ''): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    ...[u16(1), u16(1), Buffer.from([0x80, 0, 0]), Buffer.from([0, 0, 0, 255, 255, 255])],
    ...[Buffer.from([0x21, 0xfe, Buffer.byteLength(comment)]), Buffer.from(comment), Buffer.from([0])],
    Buffer.from('2c000000000100010000020144003b', 'hex'),
  ])

export function webp(xmp = ''): Buffer {
  const chunk = (type: string, data: Buffer) =>
    Buffer.concat([Buffer.from(type), u32(data.length), data, Buffer.alloc(data.length % 2)])
  const xml = Buffer.from(`<x:xmpmeta><dc:title>${xmp}</dc:title></x:xmpmeta>`)
  const body = Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', Buffer.alloc(10)), chunk('XMP ', xml)])
  return Buffer.concat([Buffer.from('RIFF'), u32(body.length), body])
}

const box = (type: string, data: Buffer) =>
  Buffer.concat([be32(data.length + 8), Buffer.from(type, 'latin1'), data])

export const heic = (description = ''): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    box('mdat', Buffer.concat([Buffer.from('\0\0\0\x06Exif\0\0', 'latin1'), tiff(description)])),
  ])

export const mp4 = (brand = 'isom'): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.from(`${brand}\0\0\x02\0isommp42`, 'latin1')),
    box('moov', Buffer.alloc(64)),
  ])

/** `packed`: information in an object stream, as newer programs write it. */
export function pdf({
  title = '',
  keywords = '',
  packed = false,
}: {
  title?: string
  keywords?: string
  packed?: boolean
} = {}): Buffer {
  const utf16 = Buffer.from(`\ufeff${title}`, 'utf16le').swap16()
  const literal = utf16.toString('latin1').replaceAll(/[\\()]/g, (sign) => `\\${sign}`)
  const hex = Buffer.from(`\ufeff${keywords}`, 'utf16le').swap16().toString('hex')
  const info = `<< /Title (${literal}) /Keywords <${hex}> >>`
  const data = packed ? deflateSync(Buffer.from(`3 0 ${info}`, 'latin1')) : Buffer.alloc(0)
  const body = packed
    ? [
        `3 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${data.length} >>\nstream\n`,
        data,
        '\nendstream\nendobj\n',
      ]
    : [`3 0 obj ${info} endobj\n`]
  return Buffer.concat(
    ['%PDF-1.5\n1 0 obj << /Type /Catalog >> endobj\n', ...body, 'trailer << /Info 3 0 R >>\n%%EOF\n'].map(
      (part) => Buffer.from(part as string, 'latin1'),
    ),
  )
}

/** A compound file of sectors of 512 bytes with these streams, each of at least 4,096 bytes or in the small stream. */
export function compound(streams: Readonly<Record<string, Buffer>>): Buffer {
  const sectors: Buffer[] = [Buffer.alloc(512)]
  const table = new Map<number, number>([[0, 0xfffffffd]])
  const place = (data: Buffer): number => {
    const first = sectors.length
    const count = Math.max(1, Math.ceil(data.length / 512))
    for (let n = 0; n < count; n++) {
      sectors.push(Buffer.concat([data.subarray(n * 512, n * 512 + 512), Buffer.alloc(512)]).subarray(0, 512))
      table.set(first + n, n + 1 < count ? first + n + 1 : 0xfffffffe)
    }
    return first
  }
  const small: Buffer[] = []
  const smallTable: number[] = []
  const items = Object.entries(streams).map(([name, data]) => {
    if (data.length >= 4096) return { name, start: place(data), size: data.length }
    const start = small.length
    const count = Math.ceil(data.length / 64)
    for (let n = 0; n < count; n++) {
      small.push(Buffer.concat([data.subarray(n * 64, n * 64 + 64), Buffer.alloc(64)]).subarray(0, 64))
      smallTable.push(n + 1 < count ? start + n + 1 : 0xfffffffe)
    }
    return { name, start, size: data.length }
  })
  const container = place(Buffer.concat(small))
  const smallTableAt = place(Buffer.concat(smallTable.map(u32)))
  const entry = ({ name, start, size }: { name: string; start: number; size: number }, type: number) => {
    const item = Buffer.alloc(128)
    item.write(name, 0, 'utf16le')
    item.writeUInt16LE(name.length * 2 + 2, 64)
    item.writeUInt8(type, 66)
    item.writeUInt32LE(start, 116)
    item.writeUInt32LE(size, 120)
    return item
  }
  const root = entry({ name: 'Root Entry', start: container, size: small.length * 64 }, 5)
  const directory = place(Buffer.concat([root, ...items.map((item) => entry(item, 2))]))
  sectors[0]!.fill(0xff)
  for (const [at, next] of table) sectors[0]!.writeUInt32LE(next, at * 4)
  const head = Buffer.alloc(512, 0)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(head)
  head.writeUInt16LE(9, 30)
  head.writeUInt16LE(6, 32)
  head.writeUInt32LE(directory, 48)
  head.writeUInt32LE(smallTableAt, 60)
  head.writeUInt32LE(0xfffffffe, 68)
  head.fill(0xff, 76)
  head.writeUInt32LE(0, 76)
  return Buffer.concat([head, ...sectors])
}

/** The property set in which older documents keep their title; `encoded` as their code page has it. */
export function summary(encoded: Buffer): Buffer {
  const title = Buffer.concat([u32(0x1e), u32(encoded.length + 1), encoded, Buffer.from([0])])
  const section = Buffer.concat([u32(16 + title.length), u32(1), u32(2), u32(16), title])
  return Buffer.concat([Buffer.alloc(44), u32(48), section])
}
