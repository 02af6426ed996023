import { z } from 'zod'

/**
 * The text of a publication, in pages that people check one by one. Every piece of text has a name, its slot, by which
 * edits, masks and differences speak of it. Pure: server and browser read it alike.
 */
export const Fact = z.object({ label: z.string(), value: z.string() })
export type Fact = z.infer<typeof Fact>
export const Table = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) })
export const Step = z.object({ on: z.string(), label: z.string() })

export const Page = z.object({
  key: z.string(),
  heading: z.string(),
  paragraphs: z.array(z.string()),
  facts: z.array(Fact),
  table: Table.nullable(),
  /** What happened on which day. */
  steps: z.array(Step),
})
export type Page = z.infer<typeof Page>

/** Captions of the pictures by their id. */
export const Content = z.object({
  title: z.string(),
  pages: z.array(Page),
  captions: z.record(z.string(), z.string()),
})
export type Content = z.infer<typeof Content>

/** `from` null: it was not there. */
export const Change = z.object({ where: z.string(), from: z.string().nullable(), to: z.string() })
export type Change = z.infer<typeof Change>
export const Correction = z.object({
  slug: z.string(),
  number: z.string(),
  /** The former issue stood beside it; of one that was withdrawn no word is shown again. */
  stands: z.boolean(),
  changes: z.array(Change),
})
export type Correction = z.infer<typeof Correction>

/** Published: masked text only, names of organisations as text. Its canonical JSON is what the hash is of. */
export const PublishedBody = z.object({
  title: z.string(),
  kind: z.enum(['problem', 'organization', 'month', 'appeals']),
  number: z.string(),
  edition: z.int(),
  organization: z.string(),
  township: z.string().nullable(),
  month: z.string().nullable(),
  /** First and last day. */
  from: z.string(),
  until: z.string(),
  pages: z.array(Page.omit({ key: true })),
  pictures: z.array(z.object({ sha256: z.string(), caption: z.string() })),
  /** Of a correction: which issue it corrects, and every text that is another there. */
  corrects: Correction.optional(),
})
export type PublishedBody = z.infer<typeof PublishedBody>

/** Below it a correction tells what has changed. */
export const CHANGES_HEADING = '更正的内容'

/** As it is posted and sent on: of a correction with what has changed. */
export function postedPages({ pages, corrects }: PublishedBody): PublishedBody['pages'] {
  if (!corrects || corrects.changes.length === 0) return pages
  const { stands, changes } = corrects
  const columns = ['哪里', ...(stands ? ['原来'] : []), '更正为']
  const rows = changes.map(({ where, from, to }) => [
    where,
    ...(stands ? [from ?? '（原来没有）'] : []),
    to === '' ? '（删去）' : to,
  ])
  const empty = { paragraphs: [], facts: [], steps: [] }
  return [...pages, { heading: CHANGES_HEADING, ...empty, table: { columns, rows } }]
}

export type Slots = Record<string, string>

/** Which page a slot stands on; the title is on the first, captions on one of their own. */
export const TITLE = 'title'
export const PICTURES = 'pictures'

/** Every text that people may edit and that is masked, by slot, in reading order. Days of steps are not text. */
export function slotsOf(content: Content): Slots {
  const slots: Slots = { [TITLE]: content.title }
  for (const page of content.pages) {
    slots[`${page.key}/heading`] = page.heading
    page.paragraphs.forEach((text, i) => {
      slots[`${page.key}/p${i}`] = text
    })
    page.facts.forEach(({ value }, i) => {
      slots[`${page.key}/f${i}`] = value
    })
    page.table?.rows.forEach((row, r) => {
      row.forEach((cell, c) => {
        slots[`${page.key}/t${r}.${c}`] = cell
      })
    })
    page.steps.forEach(({ label }, i) => {
      slots[`${page.key}/s${i}`] = label
    })
  }
  for (const [id, caption] of Object.entries(content.captions)) slots[`${PICTURES}/${id}`] = caption
  return slots
}

/** What a figure or a cell is about, by slot: without it a page is a column of bare numbers. */
export function labelsOf({ pages }: Content): Slots {
  const labels: Slots = {}
  for (const { key, facts, table } of pages) {
    facts.forEach(({ label }, i) => {
      labels[`${key}/f${i}`] = label
    })
    table?.rows.forEach((row, r) => {
      row.forEach((_, c) => {
        labels[`${key}/t${r}.${c}`] = table.columns[c] ?? ''
      })
    })
  }
  return labels
}

export const pageOfSlot = (slot: string, content: Content): string =>
  slot === TITLE ? (content.pages[0]?.key ?? TITLE) : (slot.split('/')[0] ?? '')

/** The pages that somebody has to look at before it goes on. */
export const pageKeysOf = (content: Content): string[] => [
  ...content.pages.map(({ key }) => key),
  ...(Object.keys(content.captions).length > 0 ? [PICTURES] : []),
]

/** The same content with each slot's text replaced. */
export function withTexts(content: Content, textOf: (slot: string, text: string) => string): Content {
  return {
    title: textOf(TITLE, content.title),
    pages: content.pages.map((page) => ({
      ...page,
      heading: textOf(`${page.key}/heading`, page.heading),
      paragraphs: page.paragraphs.map((text, i) => textOf(`${page.key}/p${i}`, text)),
      facts: page.facts.map(({ label, value }, i) => ({ label, value: textOf(`${page.key}/f${i}`, value) })),
      table: page.table && {
        ...page.table,
        rows: page.table.rows.map((row, r) => row.map((cell, c) => textOf(`${page.key}/t${r}.${c}`, cell))),
      },
      steps: page.steps.map(({ on, label }, i) => ({ on, label: textOf(`${page.key}/s${i}`, label) })),
    })),
    captions: Object.fromEntries(
      Object.entries(content.captions).map(([id, text]) => [id, textOf(`${PICTURES}/${id}`, text)]),
    ),
  }
}

/** What people changed of what the data gave: by slot, both texts. */
export function differencesOf(
  generated: Content,
  content: Content,
): { slot: string; from: string; to: string }[] {
  const before = slotsOf(generated)
  return Object.entries(slotsOf(content)).flatMap(([slot, to]) => {
    const from = before[slot] ?? ''
    return from === to ? [] : [{ slot, from, to }]
  })
}

/** Emptied text is left out of what is published, and an emptied page altogether. */
export function publishedPages(masked: Content): PublishedBody['pages'] {
  return masked.pages.flatMap(({ key: _, ...page }) => {
    const kept = {
      ...page,
      paragraphs: page.paragraphs.filter((text) => text !== ''),
      facts: page.facts.filter(({ value }) => value !== ''),
      steps: page.steps.filter(({ label }) => label !== ''),
    }
    const isEmpty =
      kept.paragraphs.length + kept.facts.length + kept.steps.length + (kept.table?.rows.length ?? 0) === 0
    return isEmpty || kept.heading === '' ? [] : [kept]
  })
}
