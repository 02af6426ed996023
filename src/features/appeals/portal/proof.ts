import { createHash, randomBytes } from 'node:crypto'
import type { Receipts } from '../receipts.ts'

/**
 * Proof of work: a browser that can, computes for a second before it sends, which costs a program that floods. It lifts
 * the limit that those without JavaScript have. No puzzle that people have to see, hear or understand.
 */
const BITS = 16
const LASTS_MS = 30 * 60_000
/** Challenges remembered as used at once; older ones are over by themselves. */
const MOST = 50_000

export type Proofs = {
  challenge(countyId: number, now: Date): { challenge: string; bits: number }
  /** Right, of this county, not over, and not used before; it is used now. */
  take(countyId: number, challenge: string, answer: string, now: Date): boolean
}

/** Signed with the key of receipts, so that every process of the portal knows those of the others. */
export function createProofs(receipts: Pick<Receipts, 'contentHash'>): Proofs {
  const used = new Set<string>()
  const sign = (countyId: number, told: string) =>
    receipts.contentHash(countyId, `proof ${told}`).slice(0, 22)
  return {
    challenge(countyId, now) {
      const told = `${now.getTime().toString(36)}.${randomBytes(9).toString('base64url')}`
      return { challenge: `${told}.${sign(countyId, told)}`, bits: BITS }
    },
    take(countyId, challenge, answer, now) {
      const [at = '', random = '', signature = ''] = challenge.split('.')
      if (challenge.length > 80 || !/^\d{1,10}$/.test(answer)) return false
      if (signature !== sign(countyId, `${at}.${random}`)) return false
      const age = now.getTime() - Number.parseInt(at, 36)
      if (!(age >= 0 && age < LASTS_MS) || used.has(challenge)) return false
      const hash = createHash('sha256').update(`${challenge}:${answer}`).digest()
      if (hash.readUInt32BE(0) >>> (32 - BITS) !== 0) return false
      used.add(challenge)
      if (used.size > MOST) used.delete(used.values().next().value as string)
      return true
    },
  }
}
