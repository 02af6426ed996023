import type { Actor } from './actor.ts'

/** Who a credential stands for, and until when at most. */
export type Known = { actor: Actor; until: number } | null

type Kept = { found: Promise<Known>; until: number; actor: Actor | null }

/**
 * Who is behind a credential, kept for a moment: every request asks, and the answer changes a few times a day.
 * What changes in this process is forgotten at once (`forget`); what another process changes shows when the
 * moment is over.
 */
export class ActorCache {
  readonly #kept = new Map<string, Kept>()
  readonly #keepMs: number
  readonly #most: number

  constructor(keepMs = 10_000, most = 10_000) {
    this.#keepMs = keepMs
    this.#most = most
  }

  /** `hash` is the credential's, never the credential itself. Failures and strangers are not kept. */
  async of(countyId: number, hash: string, at: number, look: () => Promise<Known>): Promise<Actor | null> {
    const key = `${hash} ${countyId}`
    let kept = this.#kept.get(key)
    if (!kept || kept.until <= at) {
      // Kept while it is still being looked up: what is forgotten meanwhile is not put back by a late answer.
      kept = { found: look(), until: at + this.#keepMs, actor: null }
      this.#keep(key, kept)
      this.#settle(key, kept)
    }
    return (await kept.found)?.actor ?? null
  }

  /** Drops everything that `concerns` is true of; an answer still under way is dropped too, for it is not known. */
  forget(concerns: (actor: Actor) => boolean): void {
    for (const [key, { actor }] of this.#kept) if (actor === null || concerns(actor)) this.#kept.delete(key)
  }

  /** Drops one credential in every county. */
  drop(hash: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${hash} `)) this.#kept.delete(key)
  }

  get size(): number {
    return this.#kept.size
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
  }

  #settle(key: string, kept: Kept): void {
    const dropThis = () => this.#kept.get(key) === kept && this.#kept.delete(key)
    kept.found.then((known) => {
      if (known === null) return dropThis()
      kept.actor = known.actor
      kept.until = Math.min(kept.until, known.until)
    }, dropThis)
  }
}
