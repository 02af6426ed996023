import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { FileFault } from '../fault.ts'
import type { FoundTexts } from './found-texts.ts'
import { xmlTexts } from './text.ts'

/** Office documents of the newer kind: zip archives of XML parts. */
const MOST_ENTRIES = 10_000
/** Of a part that is read, unpacked; enough for its first texts. */
const LARGEST_PART = 2 ** 18
const PROGRAMS = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml)$|^xl\/macrosheets\//i
const CONTENT_TYPES = '[Content_Types].xml'

const mainParts: readonly [contentType: string, mime: string][] = [
  [
    'wordprocessingml.document.main+xml',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['spreadsheetml.sheet.main+xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [
    'presentationml.presentation.main+xml',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
]

/** The type of document in a zip archive, or why it is not taken. A zip archive as such is none. */
export async function ooxmlType(path: string): Promise<{ mime: string } | { fault: FileFault }> {
  let contentTypes = ''
  try {
    const programs = await eachEntry(path, async (zip, entry) => {
      if (PROGRAMS.test(entry.fileName)) return true
      if (entry.fileName === CONTENT_TYPES) contentTypes = await readPart(zip, entry)
      return false
    })
    if (programs) return { fault: 'macros' }
  } catch {
    return { fault: 'damaged' }
  }
  // Defaults, by extension, name types that the archive need not hold.
  const held = contentTypes.match(/<Override [^<>]{1,1000}>/g)?.join('') ?? ''
  if (/macroEnabled\.main\+xml/i.test(held)) return { fault: 'macros' }
  const main = mainParts.find(([type]) => held.includes(type))
  return main ? { mime: main[1] } : { fault: 'type' }
}

/** Parts in which people write what a document is, and the end of a paragraph, cell or line in them. */
const parts: readonly [name: RegExp, part: 'properties' | 'opening', end: string, most: number][] = [
  [/^docProps\/(?:core|app|custom)\.xml$/, 'properties', '</', 60],
  [/^word\/header\d+\.xml$/, 'opening', '</w:p>', 5],
  [/^word\/document\.xml$/, 'opening', '</w:p>', 12],
  [/^xl\/sharedStrings\.xml$/, 'opening', '</si>', 12],
  [/^ppt\/slides\/slide1\.xml$/, 'opening', '</a:p>', 12],
]

/** Properties, sheet names, first lines, names of embedded files. Marks of secrecy stand in the first lines. */
export async function ooxmlTexts(path: string, found: FoundTexts): Promise<void> {
  await eachEntry(path, async (zip, entry) => {
    const name = entry.fileName
    if (/\/embeddings\//.test(name)) found.add('fileNames', name.slice(name.lastIndexOf('/') + 1))
    if (name === 'xl/workbook.xml')
      for (const [sheet] of (await readPart(zip, entry)).matchAll(/<sheet [^<>]{1,1000}>/g))
        for (const text of xmlTexts(sheet, { attributes: true })) found.add('properties', text)
    const wanted = parts.find(([shape]) => shape.test(name))
    if (!wanted) return false
    const [, part, end, most] = wanted
    // Within a paragraph the format cuts the text wherever its look changes.
    const texts = (await readPart(zip, entry)).split(end).map((piece) => xmlTexts(`${piece}<`).join(''))
    for (const text of texts.filter((text) => text.trim() !== '').slice(0, most)) found.add(part, text)
    return false
  })
}

/** Until `look` answers true, which is answered then. Throws when the archive is broken. */
async function eachEntry(
  path: string,
  look: (zip: ZipFile, entry: Entry) => Promise<boolean>,
): Promise<boolean> {
  const zip = await openPromise(path)
  try {
    let count = 0
    for await (const entry of zip.eachEntry()) {
      if (++count > MOST_ENTRIES) throw new Error('too many entries')
      if (await look(zip, entry)) return true
    }
    return false
  } finally {
    zip.close()
  }
}

/** The beginning of a part: however much it claims to unpack to, no more is unpacked. */
async function readPart(zip: ZipFile, entry: Entry): Promise<string> {
  const stream: Readable = await zip.openReadStreamPromise(entry)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size >= LARGEST_PART) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, LARGEST_PART)
}
