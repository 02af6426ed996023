import { Refused } from './refusal.ts'

/**
 * Lets so many works run at once and so many wait, first come, first served.
 * @throws Refused `too_many_attempts` when the queue is full.
 */
export function takeTurns({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  const queue: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new Refused({ code: 'too_many_attempts', retryAfter: 10 })
      // Whoever finishes hands over its place, so `running` does not change meanwhile.
      await new Promise<void>((go) => queue.push(go))
    } else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
