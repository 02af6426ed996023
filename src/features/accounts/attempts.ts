import { networkOf } from '#platform/http/address-limit.ts'
import type { SignInRules } from './sign-in-rules.ts'

/** More addresses than honestly sign in at one time; past it the oldest go, so that guessing cannot fill the memory. */
const MOST_KEYS = 20_000

/**
 * Counts attempts from one address, or one IPv6 network, in this process, whatever the name: many names tried with one common password.
 * What is guessed at one name is `Lock`'s. An attempt counts from its beginning, so that a thousand at once are not
 * all let through, and is taken back when it succeeds.
 */
export class Attempts {
  readonly #counted = new Map<string, { count: number; until: number }>()

  /** Seconds to wait, or null when the attempt may be made and is now counted. `at` in milliseconds. */
  begin(address: string, at: number, { failures, minutes }: SignInRules['address']): number | null {
    const who = networkOf(address)
    const known = this.#counted.get(who)
    if (known && known.until > at) {
      if (known.count >= failures) return Math.ceil((known.until - at) / 1000)
      known.count++
      return null
    }
    this.#counted.delete(who)
    this.#counted.set(who, { count: 1, until: at + minutes * 60_000 })
    const [oldest] = this.#counted.keys()
    if (this.#counted.size > MOST_KEYS && oldest !== undefined) this.#counted.delete(oldest)
    return null
  }

  /** It succeeded, or could not be judged because the database was away: nobody guessed. */
  takeBack(address: string): void {
    const counted = this.#counted.get(networkOf(address))
    if (counted) counted.count--
  }
}
