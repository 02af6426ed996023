import { inflateSync } from 'node:zlib'
import type { Bytes } from '../bytes.ts'
import type { FoundTexts } from './found-texts.ts'
import { decodeText, xmlTexts } from './text.ts'

/** A PDF tells what it is at its beginning or its end; between there are pages. */
const HEAD = 2 ** 20
const TAIL = 4 * 2 ** 20
const MOST_PACKED = 40
const MOST_STRINGS = 1_000
const LARGEST_UNPACKED = 2 ** 20

/** Title, subject, keywords and author, bookmarks, and the XMP packet. Nothing where the file is encrypted. */
export async function pdfTexts(bytes: Bytes, found: FoundTexts): Promise<void> {
  const windows =
    bytes.size <= HEAD + TAIL
      ? [await bytes.read(0, bytes.size)]
      : [await bytes.read(bytes.size - TAIL, TAIL), await bytes.read(0, HEAD)]
  for (const window of windows) {
    infoTexts(window, found)
    for (const objects of packedObjects(window)) infoTexts(objects, found)
    const xmp = window.indexOf('<x:xmpmeta')
    if (xmp >= 0)
      for (const text of xmlTexts(window.toString('utf8', xmp, xmp + 2 ** 17), { attributes: true }))
        found.add('properties', text)
  }
}

const KEYS = /\/(?:Title|Subject|Keywords|Author)\s{0,5}([(<])/g

function infoTexts(window: Buffer, found: FoundTexts): void {
  const raw = window.toString('latin1')
  let looked = 0
  for (const match of raw.matchAll(KEYS)) {
    if (looked++ >= MOST_STRINGS) return
    const from = match.index + match[0].length
    const piece = raw.slice(from, from + 4_000)
    found.add('properties', match[1] === '(' ? literal(piece) : hexadecimal(piece))
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** A string in parentheses, which may be nested or escaped. */
function literal(raw: string): string {
  let text = ''
  for (let at = 0, depth = 1; at < raw.length; at++) {
    const sign = raw[at]!
    if (sign === '\\') {
      const octal = /^[0-7]{1,3}/.exec(raw.slice(at + 1, at + 4))?.[0]
      const escaped = raw[at + 1] ?? ''
      text += octal ? String.fromCharCode(Number.parseInt(octal, 8) & 0xff) : (ESCAPES[escaped] ?? escaped)
      at += octal ? octal.length : 1
      continue
    }
    if (sign === '(') depth++
    if (sign === ')' && --depth === 0) break
    text += sign
  }
  return decodeText(Buffer.from(text, 'latin1'))
}

function hexadecimal(raw: string): string {
  const end = raw.indexOf('>')
  return end < 0 ? '' : decodeText(Buffer.from(raw.slice(0, end).replaceAll(/\s/g, ''), 'hex'))
}

/** Newer files pack their small objects, the information among them. */
function* packedObjects(window: Buffer): Generator<Buffer> {
  let at = window.indexOf('/ObjStm')
  for (let read = 0; at >= 0 && read < MOST_PACKED; read++) {
    const word = window.indexOf('stream', at)
    if (word < 0) return
    const from = window[word + 6] === 0x0d ? word + 8 : word + 7
    try {
      yield inflateSync(window.subarray(from), { maxOutputLength: LARGEST_UNPACKED })
    } catch {
      // Another filter, cut off, or larger than any: what cannot be read is not looked at.
    }
    at = window.indexOf('/ObjStm', word)
  }
}
