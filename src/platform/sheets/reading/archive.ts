import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { SheetLimits } from '../limits.ts'
import { SheetProblem, sheetProblem } from '../problems.ts'

/** The parts of a workbook. Names are matched as the format wants it: without regard to case. */
export type Archive = {
  names: readonly string[]
  has(name: string): boolean
  /** Inflates one part, counting. @throws SheetProblem damaged, size_mismatch, unpacked_too_large */
  read(name: string): AsyncGenerator<Buffer>
  close(): void
}

type Limits = Pick<SheetLimits, 'unpackedBytes' | 'parts'>

const refused = (error: unknown): SheetProblem => {
  if (error instanceof SheetProblem) return error
  const message = error instanceof Error ? error.message : ''
  if (/bytes in the stream/.test(message)) return sheetProblem('size_mismatch')
  return sheetProblem(/encrypt/.test(message) ? 'encrypted' : 'damaged')
}

/** @throws SheetProblem when the directory is broken, promises too much, or hides something */
export async function openArchive(filePath: string, limits: Limits): Promise<Archive> {
  let zip: ZipFile
  try {
    zip = await openPromise(filePath, { autoClose: false })
  } catch (error) {
    throw refused(error)
  }
  try {
    const entries = await readDirectory(zip, limits)
    return archive(zip, entries, limits)
  } catch (error) {
    zip.close()
    throw refused(error)
  }
}

async function readDirectory(zip: ZipFile, limits: Limits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.parts) throw sheetProblem('too_many_parts')
  const entries = new Map<string, Entry>()
  let promised = 0
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase()
    if (entry.isEncrypted()) throw sheetProblem('encrypted')
    // Two parts of one name: readers disagree on which counts, and something hides behind that.
    if (entries.has(name)) throw sheetProblem('damaged')
    promised += entry.uncompressedSize
    if (promised > limits.unpackedBytes) throw sheetProblem('unpacked_too_large', limits.unpackedBytes)
    entries.set(name, entry)
  }
  return entries
}

function archive(zip: ZipFile, entries: Map<string, Entry>, limits: Limits): Archive {
  let unpacked = 0
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name.toLowerCase()),
    async *read(name) {
      const entry = entries.get(name.toLowerCase())
      if (!entry) throw sheetProblem('damaged')
      let sum = 0
      try {
        // yauzl stops at the size that the directory promised; the sum over all parts is counted here.
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          unpacked += chunk.length
          if (unpacked > limits.unpackedBytes) throw sheetProblem('unpacked_too_large', limits.unpackedBytes)
          sum = crc32(chunk, sum)
          yield chunk
        }
      } catch (error) {
        throw refused(error)
      }
      if (sum !== entry.crc32) throw sheetProblem('damaged')
    },
    close: () => zip.close(),
  }
}
