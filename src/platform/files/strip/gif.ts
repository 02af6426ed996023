import { MOST_PARTS } from '../formats/pictures.ts'
import { bufferOf, countParts, must, mustBeShowable, part } from './damaged.ts'

const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b
/** Timing and transparency of the next picture. */
const GRAPHIC_CONTROL = 0xf9
/** A text that would be drawn; no program draws it. */
const PLAIN_TEXT = 0x01
const APPLICATION = 0xff
/** The only applications whose data are about how it is shown: how often it repeats. */
const LOOPS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0'])
const LOOP_LENGTH = 3

export function stripGif(bytes: Uint8Array): Uint8Array {
  const file = bufferOf(bytes)
  must(['GIF87a', 'GIF89a'].includes(file.subarray(0, 6).toString('latin1')))
  mustBeShowable(file.readUInt16LE(6), file.readUInt16LE(8))
  let at = 13 + colours(file[10])
  const kept: Buffer[] = [part(file, 0, at)]
  let control: Buffer | undefined
  let hasImage = false
  const count = countParts(MOST_PARTS * 10)
  for (;;) {
    count()
    const kind = file[at]
    if (kind === TRAILER) break
    const from = at
    if (kind === IMAGE) {
      at = endOfBlocks(file, at + 10 + colours(file[at + 9]) + 1)
      if (control) kept.push(control)
      kept.push(part(file, from, at - from))
      hasImage = true
      control = undefined
      continue
    }
    must(kind === EXTENSION)
    at = endOfBlocks(file, at + 2)
    if (file[from + 1] === GRAPHIC_CONTROL) control = timing(file, from)
    else if (file[from + 1] === PLAIN_TEXT) control = undefined
    else if (file[from + 1] === APPLICATION) kept.push(...loop(file, from))
  }
  must(hasImage)
  return Buffer.concat([...kept, Buffer.from([TRAILER])])
}

/** How many bytes the table of colours has that these flags announce. */
function colours(flags: number | undefined): number {
  must(flags !== undefined)
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** Behind blocks that each begin with their length, the last with none. */
function endOfBlocks(file: Buffer, from: number): number {
  let at = from
  for (;;) {
    const length = file[at]
    must(length !== undefined)
    at += 1 + length
    if (length === 0) return at
  }
}

/** One block of four bytes, and nothing in further ones. */
function timing(file: Buffer, from: number): Buffer {
  must(file[from + 2] === 4)
  return Buffer.concat([part(file, from, 7), Buffer.from([0])])
}

function loop(file: Buffer, from: number): Buffer[] {
  const name = file.subarray(from + 3, from + 14).toString('latin1')
  if (file[from + 2] !== 11 || !LOOPS.has(name) || file[from + 14] !== LOOP_LENGTH) return []
  return [part(file, from, 15 + LOOP_LENGTH), Buffer.from([0])]
}
