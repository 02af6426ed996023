import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { makePassword } from '#features/accounts/index.ts'

/**
 * The first password of a person in a run. Computed, not kept: whoever holds the run's key, and nobody else, can
 * print it again until the run is closed. 256 bits of the key make 59 of the password.
 */
export function passwordOf(key: string, runId: string, personId: string): string {
  let round = 0
  let bytes = Buffer.alloc(0)
  let at = 0
  return makePassword((below) => {
    for (;;) {
      if (at === bytes.length) {
        bytes = createHmac('sha256', key).update(`${runId} ${personId} ${round++}`).digest()
        at = 0
      }
      const byte = bytes[at++]!
      // What is left over of 256 would make some signs more frequent.
      if (byte < 256 - (256 % below)) return byte % below
    }
  })
}

export const hashOfKey = (runId: string, key: string): string =>
  `sha256:${createHash('sha256').update(`${runId} ${key}`).digest('hex')}`

export function isKeyOf(runId: string, key: string, known: string): boolean {
  const given = hashOfKey(runId, key)
  return given.length === known.length && timingSafeEqual(Buffer.from(given), Buffer.from(known))
}
