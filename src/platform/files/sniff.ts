import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type'
import { type Bytes, bytesIn, withBytes } from './bytes.ts'
import type { FileFault } from './fault.ts'
import { oleType } from './formats/ole.ts'
import { ooxmlType } from './formats/ooxml.ts'
import { isPicture } from './formats/pictures.ts'
import { textType } from './formats/text.ts'
import { findKind } from './kinds.ts'

export type Sniffed = { mime: string } | { fault: FileFault }

const ZIP = Buffer.from('PK\x03\x04', 'latin1')
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** What a file is, by its bytes alone, and whether that may be stored. */
export async function sniffFile(path: string): Promise<Sniffed> {
  return withBytes(path, async (bytes) => {
    if (bytes.size === 0) return { fault: 'empty' }
    const head = await bytes.read(0, 4_096)
    if (head.subarray(0, 4).equals(ZIP)) return ooxmlType(path)
    if (head.subarray(0, 8).equals(COMPOUND)) return oleType(bytes)
    const detected = await detect(path)
    if (detected !== undefined) return judge(detected, bytes)
    const mime = await textType(path, head)
    return mime ? { mime } : { fault: 'type' }
  })
}

/** The same of a picture that is in memory: taken by one process, it is not to be refused by the store of another. */
export async function isStorablePicture(picture: Uint8Array): Promise<boolean> {
  const detected = await fileTypeFromBuffer(picture).catch(() => undefined)
  const judged =
    detected && findKind(detected.mime)?.group === 'picture' && judge(detected.mime, bytesIn(picture))
  return judged ? 'mime' in (await judged) : false
}

/**
 * Whether a file of which only the beginning has come can already be told to be nothing that may be stored. Not of
 * archives and office files: what these are stands at their end.
 */
export const isRefusedFromTheStart = (path: string): Promise<boolean> =>
  withBytes(path, async (bytes) => {
    const head = await bytes.read(0, 8)
    if (head.subarray(0, 4).equals(ZIP) || head.equals(COMPOUND)) return false
    const detected = await detect(path)
    return detected !== undefined && findKind(detected) === undefined
  })

async function judge(detected: string, bytes: Bytes): Promise<Sniffed> {
  const kind = findKind(detected)
  if (!kind) return { fault: 'type' }
  if (kind.group === 'picture' && !(await isPicture(kind.mime, bytes))) return { fault: 'damaged' }
  return { mime: kind.mime }
}

async function detect(path: string): Promise<string | undefined> {
  try {
    return (await fileTypeFromFile(path))?.mime
  } catch {
    // It stumbles over some cut files; they are then no text either.
    return undefined
  }
}
