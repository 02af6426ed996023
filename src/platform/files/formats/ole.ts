import type { Bytes } from '../bytes.ts'
import type { FileFault } from '../fault.ts'
import type { FoundTexts } from './found-texts.ts'
import { decodeText } from './text.ts'

/** Compound files: office documents of the older kind (.doc .xls .ppt and what WPS writes), a small file system. */
const END = 0xfffffffa
const MOST_SECTORS = 4_096
const LARGEST_STREAM = 2 ** 18
const SMALL = 4_096

type Item = { name: string; start: number; size: number }
type Compound = { items: Item[]; read(item: Item): Promise<Buffer> }

/** The streams of the file; undefined when its tables lead nowhere. */
async function openCompound(bytes: Bytes): Promise<Compound | undefined> {
  const head = await bytes.read(0, 512)
  if (head.length < 512) return undefined
  const shift = head.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return undefined
  const sectorSize = 2 ** shift
  const sector = (number: number) => bytes.read((number + 1) * sectorSize, sectorSize)
  const tableSectors = await tables(head, sector)

  const next = async (number: number): Promise<number> => {
    const table = tableSectors[Math.floor((number * 4) / sectorSize)]
    if (table === undefined) return END
    const entry = await bytes.read((table + 1) * sectorSize + ((number * 4) % sectorSize), 4)
    return entry.length === 4 ? entry.readUInt32LE(0) : END
  }
  const chain = async (start: number, most: number): Promise<Buffer> => {
    const read: Buffer[] = []
    for (
      let number = start;
      number < END && read.length < Math.ceil(most / sectorSize);
      number = await next(number)
    )
      read.push(await sector(number))
    return Buffer.concat(read)
  }

  const items = readItems(await chain(head.readUInt32LE(48), 128 * 1_000))
  const root = items[0]
  if (!root) return undefined
  return {
    items,
    async read(item) {
      const size = Math.min(item.size, LARGEST_STREAM)
      if (item.size >= SMALL) return (await chain(item.start, size)).subarray(0, size)
      // Small streams live in pieces of 64 bytes within the root's stream, with a table of their own.
      const smallTable = await chain(head.readUInt32LE(60), LARGEST_STREAM)
      const container = await chain(root.start, Math.min(root.size, 2 ** 22))
      const read: Buffer[] = []
      for (let number = item.start; number < END && read.length < SMALL / 64; ) {
        read.push(container.subarray(number * 64, number * 64 + 64))
        number = number * 4 + 4 <= smallTable.length ? smallTable.readUInt32LE(number * 4) : END
      }
      return Buffer.concat(read).subarray(0, size)
    },
  }
}

/** Sectors that hold the allocation table: the first 109 in the header, the others in a chain. */
async function tables(head: Buffer, sector: (number: number) => Promise<Buffer>): Promise<number[]> {
  const numbers: number[] = []
  for (let at = 76; at < 512; at += 4) numbers.push(head.readUInt32LE(at))
  let following = head.readUInt32LE(68)
  while (following < END && numbers.length < MOST_SECTORS) {
    const more = await sector(following)
    if (more.length < 512) break
    for (let at = 0; at < more.length - 4; at += 4) numbers.push(more.readUInt32LE(at))
    following = more.readUInt32LE(more.length - 4)
  }
  return numbers.filter((number) => number < END)
}

function readItems(directory: Buffer): Item[] {
  const items: Item[] = []
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const length = directory.readUInt16LE(at + 64)
    if (length < 2 || length > 64) continue
    items.push({
      name: directory.toString('utf16le', at, at + length - 2),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    })
  }
  return items
}

const mainStreams: readonly [stream: RegExp, mime: string][] = [
  [/^WordDocument$/, 'application/msword'],
  [/^(?:Workbook|Book)$/, 'application/vnd.ms-excel'],
  [/^PowerPoint Document$/, 'application/vnd.ms-powerpoint'],
]

/** The type of document in a compound file, or why it is not taken (an installer is a compound file, too). */
export async function oleType(bytes: Bytes): Promise<{ mime: string } | { fault: FileFault }> {
  const compound = await openCompound(bytes)
  if (!compound) return { fault: 'damaged' }
  const has = (shape: RegExp) => compound.items.some(({ name }) => shape.test(name))
  if (has(/^EncryptedPackage$/)) return { fault: 'encrypted' }
  if (has(/^(?:_VBA_PROJECT(?:_CUR)?|Macros|VBA)$/)) return { fault: 'macros' }
  const main = mainStreams.find(([stream]) => has(stream))
  return main ? { mime: main[1] } : { fault: 'type' }
}

/** Title, subject, author, keywords, comments, company and so on. */
export async function oleTexts(bytes: Bytes, found: FoundTexts): Promise<void> {
  const compound = await openCompound(bytes)
  if (!compound) return
  // One of each; a hostile file may name thousands.
  for (const name of ['\x05SummaryInformation', '\x05DocumentSummaryInformation']) {
    const item = compound.items.find((one) => one.name === name)
    if (item) for (const text of propertyTexts(await compound.read(item))) found.add('properties', text)
  }
}

const ANSI = 0x1e
const UNICODE = 0x1f

/** The strings of a property set's first section. */
function propertyTexts(set: Buffer): string[] {
  const u32 = (at: number) => (at >= 0 && at + 4 <= set.length ? set.readUInt32LE(at) : 0)
  const section = u32(44)
  if (section === 0) return []
  return Array.from({ length: Math.min(u32(section + 4), 100) }, (_, index) => {
    const at = section + u32(section + 12 + index * 8)
    const length = u32(at + 4)
    if (u32(at) === ANSI) return decodeText(set.subarray(at + 8, at + 8 + length))
    if (u32(at) === UNICODE)
      return set.toString('utf16le', at + 8, Math.min(set.length, at + 8 + length * 2)).replaceAll('\0', '')
    return ''
  })
}
