import { z } from 'zod'
import { type Content, pageKeysOf, pageOfSlot, slotsOf, TITLE, withTexts } from './content.ts'

/** One masked place in the text of a slot, in UTF-16 units of the original. */
export const Span = z.object({
  from: z.int().min(0),
  to: z.int().min(1),
  /** What the machine took it for; `person` where somebody marked it. */
  kind: z.string(),
  /** What stands there instead. */
  shown: z.string(),
  /** Unmasked again by a person, for this reason. */
  lifted: z.string().nullable(),
})
export type Span = z.infer<typeof Span>

/** What of a publication's text is masked, and who has looked at which page. */
export const Masks = z.object({
  spans: z.record(z.string(), z.array(Span)),
  confirmed: z.record(z.string(), z.object({ by: z.string(), at: z.string() })),
})
export type Masks = z.infer<typeof Masks>

export const noMasks: Masks = { spans: {}, confirmed: {} }

/** The masking engine: which places of the text are masked, and what stands there instead. */
export type Masker = (text: string) => {
  hits: readonly { kind: string; from: number; to: number; shown: string }[]
}

/** What a person's mark hides is hidden whole: it must not be guessed from how long it was. */
const HIDDEN = '***'
const MARKED = 'person'

/** What a person hid in a text beyond what the machine finds, and nobody has shown again. */
const marksIn = (masks: Masks | undefined, slot: string): Span[] =>
  (masks?.spans[slot] ?? []).filter(({ kind, lifted }) => kind === MARKED && lifted === null)

/**
 * Of a former edition what people hid there, for the texts that are its own still; a title that says that it corrects
 * begins as before. That somebody looked at a page counts no more, nor what they showed.
 */
export function keptMarks(masks: Masks, former: Content, content: Content): Masks {
  const [before, now] = [slotsOf(former), slotsOf(content)]
  const spans = Object.keys(masks.spans).flatMap((slot) => {
    const isSame = slot === TITLE || before[slot] === now[slot]
    const marked = marksIn(masks, slot).filter(({ to }) => to <= (now[slot] ?? '').length)
    return isSame && marked.length > 0 ? [[slot, marked]] : []
  })
  return { ...noMasks, spans: Object.fromEntries(spans) }
}

/**
 * The machine's masks of every slot, and what people hid in a text that is the same still. A page on which no word has
 * changed since it was looked at last keeps whatever people decided there, and that they have.
 */
export function masksOf(content: Content, mask: Masker, before?: { content: Content; masks: Masks }): Masks {
  const texts = slotsOf(content)
  const former = before ? slotsOf(before.content) : {}
  const settled = new Set(
    pageKeysOf(content).filter(
      (page) =>
        before?.masks.confirmed[page] &&
        slotsOfPage(content, page).every((slot) => former[slot] === texts[slot]) &&
        slotsOfPage(before.content, page).every((slot) => slot in texts),
    ),
  )
  const spans = Object.fromEntries(
    Object.entries(texts).flatMap(([slot, text]) => {
      const kept = settled.has(pageOfSlot(slot, content))
      const marked = former[slot] === text ? marksIn(before?.masks, slot) : []
      const found = kept ? (before?.masks.spans[slot] ?? []) : [...spansIn(text, mask), ...marked]
      return found.length > 0 ? [[slot, found]] : []
    }),
  )
  const confirmed = Object.fromEntries(
    Object.entries(before?.masks.confirmed ?? {}).filter(([page]) => settled.has(page)),
  )
  return { spans, confirmed }
}

/** The places of one text that the machine masks. */
export const spansIn = (text: string, mask: Masker): Span[] =>
  mask(text).hits.map(({ kind, from, to, shown }) => ({ kind, from, to, shown, lifted: null }))

/** A text with its masks on; overlapping places are hidden together. */
export function applySpans(text: string, spans: readonly Span[]): string {
  let out = ''
  let at = 0
  for (const span of spans
    .filter((s) => s.lifted === null)
    .toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (span.to <= at) continue
    const from = Math.max(span.from, at)
    out += text.slice(at, from) + (from > span.from ? '' : span.shown)
    at = span.to
  }
  return out + text.slice(at)
}

export const maskedContent = (content: Content, masks: Masks): Content =>
  withTexts(content, (slot, text) => applySpans(text, masks.spans[slot] ?? []))

/** Marks of a person are hidden whole. */
export const markedBy = ({ from, to }: { from: number; to: number }): Span => ({
  ...{ from, to, kind: MARKED, shown: HIDDEN, lifted: null },
})

export const unconfirmedPages = (content: Content, masks: Masks): string[] =>
  pageKeysOf(content).filter((key) => masks.confirmed[key] === undefined)

export const slotsOfPage = (content: Content, page: string): string[] =>
  Object.keys(slotsOf(content)).filter((slot) => pageOfSlot(slot, content) === page)
