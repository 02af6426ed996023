import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Found, MaskKind } from '../hit.ts'

/** One sentence of the masking set with what has to be masked in it. */
export type Sentence = { line: number; text: string; gold: Found[] }

const kinds: Readonly<Record<string, MaskKind>> = {
  name: 'name',
  phone: 'phone',
  id: 'identity',
  bank: 'bank',
  plate: 'plate',
  mail: 'email',
  account: 'account',
  address: 'address',
  birth: 'birth',
  passport: 'passport',
}

/** `tuning`: what the tables were made better with. `held-out`: written before them, and only measured. */
export const halves = ['tuning', 'held-out'] as const
export type Half = (typeof halves)[number]

/** Marks are written inline: 村民[name:张三]来电 */
export function readSet(half: Half): Sentence[] {
  const lines = readFileSync(join(import.meta.dirname, `${half}.txt`), 'utf8').split('\n')
  return lines.flatMap((marked, at) => (marked === '' ? [] : [{ line: at + 1, ...readMarks(marked) }]))
}

function readMarks(marked: string): { text: string; gold: Found[] } {
  const gold: Found[] = []
  let text = ''
  let kept = 0
  for (const { 0: all, 1: mark = '', 2: inner = '', index } of marked.matchAll(/\[(\w+):([^\]]+)\]/g)) {
    const kind = kinds[mark]
    if (kind === undefined) throw new Error(`no such mark: ${all}`)
    text += marked.slice(kept, index)
    gold.push({ kind, from: text.length, to: text.length + inner.length })
    text += inner
    kept = index + all.length
  }
  return { text: text + marked.slice(kept), gold }
}
