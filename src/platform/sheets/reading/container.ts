import { type FileHandle, open } from 'node:fs/promises'
import { sheetProblem } from '../problems.ts'

const startsWith = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte)

/**
 * What the file is, by its content: names lie, and `.xls` is often a web page.
 * @throws SheetProblem for everything that is neither a workbook's zip nor text
 */
export async function detectContainer(filePath: string): Promise<'zip' | 'text'> {
  const file = await open(filePath)
  try {
    const head = await readHead(file, 64 * 1024)
    if (head.length === 0) throw sheetProblem('empty_file')
    if (startsWith(head, 0x50, 0x4b)) return 'zip'
    if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
      throw sheetProblem((await holdsEncryptedPackage(file)) ? 'encrypted' : 'old_excel')
    }
    const text = head.toString('latin1').replace(/^(?:ï»¿)?\s+|^ï»¿/, '')
    if (/^<(?:!doctype html|html|head|body|table|meta|style)\b/i.test(text)) throw sheetProblem('web_page')
    if (/^<\?xml/i.test(text)) {
      throw sheetProblem(
        /progid="Excel\.Sheet"|office:spreadsheet/i.test(text) ? 'xml_spreadsheet' : 'not_a_table',
      )
    }
    const utf16 = startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)
    if (/^(?:%PDF|\{\\rtf)/.test(text) || (!utf16 && head.includes(0))) {
      throw sheetProblem('not_a_table')
    }
    return 'text'
  } finally {
    await file.close()
  }
}

async function readHead(file: FileHandle, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
  return buffer.subarray(0, bytesRead)
}

/** A workbook with a password is an OLE file whose directory names the stream EncryptedPackage (MS-OFFCRYPTO 2.3.4.4). */
async function holdsEncryptedPackage(file: FileHandle): Promise<boolean> {
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  let kept = Buffer.alloc(0)
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
    const window = Buffer.concat([kept, chunk as Buffer])
    if (window.includes(name)) return true
    kept = window.subarray(-name.length)
  }
  return false
}
