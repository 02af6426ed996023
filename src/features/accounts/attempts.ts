/** How often sign-in may fail before it is refused for a while. */
export type AttemptLimits = {
  /** Failures of one user name from one address. */
  perName: number
  /** Failures from one address, whatever the name: many names, one common password. */
  perAddress: number
  windowMs: number
}

export const attemptLimits: AttemptLimits = { perName: 10, perAddress: 100, windowMs: 15 * 60_000 }

/** More keys than are guessed at honestly; past it the oldest go, so that guessing cannot fill the memory. */
const MOST_KEYS = 20_000

/**
 * Counts attempts in this process. An attempt counts from its beginning, so that a thousand at once are not all
 * let through, and is taken back when it succeeds.
 */
export class Attempts {
  readonly #limits: AttemptLimits
  readonly #counted = new Map<string, { count: number; until: number }>()

  constructor(limits: AttemptLimits = attemptLimits) {
    this.#limits = limits
  }

  /** Seconds to wait, or null when the attempt may be made and is now counted. `at` in milliseconds. */
  begin(name: string, address: string, at: number): number | null {
    const keys = this.#keys(name, address)
    const blocked = keys.map(([key, most]) => this.#blockedUntil(key, most, at)).filter((until) => until > at)
    if (blocked.length > 0) return Math.ceil((Math.max(...blocked) - at) / 1000)
    for (const [key] of keys) this.#count(key, at)
    return null
  }

  /** The right password clears the name; the address only gets this attempt back. */
  succeeded(name: string, address: string): void {
    const [[nameKey], [addressKey]] = this.#keys(name, address)
    this.#counted.delete(nameKey)
    const counted = this.#counted.get(addressKey)
    if (counted) counted.count--
  }

  /** An attempt that could not be judged, the database being away, is nobody's fault. */
  takeBack(name: string, address: string): void {
    for (const [key] of this.#keys(name, address)) {
      const counted = this.#counted.get(key)
      if (counted) counted.count--
    }
  }

  #keys(name: string, address: string): [[string, number], [string, number]] {
    return [
      [`${address}\n${name}`, this.#limits.perName],
      [address, this.#limits.perAddress],
    ]
  }

  #blockedUntil(key: string, most: number, at: number): number {
    const counted = this.#counted.get(key)
    return counted && counted.until > at && counted.count >= most ? counted.until : 0
  }

  #count(key: string, at: number): void {
    const known = this.#counted.get(key)
    if (known && known.until > at) {
      known.count++
      return
    }
    this.#counted.delete(key)
    this.#counted.set(key, { count: 1, until: at + this.#limits.windowMs })
    const [oldest] = this.#counted.keys()
    if (this.#counted.size > MOST_KEYS && oldest !== undefined) this.#counted.delete(oldest)
  }
}
