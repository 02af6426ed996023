const MULTIPLY_A = 0x01000193
const MULTIPLY_B = 0x5bd1e995
const SIZE = 1 << 20
const MASK = SIZE - 1
/** Begins words, is none. */
const PREFIX = Number.NEGATIVE_INFINITY

/**
 * Words with a number each, found by going through a text from a place on. A hash table of all words and their
 * beginnings in flat arrays, because a Map of strings makes a string for every question: eight times slower on text.
 * Two hashes of 32 bits stand for the characters; that two words share both does not happen with a few 100,000.
 */
export class WordTable {
  readonly #hashes = new Int32Array(SIZE * 2)
  readonly #logs = new Float32Array(SIZE)

  set(word: string, log: number): void {
    let a = 1
    let b = 1
    for (let at = 0; at < word.length; at++) {
      a = Math.imul(a ^ word.charCodeAt(at), MULTIPLY_A)
      b = Math.imul(b ^ word.charCodeAt(at), MULTIPLY_B)
      const slot = this.#slot(a, b)
      const isLast = at === word.length - 1
      if (this.#hashes[slot * 2] === 0 && this.#hashes[slot * 2 + 1] === 0) {
        this.#hashes[slot * 2] = a
        this.#hashes[slot * 2 + 1] = b
        this.#logs[slot] = isLast ? log : PREFIX
      } else if (isLast) this.#logs[slot] = log
    }
  }

  has(word: string): boolean {
    return !Number.isNaN(this.logOf(word))
  }

  /** NaN for none. */
  logOf(word: string): number {
    let found = Number.NaN
    this.walk(word, 0, word.length, (end, log) => {
      if (end === word.length) found = log
    })
    return found
  }

  /** Tells every word that begins at `from` and ends before or at `to`, shortest first. */
  walk(text: string, from: number, to: number, tell: (end: number, log: number) => void): void {
    let a = 1
    let b = 1
    for (let at = from; at < to; at++) {
      a = Math.imul(a ^ text.charCodeAt(at), MULTIPLY_A)
      b = Math.imul(b ^ text.charCodeAt(at), MULTIPLY_B)
      const slot = this.#slot(a, b)
      if (this.#hashes[slot * 2] === 0 && this.#hashes[slot * 2 + 1] === 0) return
      const log = this.#logs[slot]!
      if (log !== PREFIX) tell(at + 1, log)
    }
  }

  /** The slot of these hashes, or the empty one where they would stand. */
  #slot(a: number, b: number): number {
    let slot = (a ^ (b >>> 7)) & MASK
    for (;;) {
      const one = this.#hashes[slot * 2]!
      const two = this.#hashes[slot * 2 + 1]!
      if ((one === a && two === b) || (one === 0 && two === 0)) return slot
      slot = (slot + 1) & MASK
    }
  }
}
