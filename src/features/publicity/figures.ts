import { type Content, type Fact, slotsOf } from './content.ts'
import type { Kind } from './schema.ts'

/** The figures of an issue, read out of what was published: no other copy of them can say something else. Pure. */

export const rectification = {
  found: '累计发现',
  open: '正在整改',
  closed: '已销号',
  overdue: '逾期未办结',
  closedSince: '本月销号',
} as const

export const appealCounts = {
  received: '收到',
  closed: '办结',
  running: '月底在办',
  suspended: '月底挂账',
} as const
/** Stands where a number would be one of few. */
export const NOT_TOLD = '不单独公布'
/** The page of an issue that holds the three rates, and what each is called there. */
export const RATES_HEADING = '三率'
export const rateNames = ['响应率', '解决率', '满意率'] as const
/** The page of an issue that holds the list of what is suspended. */
export const SUSPENDED_HEADING = '挂账清单'

/** Those that are told as a number; a word instead of one is no figure. */
export function figuresIn<K extends string>(
  facts: readonly Fact[],
  labels: Readonly<Record<K, string>>,
): Partial<Record<K, number>> {
  const found = Object.entries(labels).flatMap(([key, label]) => {
    const [, digits] =
      /^(\d{1,9})(?:个|件)$/.exec(facts.find((fact) => fact.label === label)?.value ?? '') ?? []
    return digits === undefined ? [] : [[key, Number(digits)]]
  })
  return Object.fromEntries(found) as Partial<Record<K, number>>
}

/** What the progress page tells of a place; 本月销号 stands with its month alone. */
export function rectificationIn(facts: readonly Fact[]) {
  const { closedSince: _, ...standing } = figuresIn(facts, rectification)
  return standing
}

/** Of an issue of a month, the pages that are made of figures alone; on the others people write on top. */
const figurePages: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  appeals: ['summary', 'rates', 'places', 'fields', 'suspended'],
  month: ['summary', 'places'],
}

/**
 * Whether a page stands as the data gave it, its heading too, by which the list of the year finds it. Sentence, table,
 * chart and list tell the same figures, and small counts are gone from all of them: written by hand, one would say
 * something else than the rest, or give away what was left out.
 */
export const isOfFigures = (kind: Kind, page: string): boolean => figurePages[kind]?.includes(page) ?? false

/** Slots of figures that are not as the data gave them. */
export function figuresByHand(kind: Kind, generated: Content, content: Content): string[] {
  const data = slotsOf(generated)
  return Object.entries(slotsOf(content)).flatMap(([slot, text]) =>
    text !== data[slot] && isOfFigures(kind, slot.split('/')[0] ?? '') ? [slot] : [],
  )
}
