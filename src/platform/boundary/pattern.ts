import { foldForBoundary } from './fold.ts'

/**
 * A regular expression that somebody entered, made safe to run on any text: no unbounded repetition, no back
 * references, and the most that backtracking can try from one place is counted and limited.
 */
export type Pattern = {
  /** What to compile with flags `mu`: folded as texts are folded, nothing captured. */
  source: string
  /** In how many ways what follows can be reached from one place. */
  ways: number
  /** How many characters are looked at from one place at most, all ways tried. */
  steps: number
  /** The most characters one match covers. */
  width: number
}

/** A pattern that is refused: a stable code, and the place in it. */
export class PatternError extends Error {
  readonly reason: 'unbounded' | 'too_slow' | 'too_wide' | 'unsupported' | 'unbalanced' | 'empty_match'
  readonly at: number
  constructor(reason: PatternError['reason'], at: number) {
    super(`${reason} at ${at}`)
    this.reason = reason
    this.at = at
  }
}

/** Some 10 µs from one place; 10 ms for a whole text made to be slow, and nobody writes one. */
const MOST_STEPS = 5_000
const MOST_WIDTH = 300

/** @throws PatternError */
export function readPattern(text: string): Pattern {
  const reader = new Reader(text)
  const pattern = reader.alternatives()
  if (reader.at < text.length) throw new PatternError('unbalanced', reader.at)
  // It would refuse every text.
  if (compilePattern(pattern.source).test('')) throw new PatternError('empty_match', 0)
  return pattern
}

export function compilePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'mu')
  } catch {
    throw new PatternError('unsupported', 0)
  }
}

const GROUP = /\((?:\?(?::|=|!|<=|<!))?/y
/** None that matches a line end (\D \W \s \P): texts are joined by line ends, which must look like the end. */
const ESCAPE = /\\(?:[dSwbB^$\\.*+?()[\]{}|/-]|p\{[^}]{1,40}\}|u\{[\da-fA-F]{1,6}\}|u[\da-fA-F]{4})/y
const QUANTIFIER = /(?:[*+?]|\{(\d{1,4})(,(\d{0,4}))?\})\??/y

class Reader {
  at = 0
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }

  alternatives(): Pattern {
    let all = this.#sequence()
    while (this.#text[this.at] === '|') {
      this.at++
      const next = this.#sequence()
      all = this.#checked({
        source: `${all.source}|${next.source}`,
        ways: all.ways + next.ways,
        steps: all.steps + next.steps,
        width: Math.max(all.width, next.width),
      })
    }
    return all
  }

  #sequence(): Pattern {
    let all: Pattern = { source: '', ways: 1, steps: 0, width: 0 }
    while (this.at < this.#text.length && !'|)'.includes(this.#text[this.at]!)) {
      const next = this.#repeated(this.#atom())
      all = this.#checked({
        source: all.source + next.source,
        ways: all.ways * next.ways,
        steps: all.steps + all.ways * next.steps,
        width: all.width + next.width,
      })
    }
    return all
  }

  #repeated(atom: Pattern): Pattern {
    const from = this.at
    const quantifier = this.#match(QUANTIFIER)
    if (!quantifier) return atom
    const [fewest, most] = span(quantifier)
    if (most === undefined) throw new PatternError('unbounded', from)
    if (most > MOST_WIDTH) throw new PatternError('too_wide', from)
    let ways = 0
    let steps = 0
    for (let times = 0; times <= most; times++) {
      if (times >= fewest) ways += atom.ways ** times
      if (times < most) steps += atom.ways ** times * atom.steps
    }
    const width = Math.max(1, atom.width) * most
    return this.#checked({ source: atom.source + quantifier[0], ways, steps, width })
  }

  #atom(): Pattern {
    const sign = this.#text[this.at]!
    if (sign === '(') return this.#group()
    const one = { ways: 1, steps: 1, width: 1 }
    if (sign === '[') return { source: this.#set(), ...one }
    if (sign === '\\') return { source: this.#take(ESCAPE), ...one }
    if ('*+?{}]'.includes(sign)) throw new PatternError('unsupported', this.at)
    return { source: this.#literal('.^$'), ...one }
  }

  #group(): Pattern {
    const from = this.at
    const opening = this.#take(GROUP)
    const inner = this.alternatives()
    if (this.#text[this.at++] !== ')') throw new PatternError('unbalanced', from)
    const looksAround = opening !== '(' && opening !== '(?:'
    return {
      source: `${opening === '(' ? '(?:' : opening}${inner.source})`,
      steps: inner.steps,
      // Once it has looked around, a look-around is not tried another way.
      ...(looksAround ? { ways: 1, width: 0 } : { ways: inner.ways, width: inner.width }),
    }
  }

  #set(): string {
    const from = this.at++
    const negated = this.#text[this.at] === '^'
    let source = '['
    while (this.#text[this.at] !== ']') {
      const sign = this.#text[this.at]
      if (sign === undefined) throw new PatternError('unbalanced', from)
      source += sign === '\\' ? this.#take(ESCAPE) : this.#literal('^-')
    }
    this.at++
    return negated ? `${source}\\n]` : `${source}]`
  }

  /** As texts are folded: no spaces, and a sign that comes out of it (（ gives () stays a sign, not syntax. */
  #literal(syntax: string): string {
    const sign = String.fromCodePoint(this.#text.codePointAt(this.at)!)
    this.at += sign.length
    if (syntax.includes(sign)) return sign
    const folded = foldForBoundary(sign)
    return /^[!-~]$/.test(folded) ? `\\u{${folded.charCodeAt(0).toString(16)}}` : folded
  }

  #take(shape: RegExp): string {
    const match = this.#match(shape)
    if (!match) throw new PatternError('unsupported', this.at)
    return match[0]
  }

  #match(shape: RegExp): RegExpExecArray | null {
    shape.lastIndex = this.at
    const match = shape.exec(this.#text)
    this.at += match?.[0].length ?? 0
    return match
  }

  #checked(pattern: Pattern): Pattern {
    if (!(pattern.steps <= MOST_STEPS && pattern.ways <= MOST_STEPS))
      throw new PatternError('too_slow', this.at)
    if (pattern.width > MOST_WIDTH) throw new PatternError('too_wide', this.at)
    return pattern
  }
}

/** Fewest and most repetitions; the most of an unbounded one is undefined. */
function span([sign, least, comma, most]: RegExpExecArray): [number, number | undefined] {
  if (least === undefined) return [sign[0] === '+' ? 1 : 0, sign[0] === '?' ? 1 : undefined]
  if (comma === undefined) return [Number(least), Number(least)]
  return [Number(least), most ? Number(most) : undefined]
}
