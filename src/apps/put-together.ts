import type { Server } from 'node:http'

/** Puts away, the last made first, what was put together; called once, when it ends or when its making failed. */
export type Undo = (step: () => Promise<void>) => void

/**
 * Runs `make` for a server that listens already. Whatever it made is put away again in turned order, by the given
 * `stop` or at once when making the rest failed, and then the port is given back.
 */
export async function putTogether<T>(
  server: Server,
  make: (undo: Undo) => Promise<T>,
): Promise<T & { stop(): Promise<void> }> {
  const steps: (() => Promise<void>)[] = []
  try {
    const made = await make((step) => steps.unshift(step))
    const stop = async () => {
      for (const step of steps) await step()
    }
    return { ...made, stop }
  } catch (error) {
    for (const step of steps) await step().catch(() => undefined)
    server.close()
    throw error
  }
}
