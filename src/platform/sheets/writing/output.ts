import { type EventEmitter, once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { PassThrough, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A path, or a stream such as an HTTP response. */
export type Output = string | Writable

/** Waits for `stream` to take more when it is `full`. @throws when the output is gone */
export type Waits = (stream: EventEmitter, full: boolean) => Promise<void>

/**
 * Runs `fill` with a stream that leads to the output, and waits until everything is there. When either side fails
 * the other is stopped. A path gets its file only when it is complete.
 */
export async function writeTo(
  out: Output,
  fill: (sink: Writable, waits: Waits) => Promise<void>,
): Promise<void> {
  const sink = new PassThrough()
  const part = typeof out === 'string' ? `${out}.part` : undefined
  const target = typeof out === 'string' ? createWriteStream(`${out}.part`) : out
  const written = pipeline(sink, target)
  const closed = new Promise((resolve) => sink.once('close', resolve))
  const waits: Waits = async (stream, full) => {
    if (full) await Promise.race([once(stream, 'drain'), closed])
    if (sink.destroyed) throw new Error('The output was closed before everything was written')
  }
  const filled = fill(sink, waits).catch((error: Error) => {
    sink.destroy(error)
    throw error
  })
  try {
    await Promise.all([filled, written])
    if (part) await rename(part, out as string)
  } catch (error) {
    // Not before the file is closed: it may still be about to appear.
    await written.catch(() => {})
    if (part && !target.closed) await once(target, 'close')
    if (part) await rm(part, { force: true })
    throw error
  }
}
