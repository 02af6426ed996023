import { z } from 'zod'
import { type Content, pageKeysOf, pageOfSlot, slotsOf, withTexts } from './content.ts'

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

/**
 * The machine's masks of every slot. A page on which no word has changed since it was looked at last keeps what people
 * decided there, and that they have.
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
      const found = kept ? (before?.masks.spans[slot] ?? []) : spansIn(text, mask)
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
  ...{ from, to, kind: 'person', shown: HIDDEN, lifted: null },
})

export const unconfirmedPages = (content: Content, masks: Masks): string[] =>
  pageKeysOf(content).filter((key) => masks.confirmed[key] === undefined)

export const slotsOfPage = (content: Content, page: string): string[] =>
  Object.keys(slotsOf(content)).filter((slot) => pageOfSlot(slot, content) === page)
