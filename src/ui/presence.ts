import { basePath } from './base-path.ts'

/** Signs that somebody sits at the page. */
const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'focus'] as const

/** What is asked within this long of a sign was asked by somebody; afterwards the page asks by itself (polling). */
const FOR_MS = 60_000

let lastSign = Date.now()
const noted = () => {
  lastSign = Date.now()
}
// Tests of the calls run where there is no window.
if (typeof window !== 'undefined')
  for (const sign of SIGNS) window.addEventListener(sign, noted, { capture: true, passive: true })

/**
 * Header of a request that nobody made: a page left open must not keep its session alive by refreshing itself.
 */
export const presenceHeader = (now = Date.now()): Record<string, string> =>
  now - lastSign > FOR_MS ? { 'x-background': '1' } : {}

type Listener = (at: number) => void
const listeners = new Set<Listener>()

/** Told of every answer to a request of somebody, in this tab or another one: the server counts from there too. */
export function onUse(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

// Several counties may share a host, and their sessions have nothing to do with each other.
const CHANNEL = `bihuan.use${basePath}`
const channel = typeof window === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)
const tell = (at: number) => {
  for (const listener of listeners) listener(at)
}
channel?.addEventListener('message', ({ data }) => tell(Number(data)))

export function noteUse(at = Date.now()): void {
  tell(at)
  channel?.postMessage(at)
}
