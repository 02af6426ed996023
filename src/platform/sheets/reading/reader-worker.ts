import { parentPort, workerData } from 'node:worker_threads'
import { SheetProblem } from '../problems.ts'
import { type ReadJob, readRows } from './read-rows.ts'

/**
 * The thread in which files of strangers are taken apart: it may be stopped at any moment, has its own small heap
 * and an empty environment.
 */
try {
  for await (const message of readRows(workerData as ReadJob)) parentPort!.postMessage(message)
} catch (error) {
  if (!(error instanceof SheetProblem)) throw error
  parentPort!.postMessage({ type: 'problem', code: error.code, message: error.message })
}
