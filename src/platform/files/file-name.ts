import { findKind } from './kinds.ts'

const LONGEST = 120
/** Direction marks make 「gpj.exe」 read as 「exe.jpg」; the others end or hide text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu
const UNNAMED = '未命名文件'

/** A sent file name as it is kept: the last part of any path, visible characters only, at most 120. */
export function cleanFileName(sent: string): string {
  const last = sent.slice(0, 10_000).normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const name = last.replaceAll(INVISIBLE, '').replaceAll(/\s+/g, ' ').trim().replace(/^\.+/, '')
  const letters = [...name]
  if (letters.length === 0) return UNNAMED
  if (letters.length <= LONGEST) return name
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  return letters.slice(0, LONGEST - extension.length).join('') + extension
}

/** The name a file is saved under: with an extension of its type, so that no text is saved as a program. */
export function savedName(fileName: string, mime: string): string {
  const name = cleanFileName(fileName)
    .replaceAll(/[:*?"<>|]/g, '_')
    .replace(/[. ]+$/, '')
  const extensions = findKind(mime)?.extensions ?? []
  const has = extensions.some((extension) => name.toLowerCase().endsWith(`.${extension}`))
  return has || extensions[0] === undefined ? name : `${name || UNNAMED}.${extensions[0]}`
}
