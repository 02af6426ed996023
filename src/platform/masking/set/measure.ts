import { type MaskKind, maskKinds } from '../hit.ts'
import { maskText } from '../mask-text.ts'
import type { Sentence } from './read-set.ts'

/** What was to be found, what of it was found exactly as marked, and how much was masked that is not marked so. */
export type Figures = { marked: number; found: number; covered: number; masked: number }
export type Measured = { byKind: Record<MaskKind, Figures>; all: Figures; faults: string[] }

export const recall = ({ found, marked }: Figures): number => (marked === 0 ? 1 : found / marked)
export const precision = ({ found, masked }: Figures): number => (masked === 0 ? 1 : found / masked)

/** Found means the same kind, from the same place to the same place. Covered: no character of it is left to read. */
export function measure(sentences: readonly Sentence[]): Measured {
  const byKind = Object.fromEntries(maskKinds.map((kind) => [kind, none()])) as Record<MaskKind, Figures>
  const all = none()
  const faults: string[] = []
  for (const { line, text, gold } of sentences) {
    const { hits } = maskText(text)
    for (const hit of hits) count(byKind[hit.kind], all, 'masked')
    for (const { kind, from, to } of gold) {
      count(byKind[kind], all, 'marked')
      const isCovered = Array.from({ length: to - from }, (_, at) => from + at).every((at) =>
        hits.some((hit) => hit.from <= at && at < hit.to),
      )
      if (isCovered) count(byKind[kind], all, 'covered')
      if (hits.some((hit) => hit.kind === kind && hit.from === from && hit.to === to))
        count(byKind[kind], all, 'found')
      else faults.push(`${line}: not found ${kind} ${text.slice(from, to)} in ${text}`)
    }
    for (const { kind, from, to } of hits)
      if (!gold.some((each) => each.kind === kind && each.from === from && each.to === to))
        faults.push(`${line}: masked ${kind} ${text.slice(from, to)} in ${text}`)
  }
  return { byKind, all, faults }
}

const none = (): Figures => ({ marked: 0, found: 0, covered: 0, masked: 0 })

function count(one: Figures, all: Figures, what: keyof Figures): void {
  one[what]++
  all[what]++
}
