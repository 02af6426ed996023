import { type Change, type Correction, type PublishedBody, publishedPages } from './content.ts'
import { type Masks, maskedContent } from './masks.ts'
import type { Former, Parts, PublicationRow } from './row.ts'

/** What a correction says has changed: found from the two frozen bodies, not from what somebody remembers. Pure. */

/** The page on which a correction gives its reason; it is no change. */
export const REASON_PAGE = 'correction'
export const REASON_HEADING = '更正说明'

export const correctedTitle = (title: string): string => `${title.replace(/（更正）$/, '')}（更正）`

type Pages = PublishedBody['pages']

/** Every text of the pages by where it stands, as residents would say it. */
function piecesOf(pages: Pages): Map<string, string> {
  const pieces = new Map<string, string>()
  const put = (where: string, text: string) => {
    let at = where
    for (let n = 2; pieces.has(at); n++) at = `${where}（${n}）`
    pieces.set(at, text)
  }
  for (const { heading, paragraphs, facts, table, steps } of pages) {
    if (heading === REASON_HEADING) continue
    for (const text of paragraphs) put(heading, text)
    for (const { label, value } of facts) put(`${heading} · ${label}`, value)
    for (const [first = '', ...cells] of table?.rows ?? [])
      for (const [c, cell] of cells.entries())
        put(`${heading} · ${first} · ${table?.columns[c + 1] ?? ''}`, cell)
    for (const { on, label } of steps) put(`${heading} · ${on}`, label)
  }
  return pieces
}

/** In reading order of the later one; what is gone comes last. */
export function changesBetween(former: Pages, later: Pages): Change[] {
  const before = piecesOf(former)
  const after = piecesOf(later)
  const changed = [...after].flatMap(([where, to]) => {
    const from = before.get(where) ?? null
    return from === to ? [] : [{ where, from, to }]
  })
  const gone = [...before].flatMap(([where, from]) => (after.has(where) ? [] : [{ where, from, to: '' }]))
  return [...changed, ...gone]
}

/** Where something is gone of which not even the name is shown again. */
const ELSEWHERE = '其余内容'

export function correctionOf({ number, edition, body, stands }: Former, later: Pages): Correction {
  const slug = edition === 1 ? number : `${number}-${edition}`
  const changes = body === null ? [] : changesBetween(body.pages, later)
  return readNow({ slug, number, stands, changes }, stands)
}

/** What was withdrawn is not brought back to light by its correction, nor is the name of a row that is gone. */
function readNow(correction: Correction, stands: boolean): Correction {
  if (stands && correction.stands) return correction
  const { changes } = correction
  const kept = changes.filter(({ to }) => to !== '').map((change) => ({ ...change, from: null }))
  const gone = kept.length < changes.length ? [{ where: ELSEWHERE, from: null, to: '' }] : []
  return { ...correction, stands: false, changes: [...kept, ...gone] }
}

/** As it is read now: the issue that it corrects may have been withdrawn since it was frozen. */
export const bodyReadNow = (body: PublishedBody, formerStands: boolean): PublishedBody =>
  body.corrects ? { ...body, corrects: readNow(body.corrects, formerStands) } : body

/** Undefined where it corrects nothing. */
export const correctionIn = (
  { content }: Pick<PublicationRow, 'content'>,
  masks: Masks,
  { former }: Pick<Parts, 'former'>,
): Correction | undefined =>
  former ? correctionOf(former, publishedPages(maskedContent(content, masks))) : undefined

/** A correction under which everything stays as it was; of an erased text nobody can say. */
export const changesNothing = (correction: Correction | undefined, { former }: Pick<Parts, 'former'>) =>
  correction !== undefined && former?.body != null && correction.changes.length === 0
