import { isIPv6 } from 'node:net'

/** So many at once, then so many a second, for everybody behind one address. */
export type Allowance = { burst: number; perSecond: number }

export type AddressLimit = {
  /** Null: go on. Otherwise the seconds to wait for. */
  take(address: string): { retryAfterS: number } | null
  /** How many it may still take now, without taking one; `burst` when nothing of it is known. */
  left(address: string): number
}

/** Addresses remembered at once; the longest unseen are forgotten first, which does them no harm. */
const MOST = 20_000

/**
 * A bucket an address: holds `burst`, fills up by `perSecond`. In memory of one process; it keeps one sender from
 * using up what all need, and is no substitute for a wall in front. Many people may share an address, in a township
 * hall or behind a telephone network, so allowances should be ample.
 */
export function limitPerAddress(
  { burst, perSecond }: Allowance,
  now: () => number = () => performance.now(),
): AddressLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  const leftAt = (who: string, at: number): number => {
    const known = buckets.get(who)
    return known ? Math.min(burst, known.left + ((at - known.at) / 1_000) * perSecond) : burst
  }
  return {
    left: (address) => leftAt(networkOf(address), now()),
    take(address) {
      const who = networkOf(address)
      const at = now()
      const left = leftAt(who, at)
      buckets.delete(who)
      buckets.set(who, { left: left >= 1 ? left - 1 : left, at })
      if (buckets.size > MOST) buckets.delete(buckets.keys().next().value as string)
      return left >= 1 ? null : { retryAfterS: Math.ceil((1 - left) / perSecond) }
    },
  }
}

/** What an address is counted as, everywhere: whoever has an IPv6 address has a whole network of them. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  if (address.startsWith('::ffff:')) return address.slice(7)
  const [head = '', tail = ''] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const gap = address.includes('::') ? Array(Math.max(0, 8 - front.length - back.length)).fill('0') : []
  return [...front, ...gap, ...back].slice(0, 4).join(':')
}

/** Of the machine itself: a proxy that does not say for whom it asks, or whoever looks after it. */
export const isOwnMachine = (address: string): boolean =>
  /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address)
