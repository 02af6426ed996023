import { Converter } from 'opencc-js/t2cn'

/**
 * Characters people and programs write for one another, folded for matching only: full and half width, upper and
 * lower case, traditional and simplified, and the radicals that copying out of a PDF leaves in place of the
 * characters (⾰ ⻓). Never for showing: it loses what was written.
 */
export type FoldTable = Uint16Array

/** Radicals without a compatibility mapping of their own in Unicode, each with the character it stands for. */
const RADICALS =
  '⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙'

let table: FoldTable | undefined

/** One UTF-16 unit → the unit it is matched as. Made once, in some 30 ms. */
export function foldTable(): FoldTable {
  table ??= build()
  return table
}

/** The text as it is matched. Keeps its length, so that positions stay. */
export function fold(text: string): string {
  const of = foldTable()
  let changed = ''
  let kept = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const to = of[unit]!
    if (to === unit) continue
    changed += text.slice(kept, at) + String.fromCharCode(to)
    kept = at + 1
  }
  return kept === 0 ? text : changed + text.slice(kept)
}

function build(): FoldTable {
  const simplified = Converter({ from: 't', to: 'cn' })
  const made = Uint16Array.from({ length: 0x10000 }, (_, unit) => unit)
  // Only mappings of one unit to one unit: others (㎡, rare characters beyond the first plane) stay as written.
  const follow = (unit: number, change: (text: string) => string) => {
    const to = change(String.fromCharCode(unit))
    return to.length === 1 ? to.charCodeAt(0) : unit
  }
  for (let unit = 0; unit < made.length; unit++) {
    if (unit >= 0xd800 && unit < 0xe000) continue
    const plain = follow(unit, (text) => text.normalize('NFKC').toLowerCase())
    made[unit] = isIdeograph(plain) ? follow(plain, simplified) : plain
  }
  for (let at = 0; at < RADICALS.length; at += 2)
    made[RADICALS.charCodeAt(at)] = made[RADICALS.charCodeAt(at + 1)]!
  return made
}

const isIdeograph = (unit: number) => unit >= 0x3400 && unit < 0xa000
