import { PortTakenError } from './listen.ts'
import type { Running } from './run.ts'

/**
 * Runs until somebody ends it: SIGTERM, Ctrl-C (which arrives twice through npm), the death of npm that started us,
 * or the loss of the database. Everything is put away before the process goes.
 */
export async function untilTold(start: () => Promise<Running>, say: (line: string) => void): Promise<never> {
  let running: Running | undefined
  let ending: Promise<never> | undefined
  const end = (code: number): Promise<never> => {
    ending ??= (async () => {
      const deadline = setTimeout(() => process.exit(1), 20_000)
      deadline.unref()
      await running?.stop()
      return process.exit(code)
    })()
    return ending
  }
  // Handlers stay installed: the second signal of one Ctrl-C must not end the putting away.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0))
  watchParent(() => void end(0))
  try {
    running = await start()
  } catch (error) {
    if (!ending) say(error instanceof PortTakenError ? error.message : explain(error))
    return end(1)
  }
  if (ending) await running.stop()
  void running.lost.then(() => {
    if (ending) return
    say('数据库已停止，程序随之退出。 The database stopped; so does the program.')
    void end(1)
  })
  return new Promise(() => undefined)
}

const explain = (error: unknown): string =>
  error instanceof Error
    ? process.env.BIHUAN_LOG === 'debug'
      ? (error.stack ?? error.message)
      : error.message
    : String(error)

/** SIGKILL of npm leaves its child: whoever npm started ends when its parent changes. */
function watchParent(gone: () => void): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) gone()
  }, 1_000).unref()
}
