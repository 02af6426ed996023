import { MOST_PHOTOS } from './sent.ts'

/**
 * Reads `multipart/form-data` by walking over the body, so that nothing of it is decoded or copied before it is known
 * to be no more than a form has. The parser of `fetch` knows no such bounds.
 */

/** A form without pictures is no more than its texts. */
export const MOST_TEXT = 40_000
/** The form has a dozen fields, and pictures. */
const MOST_PARTS = 30
const MOST_HEAD = 2_000
const LINE = '\r\n'

/** `photos` are parts of the body, one more than may be when there were more. */
export type FormParts = { form: URLSearchParams; photos: readonly Buffer[] }

/** Undefined for what is no form, and for what holds more than one. */
export function formPartsOf(contentType: string, body: Buffer): FormParts | undefined {
  const boundary = /;\s*boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'+./-]{1,70}))\s*(?:;|$)/i.exec(
    contentType,
  )
  const parts = boundary && partsOf(body, `--${boundary[1] ?? boundary[2]}`)
  if (!parts) return undefined
  const texts = parts.filter(({ isFile }) => !isFile)
  if (texts.reduce((sum, { content }) => sum + content.length, 0) > MOST_TEXT) return undefined
  const form = new URLSearchParams(texts.map(({ name, content }) => [name, content.toString('utf8')]))
  // A browser sends one empty file where none was chosen.
  const photos = parts.filter(
    ({ name, isFile, content }) => isFile && name === 'photos' && content.length > 0,
  )
  return { form, photos: photos.slice(0, MOST_PHOTOS + 1).map(({ content }) => content) }
}

type Part = { name: string; isFile: boolean; content: Buffer }

function partsOf(body: Buffer, delimiter: string): Part[] | undefined {
  const parts: Part[] = []
  if (body.toString('latin1', 0, delimiter.length) !== delimiter) return undefined
  for (let at = delimiter.length; ; ) {
    const next = body.toString('latin1', at, at + 2)
    if (next === '--') return parts
    if (next !== LINE || parts.length === MOST_PARTS) return undefined
    const head = body.subarray(at, at + MOST_HEAD)
    const headEnd = head.indexOf(LINE + LINE)
    const from = at + headEnd + 4
    const end = body.indexOf(LINE + delimiter, from)
    if (headEnd < 0 || end < 0) return undefined
    const said = /^content-disposition: *form-data; *name="([^"\r\n]{0,100})"(; *filename)?/im.exec(
      head.toString('utf8', 2, headEnd),
    )
    if (!said) return undefined
    parts.push({ name: said[1] ?? '', isFile: said[2] !== undefined, content: body.subarray(from, end) })
    at = end + LINE.length + delimiter.length
  }
}
