import type { StoredCase, StoredChain, StoredEntry, StoredVersion } from './verify-case.ts'

/** Where a case stands in the order of everything that is verified: by county, then by the text of its id. */
export type CaseKey = { county: number; case: string }

export const compareKeys = (a: CaseKey, b: CaseKey): number =>
  a.county - b.county || (a.case < b.case ? -1 : a.case > b.case ? 1 : 0)

/**
 * A sorted stream of bunches, read with one eye ahead. Bunches and not single items, because waiting once an item
 * costs more than looking at it.
 */
export class Ahead<T extends CaseKey> {
  readonly #bunches: AsyncIterator<readonly T[]>
  #bunch: readonly T[] = []
  #at = 0
  constructor(bunches: AsyncIterable<readonly T[]>) {
    this.#bunches = bunches[Symbol.asyncIterator]()
  }

  async next(): Promise<T | undefined> {
    while (this.#at === this.#bunch.length) {
      const { done, value } = await this.#bunches.next()
      if (done) return undefined
      this.#bunch = value
      this.#at = 0
    }
    return this.#bunch[this.#at]
  }

  /** Takes everything that stands at `key`. */
  async take(key: CaseKey): Promise<T[]> {
    const taken: T[] = []
    for (;;) {
      for (; this.#at < this.#bunch.length; this.#at++) {
        const item = this.#bunch[this.#at]!
        if (item.case !== key.case || item.county !== key.county) return taken
        taken.push(item)
      }
      if ((await this.next()) === undefined) return taken
    }
  }
}

/** The least key that any of the streams stands at. */
export async function leastKey(streams: readonly Ahead<CaseKey>[]): Promise<CaseKey | undefined> {
  let least: CaseKey | undefined
  for (const stream of streams) {
    const item = await stream.next()
    if (item && (least === undefined || compareKeys(item, least) < 0)) least = item
  }
  return least && { county: least.county, case: least.case }
}

/** Three sorted streams become one of whole cases; a case that is missing in one of them still comes. */
export async function* groupCases(rows: {
  chains: AsyncIterable<readonly StoredChain[]>
  entries: AsyncIterable<readonly StoredEntry[]>
  versions: AsyncIterable<readonly StoredVersion[]>
}): AsyncIterable<StoredCase> {
  const chains = new Ahead(rows.chains)
  const entries = new Ahead(rows.entries)
  const versions = new Ahead(rows.versions)
  for (let key = await leastKey([chains, entries, versions]); key; ) {
    const [chain] = await chains.take(key)
    yield { ...key, chain, entries: await entries.take(key), versions: await versions.take(key) }
    key = await leastKey([chains, entries, versions])
  }
}
