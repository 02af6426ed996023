import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

/** Solves proofs of work as a browser does: `${challenge}:${n}` whose SHA-256 begins with so many noughts. */
const { challenges, bits } = workerData as { challenges: string[]; bits: number }
parentPort?.postMessage(
  challenges.map((challenge) => {
    for (let n = 0; ; n++) {
      const hash = createHash('sha256').update(`${challenge}:${n}`).digest()
      if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return `${challenge}:${n}`
    }
  }),
)
