import { createReadStream } from 'node:fs'

/** Text in bytes that do not say their encoding: Unicode by its mark, else UTF-8, else GB 18030. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = markedEncoding(bytes)
  if (encoding) return clean(new TextDecoder(encoding).decode(bytes))
  try {
    return clean(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return clean(new TextDecoder('gb18030').decode(bytes))
  }
}

const clean = (text: string) => text.replaceAll('\0', ' ').trim()

function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** What no text holds; tab, line ends and page ends are in texts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/
/** Markup and scripts begin with a sign of their own; letters, columns and Chinese sentences do not. */
const PROGRAM = /^\ufeff?\s*(?:<[a-z!?/%]|#!|%!ps|\{\\rtf|@echo\b)/i

/** `text/plain`, `text/csv`, or undefined when the file is no text, or one that programs would run. */
export async function textType(path: string, head: Buffer): Promise<string | undefined> {
  const marked = markedEncoding(head)
  const encodings = marked ? [marked] : ['utf-8', 'gb18030']
  for (const encoding of encodings) {
    const start = await readThrough(path, encoding)
    if (start !== undefined)
      return PROGRAM.test(start) ? undefined : looksLikeTable(start) ? 'text/csv' : 'text/plain'
  }
  return undefined
}

/** The beginning of the text if every byte of the file is text in that encoding. */
async function readThrough(path: string, encoding: string): Promise<string | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let start = ''
  try {
    for await (const chunk of createReadStream(path)) {
      const text = decoder.decode(chunk as Buffer, { stream: true })
      if (CONTROL.test(text)) return undefined
      if (start.length < 65_536) start += text
    }
    start += decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
  return start
}

/** Rows of equally many columns, whatever separates them. */
function looksLikeTable(text: string): boolean {
  const lines = text
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/, 12)
    .filter((line) => line.trim() !== '')
    .slice(0, 10)
  if (lines.length < 2) return false
  return [',', '\t', ';'].some((sign) => {
    const counts = lines.map((line) => line.split(sign).length)
    return counts[0]! > 1 && counts.every((count) => count === counts[0])
  })
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Texts between the tags of an XML, and its attributes' values if wanted. Entities beyond XML's own are not followed. */
export function xmlTexts(xml: string, options: { attributes?: boolean } = {}): string[] {
  const shape = options.attributes ? />([^<>]+)<|="([^"<]+)"|='([^'<]+)'/g : />([^<>]+)</g
  return Array.from(xml.matchAll(shape), (match) => unescapeXml(match[1] ?? match[2] ?? match[3] ?? ''))
}

const unescapeXml = (text: string) =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
