/** How long before the end somebody is warned. */
const WARN_MS = 2 * 60_000

export type Idle = { state: 'fine' } | { state: 'ending'; seconds: number } | { state: 'ended' }

/**
 * Where a session stands that is over after `idleMinutes` without use, and at `endsAt` anyway. What the server says
 * counts; this only tells beforehand.
 */
export function idleAt(
  { idleMinutes, endsAt }: { idleMinutes: number; endsAt: string },
  lastUse: number,
  now: number,
): Idle {
  const idleEnd = idleMinutes === 0 ? Number.POSITIVE_INFINITY : lastUse + idleMinutes * 60_000
  const left = Math.min(idleEnd, Date.parse(endsAt)) - now
  if (left <= 0) return { state: 'ended' }
  return left <= WARN_MS ? { state: 'ending', seconds: Math.ceil(left / 1000) } : { state: 'fine' }
}
