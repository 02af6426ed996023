import { type Change, type Correction, type PublishedBody, publishedPages } from './content.ts'
import { type Masks, maskedContent } from './masks.ts'
import type { Former, Parts, PublicationRow } from './row.ts'

/** What a correction says has changed: found from the two frozen bodies, not from what somebody remembers. Pure. */

/** The page on which a correction gives its reason; it is no change. */
export const REASON_PAGE = 'correction'
export const REASON_HEADING = '更正说明'

const CORRECTED = /（更正）$/
export const correctedTitle = (title: string): string => `${title.replace(CORRECTED, '')}（更正）`

type Texts = Pick<PublishedBody, 'title' | 'pages'>
type Page = PublishedBody['pages'][number]

/** Where a text of no page stands. */
const TITLE = '标题'
const HEADING = '栏目名称'

/** What the names on a page are on both sides: its own, or those that it has in the later text. */
type Called = { heading: string; columns: readonly string[] }
const ownNames = ({ heading, table }: Page): Called => ({ heading, columns: table?.columns ?? [] })

/** Every text of a page by where it stands under its heading, as residents would say it. */
function piecesOf(
  { paragraphs, facts, table, steps }: Page,
  columns: readonly string[] = table?.columns ?? [],
): [under: string, text: string][] {
  return [
    ...paragraphs.map((text): [string, string] => ['', text]),
    ...facts.map(({ label, value }): [string, string] => [` · ${label}`, value]),
    ...(table?.rows ?? []).flatMap(([first = '', ...cells]): [string, string][] =>
      cells.length === 0
        ? [['', first]]
        : cells.map((cell, c) => [` · ${first} · ${columns[c + 1] ?? ''}`, cell]),
    ),
    ...steps.map(({ on, label }): [string, string] => [` · ${on}`, label]),
  ]
}

/** All of them, those of the same name apart. */
function textsOf({ title, pages }: Texts, calledAs: (page: Page) => Called = ownNames): Map<string, string> {
  const texts = new Map([[TITLE, title.replace(CORRECTED, '')]])
  const put = (where: string, text: string) => {
    let at = where
    for (let n = 2; texts.has(at); n++) at = `${where}（${n}）`
    texts.set(at, text)
  }
  for (const page of told(pages)) {
    const { heading, columns } = calledAs(page)
    for (const [under, text] of piecesOf(page, columns)) put(heading + under, text)
  }
  return texts
}

const told = (pages: readonly Page[]) => pages.filter(({ heading }) => heading !== REASON_HEADING)

/** Pages that are on one side alone, by what they are called. */
const apart = (of: Texts, from: Texts) =>
  told(of.pages).filter(({ heading }) => from.pages.every((other) => other.heading !== heading))

/** Those that are only called something else: they have a text in common, or neither has any. */
function renamedPages(former: Texts, later: Texts): Map<Page, Page> {
  const left = new Set(apart(former, later))
  const renamed = new Map<Page, Page>()
  for (const page of apart(later, former)) {
    const own = new Set(piecesOf(page).map(String))
    const before = [...left].find((each) => {
      const pieces = piecesOf(each)
      return own.size === 0 ? pieces.length === 0 : pieces.some((piece) => own.has(String(piece)))
    })
    if (!before) continue
    renamed.set(before, page)
    left.delete(before)
  }
  return renamed
}

/** Columns that are only called something else, by where they stand: one name is gone there, another new. */
function renamedColumns({ table: before }: Page, { table: after }: Page): Map<number, string> {
  const renamed = new Map<number, string>()
  if (before?.columns.length !== after?.columns.length) return renamed
  for (const [c, name] of (after?.columns ?? []).entries()) {
    const former = before?.columns[c] ?? ''
    if (!before?.columns.includes(name) && !after?.columns.includes(former)) renamed.set(c, name)
  }
  return renamed
}

/** In reading order of the later one, what pages and columns are called first; what is gone comes last. */
export function changesBetween(former: Texts, later: Texts): Change[] {
  const renamed = renamedPages(former, later)
  const laterOf = (page: Page) =>
    renamed.get(page) ?? later.pages.find(({ heading }) => heading === page.heading) ?? page
  const before = textsOf(former, (page) => {
    const called = laterOf(page)
    const columns = renamedColumns(page, called)
    return {
      heading: called.heading,
      columns: ownNames(page).columns.map((name, c) => columns.get(c) ?? name),
    }
  })
  const after = textsOf(later)
  const changed = [...after].flatMap(([where, to]) => {
    const from = before.get(where) ?? null
    return from === to ? [] : [{ where, from, to }]
  })
  const gone = [...before].flatMap(([where, from]) => (after.has(where) ? [] : [{ where, from, to: '' }]))
  return [...headingChanges(former, later, renamed), ...columnChanges(former, laterOf), ...changed, ...gone]
}

function headingChanges(former: Texts, later: Texts, renamed: ReadonlyMap<Page, Page>): Change[] {
  const followed = new Set(renamed.values())
  const hasNoText = (page: Page) => piecesOf(page).length === 0
  const named = [
    ...[...renamed].map(([from, to]) => ({ from: from.heading, to: to.heading })),
    ...apart(later, former)
      .filter((page) => hasNoText(page) && !followed.has(page))
      .map(({ heading }) => ({ from: null, to: heading })),
    ...apart(former, later)
      .filter((page) => hasNoText(page) && !renamed.has(page))
      .map(({ heading }) => ({ from: heading, to: '' })),
  ]
  return named.map((change, n) => ({ where: n === 0 ? HEADING : `${HEADING}（${n + 1}）`, ...change }))
}

const columnChanges = (former: Texts, laterOf: (page: Page) => Page): Change[] =>
  told(former.pages).flatMap((page) =>
    [...renamedColumns(page, laterOf(page))].map(([c, to]) => ({
      where: `${laterOf(page).heading} · 第${c + 1}列的名称`,
      ...{ from: page.table?.columns[c] ?? '', to },
    })),
  )

/** Where something is gone of which not even the name is shown again. */
const ELSEWHERE = '其余内容'

export function correctionOf({ number, edition, body, stands }: Former, later: Texts): Correction {
  const slug = edition === 1 ? number : `${number}-${edition}`
  const changes = body === null ? [] : changesBetween(body, later)
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
): Correction | undefined => {
  if (!former) return undefined
  const masked = maskedContent(content, masks)
  return correctionOf(former, { title: masked.title, pages: publishedPages(masked) })
}

/** A correction under which everything stays as it was; of an erased text nobody can say. */
export const changesNothing = (correction: Correction | undefined, { former }: Pick<Parts, 'former'>) =>
  correction !== undefined && former?.body != null && correction.changes.length === 0
