import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })

/**
 * The text people meant: full-width digits and every kind of space made plain, invisible joiners dropped, ends
 * trimmed. Line breaks stay when `multiline`, else become a space. Applying it twice changes nothing.
 */
export function normaliseText(raw: string, { multiline = false } = {}): string {
  const text = raw
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  return (multiline ? text : text.replace(/ *\n[ \n]*/g, ' ')).trim()
}

/** Controls, and marks that make text read differently from what is stored (bidirectional overrides). */
export const hasControlCharacters = (text: string): boolean =>
  /[^\P{Cc}\t\r\n]|[\u202a-\u202e\u2066-\u2069]/u.test(text)

/** The traces of a wrong encoding: something was lost before it came to us. */
export const isDamagedText = (text: string): boolean => text.includes('\ufffd') || !text.isWellFormed()

const folded = new Map<string, string>()

/** For matching only, never for keeping: width, case, spaces and 简/繁 made equal. */
export function foldForMatching(text: string): string {
  const known = folded.get(text)
  if (known !== undefined) return known
  const key = toSimplified(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\u200b\u2060\ufeff]/g, ''),
  )
  // Choices repeat, free text does not get here: a small memory is enough, and it must stay small.
  if (folded.size > 5_000) folded.clear()
  folded.set(text, key)
  return key
}

/** Headings carry a required mark and remarks in the template; neither belongs to the name. */
export const foldHeading = (text: string): string =>
  foldForMatching(text).replace(/\*|\((?:必填|选填)\)/g, '')

/** Enough of a cell to find it again, never the whole of it. */
export const shorten = (text: string, length = 40): string => {
  const characters = [...text.slice(0, length * 2)]
  return characters.length <= length && text.length <= length * 2
    ? text
    : `${characters.slice(0, length).join('')}…`
}

/** 0 → A, 26 → AA: how Excel names the column. */
export const columnLetter = (position: number): string =>
  position < 26
    ? String.fromCharCode(65 + position)
    : columnLetter(Math.floor(position / 26) - 1) + columnLetter(position % 26)
