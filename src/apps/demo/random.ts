/** Numbers that look random and are the same at every filling (mulberry32). */
export type Random = {
  /** In [0, 1). */
  next(): number
  /** A whole number, both ends included. */
  int(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(all: readonly T[]): T
  /** A few different ones, in the order given; all when there are fewer. */
  some<T>(all: readonly T[], n: number): T[]
  shuffle<T>(all: readonly T[]): T[]
}

/** @param seed text; each thing that is made draws from a stream of its own, so that one more draw changes nothing else */
export function createRandom(seed: string): Random {
  let state = hash(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  const shuffle = <T>(all: readonly T[]): T[] => {
    const mixed = [...all]
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = int(0, i)
      const kept = mixed[i] as T
      mixed[i] = mixed[j] as T
      mixed[j] = kept
    }
    return mixed
  }
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (all) => {
      if (all.length === 0) throw new Error('nothing to pick from')
      return all[int(0, all.length - 1)] as (typeof all)[number]
    },
    some: (all, n) => {
      const chosen = new Set(shuffle(all.map((_, i) => i)).slice(0, n))
      return all.filter((_, i) => chosen.has(i))
    },
    shuffle,
  }
}

/** FNV-1a with a last mix. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (const character of text) h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b)
  return (h ^ (h >>> 16)) >>> 0
}
