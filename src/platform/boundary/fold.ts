import { foldTable } from '../search/fold.ts'

/**
 * How a text is folded before boundary patterns look at it: as for search, and besides: nothing invisible, no
 * spaces (秘 密), every star a ★, every asterisk a *. Line ends stay as \n, so that ^ and $ mean a line.
 */
const STARS = '☆⋆✦✧✩✪✫✬✭✮✯✰✡✴✵✶✷✸✹⭐⭑⭒🌟'
const ASTERISKS = '∗⁎٭✱✲✳✻⚹'
const LINE_ENDS = '\n\r\v\f\u0085\u2028\u2029'
const DROPPED = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}\p{Cc}\p{Cf}]/u

const NEWLINE = 10
const DROP = 0
/** First half of the characters 🌟 and of invisible tags, the only ones beyond the first plane that matter here. */
const STAR_LEAD = 0xd83c
const STAR_TRAIL = 0xdf1f
const TAG_LEAD = 0xdb40

let table: Uint16Array | undefined

/** One UTF-16 unit → the unit it is matched as, 0 for none. */
function boundaryTable(): Uint16Array {
  if (table) return table
  const made = Uint16Array.from(foldTable())
  for (let unit = 0; unit < made.length; unit++)
    if (DROPPED.test(String.fromCharCode(unit)) || DROPPED.test(String.fromCharCode(made[unit]!)))
      made[unit] = DROP
  for (const sign of LINE_ENDS) made[sign.charCodeAt(0)] = NEWLINE
  for (const sign of STARS) if (sign.length === 1) made[sign.charCodeAt(0)] = '★'.charCodeAt(0)
  for (const sign of ASTERISKS) made[sign.charCodeAt(0)] = '*'.charCodeAt(0)
  table = made
  return made
}

/** Collects texts, folded and joined by line ends, in one buffer: one regular expression then looks at all. */
export class FoldedText {
  #units = new Uint16Array(4096)
  #length = 0

  clear(): this {
    this.#length = 0
    return this
  }

  add(text: string): this {
    const of = boundaryTable()
    this.#makeRoom(text.length + 1)
    const units = this.#units
    let end = this.#length
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit === TAG_LEAD) {
        if ((text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at++
      } else if (unit === STAR_LEAD && text.charCodeAt(at + 1) === STAR_TRAIL) {
        units[end++] = 0x2605
        at++
      } else {
        const to = of[unit]!
        if (to !== DROP) units[end++] = to
      }
    }
    units[end++] = NEWLINE
    this.#length = end
    return this
  }

  /** What was added, each text followed by a line end. */
  toString(): string {
    return Buffer.from(this.#units.buffer, 0, this.#length * 2).toString('utf16le')
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#units.length) return
    const larger = new Uint16Array(Math.max(this.#units.length * 2, this.#length + more))
    larger.set(this.#units.subarray(0, this.#length))
    this.#units = larger
  }
}

const one = new FoldedText()

/** One text folded, without the line end. */
export const foldForBoundary = (text: string): string => one.clear().add(text).toString().slice(0, -1)
