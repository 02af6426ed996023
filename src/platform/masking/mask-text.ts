import { fold } from '../search/fold.ts'
import { placesOf } from './allowed.ts'
import type { Found, MaskKind, Place } from './hit.ts'
import { isToBeHidden } from './minors-and-victims.ts'
import type { KnownNames } from './names/candidates.ts'
import { findNames } from './names/find-names.ts'
import { findAddresses } from './numbers/find-addresses.ts'
import { findCodes } from './numbers/find-codes.ts'
import { findNumbers } from './numbers/find-numbers.ts'
import { HIDDEN, shownAs } from './shown.ts'

export type MaskOptions = {
  /** Names that certainly are of people: those of the county, those entered in the record. */
  known?: Iterable<string>
  /** What stays as written: names of organisations and places, published phones. */
  allow?: Iterable<string>
  /** Hides everything altogether, surnames and last digits too. */
  full?: boolean
}

/** One place that was masked; `from` and `to` are UTF-16 units of the text as given. */
export type MaskHit = { kind: MaskKind; from: number; to: number; shown: string }
export type Masked = { text: string; hits: MaskHit[] }

/**
 * Masks what tells who somebody is in free Chinese text. Nothing is remembered or written anywhere. How often it is
 * right is in docs/masking.md: a person has to look before anything is published.
 */
export const maskText = (text: string, options: MaskOptions = {}): Masked => masker(options)(text)

/** The same for many texts: the lists are read once. */
export function masker({ known = [], allow = [], full = false }: MaskOptions = {}): (text: string) => Masked {
  const names = byFirstLetter([...known].map((name) => fold(name.trim())))
  const stays = placesOf(allow)
  return (text) => {
    const folded = fold(text)
    const found = [
      ...findCodes(folded),
      ...findNumbers(folded),
      ...findAddresses(folded),
      ...findNames(folded, names).map((span): Found => ({ kind: 'name', ...span })),
    ]
    return replaced(text, folded, apart(text.length, stays(folded), found), full)
  }
}

function byFirstLetter(names: readonly string[]): KnownNames {
  const made = new Map<number, string[]>()
  for (const name of new Set(names)) {
    if (name.length < 2) continue
    const others = made.get(name.charCodeAt(0))
    if (others) others.push(name)
    else made.set(name.charCodeAt(0), [name])
  }
  return made
}

/** Without what touches something that stays as written, or something found before it. */
function apart(length: number, stays: readonly Place[], found: readonly Found[]): Found[] {
  const taken = new Uint8Array(length)
  for (const { from, to } of stays) taken.fill(1, from, to)
  const free = found.filter(({ from, to }) => {
    if (taken.subarray(from, to).includes(1)) return false
    taken.fill(1, from, to)
    return true
  })
  return free.sort((a, b) => a.from - b.from)
}

function replaced(text: string, folded: string, found: readonly Found[], full: boolean): Masked {
  const hits: MaskHit[] = []
  let made = ''
  let kept = 0
  for (const { kind, from, to } of found) {
    const isHidden = full || (kind === 'name' && isToBeHidden(folded, from, to))
    const shown = isHidden ? HIDDEN : shownAs[kind](text.slice(from, to))
    hits.push({ kind, from, to, shown })
    made += text.slice(kept, from) + shown
    kept = to
  }
  return { text: made + text.slice(kept), hits }
}
