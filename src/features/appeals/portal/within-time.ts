import { PassThrough, type Readable } from 'node:stream'

/** What was sent took longer than it may. */
export class TooSlow extends Error {
  readonly statusCode = 408
}

/**
 * The same bytes, or TooSlow once they are not all there in time. The connection stays as it is: it is answered on.
 */
export function withinTime(payload: Readable, ms: number): Readable {
  const through = new PassThrough()
  const timer = setTimeout(() => {
    payload.unpipe(through)
    through.destroy(new TooSlow())
  }, ms)
  payload.once('end', () => clearTimeout(timer))
  payload.once('close', () => {
    clearTimeout(timer)
    if (!payload.readableEnded) through.destroy()
  })
  return payload.pipe(through)
}
