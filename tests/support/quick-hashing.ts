import { createHash, randomUUID } from 'node:crypto'
import type { Hashing } from '#features/accounts/index.ts'

const digest = (salt: string, password: string) =>
  createHash('sha256').update(`${salt} ${password}`).digest('hex')

/**
 * Keeps the passwords of tests. The program's own hashing takes a tenth of a second of a core on purpose, and tests
 * sign people in hundreds of times; that the program keeps to it is seen in demo.db.test.ts and auth.test.ts.
 */
export const quickHashing: Hashing = {
  async hash(password) {
    const salt = randomUUID()
    return `quick ${salt} ${digest(salt, password)}`
  },
  async verify({ hash, password }) {
    const [, salt = '', kept] = hash.split(' ')
    return kept === digest(salt, password)
  },
}
