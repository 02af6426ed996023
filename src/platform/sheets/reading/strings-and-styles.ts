import type { Archive } from './archive.ts'
import { isDateFormat } from './dates.ts'
import type { Workbook } from './workbook.ts'
import { walkWholeXml } from './xml.ts'

/** `_x000A_` is how a workbook spells a character that XML cannot hold (ECMA-376 22.4.2.4). */
export const decodeEscapes = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

/** Texts that cells point to. Runs of one text are joined; readings over it (rPh) are not part of it. */
export async function readSharedStrings(archive: Archive, workbook: Workbook): Promise<string[]> {
  const strings: string[] = []
  if (!workbook.sharedStrings) return strings
  let current = ''
  let inText = false
  let inReading = false
  await walkWholeXml(archive.read(workbook.sharedStrings), {
    open(name) {
      if (name === 'si') current = ''
      else if (name === 'rPh') inReading = true
      else if (name === 't') inText = !inReading
    },
    text(text) {
      if (inText) current += text
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') inReading = false
      else if (name === 'si') strings.push(decodeEscapes(current))
    },
  })
  return strings
}

/** Per cell style: whether its numbers are dates. */
export async function readDateStyles(archive: Archive, workbook: Workbook): Promise<boolean[]> {
  const styles: boolean[] = []
  if (!workbook.styles) return styles
  const codes = new Map<number, string>()
  let inCells = false
  await walkWholeXml(archive.read(workbook.styles), {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0)
        styles.push(isDateFormat(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}
