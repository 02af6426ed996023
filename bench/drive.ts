export type Driven = { rate: number; p50Ms: number; p99Ms: number; turns: number }

export type Drive<C> = {
  connections: readonly C[]
  seconds: number
  /** No more turns than these, however much time is left. */
  most?: number
  /** The number of the first turn; each number is given once. */
  from?: number
  /** One turn: the milliseconds of each request in it. */
  one: (connection: C, turn: number) => Promise<number[]>
}

/** Every connection takes turns, one after another, until the time is over. */
export async function drive<C>(order: Drive<C>): Promise<Driven> {
  const { connections, seconds, from = 0, most = Number.POSITIVE_INFINITY, one } = order
  const times: number[] = []
  let next = from
  let turns = 0
  const begun = performance.now()
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() - begun < seconds * 1_000 && next - from < most) {
        for (const ms of await one(connection, next++)) times.push(ms)
        turns++
      }
    }),
  )
  const took = (performance.now() - begun) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { rate: turns / took, p50Ms: at(0.5), p99Ms: at(0.99), turns }
}
