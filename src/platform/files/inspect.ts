import { withBytes } from './bytes.ts'
import { type FileTexts, FoundTexts } from './formats/found-texts.ts'
import { oleTexts } from './formats/ole.ts'
import { ooxmlTexts } from './formats/ooxml.ts'
import { pdfTexts } from './formats/pdf.ts'
import { pictureTexts } from './formats/pictures.ts'
import { findKind } from './kinds.ts'

/**
 * What a file says about itself beside its content: title, author, keywords, comments, first lines, names of files
 * inside. At most 300 texts of 500 characters. What is broken is passed over: the rest still counts.
 * @param mime as `sniffFile` found it
 */
export async function readFileTexts(path: string, mime: string): Promise<FileTexts> {
  const found = new FoundTexts()
  try {
    await read(path, mime, found)
  } catch (error) {
    if (isSystemError(error)) throw error
  }
  return found.texts
}

async function read(path: string, mime: string, found: FoundTexts): Promise<void> {
  if (mime.startsWith('application/vnd.openxmlformats')) return ooxmlTexts(path, found)
  await withBytes(path, async (bytes) => {
    if (mime === 'application/pdf') await pdfTexts(bytes, found)
    else if (findKind(mime)?.group === 'picture') await pictureTexts(mime, bytes, found)
    else if (/^application\/(?:msword|vnd\.ms-)/.test(mime)) await oleTexts(bytes, found)
  })
}

/** A disk that fails is not a broken file. */
const isSystemError = (error: unknown) => error instanceof Error && 'syscall' in error
