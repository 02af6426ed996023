import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { type ProblemCode, SheetProblem, sheetProblem } from '../problems.ts'
import type { ReadJob, ReadMessage } from './read-rows.ts'

type WorkerMessage = ReadMessage | { type: 'problem'; code: ProblemCode; message: string }
type End = Extract<ReadMessage, { type: 'end' }>

/**
 * Reads in a worker of its own and hands every batch to `onRows` (which may throw to stop it).
 * @throws SheetProblem for what is wrong with the file, `signal.reason` when aborted, other errors for bugs
 */
export async function runReader(
  job: ReadJob,
  onRows: (message: Exclude<ReadMessage, End>) => void,
  signal?: AbortSignal,
): Promise<End> {
  const { size } = await stat(job.filePath)
  if (size > job.limits.fileBytes) throw sheetProblem('file_too_large', job.limits.fileBytes)
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./reader-worker.ts', import.meta.url), {
    workerData: job,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: job.limits.memoryMegabytes, maxYoungGenerationSizeMb: 32 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<End>()
  const abort = (): void => reject(signal?.reason)
  const timer = setTimeout(
    () => reject(sheetProblem('timeout', job.limits.milliseconds)),
    job.limits.milliseconds,
  )
  signal?.addEventListener('abort', abort, { once: true })
  worker.on('message', (message: WorkerMessage) => {
    try {
      if (message.type === 'problem') reject(new SheetProblem(message.code, message.message))
      else if (message.type === 'end') resolve(message)
      else onRows(message)
    } catch (error) {
      reject(error)
    }
  })
  worker.on('error', (error: Error & { code?: string }) =>
    reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? sheetProblem('too_much_memory') : error),
  )
  worker.on('exit', (code) => reject(new Error(`The reader of sheets ended early with code ${code}`)))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
