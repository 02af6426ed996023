import { z } from 'zod'
import type { Receipts } from '#features/appeals/index.ts'
import { sealTo } from '#platform/sealing/index.ts'
import { Ballot, ballotContext, padded } from './ballot.ts'
import type { RaterClass } from './plan.ts'

/** Where a ballot belongs: it opens and counts there and nowhere else. */
export type BelongsTo = {
  countyId: number
  campaignId: string
  placeId: string
  raterClass: RaterClass
  /** What its invitation is known by. */
  digest: string
}

type Keyed = Pick<Receipts, 'issue' | 'digests'>

/**
 * Says, with the key that codes are known by, that this ballot came through us. Whoever owns the database has the
 * public key and could else put ballots of their own in the place of everybody's but one, and read that one off the
 * count.
 */
const markedAs = ({ campaignId, digest }: BelongsTo): string => `ballot ${campaignId} ${digest}`

/** A campaign's key as the public pages get it, out of the database, which they do not believe. */
export type SealingKey = { campaignId: string; publicKey: string; sealedLength: number }

const keyMarkedAs = ({ campaignId, publicKey, sealedLength }: SealingKey): string =>
  `evaluation key ${campaignId} ${publicKey} ${sealedLength}`

/** What says that a key is ours, under the key of receipts: an owner of the database could else put in their own. */
export const keyMark = (receipts: Keyed, countyId: number, key: SealingKey): string =>
  receipts.issue(countyId, keyMarkedAs(key)).digest

export const isOurKey = (
  receipts: Keyed,
  countyId: number,
  { keyMark: mark, ...key }: SealingKey & { keyMark: string },
): boolean => receipts.digests(countyId, keyMarkedAs(key)).includes(mark)

export function sealBallot(
  receipts: Keyed,
  to: BelongsTo & { publicKey: string; sealedLength: number },
  ballot: Ballot,
): string {
  const mark = receipts.issue(to.countyId, markedAs(to)).digest
  const text = padded({ b: ballot, m: mark }, to.sealedLength)
  return sealTo(to.publicKey, ballotContext(to.countyId, to.campaignId, to), text)
}

const Marked = z.object({ b: Ballot, m: z.string() })

/** @throws when it does not open here, or did not come through us */
export function openBallot(
  receipts: Keyed,
  open: (context: string, sealed: string) => string,
  of: BelongsTo,
  sealed: string,
): Ballot {
  const { b, m } = Marked.parse(JSON.parse(open(ballotContext(of.countyId, of.campaignId, of), sealed)))
  if (!receipts.digests(of.countyId, markedAs(of)).includes(m)) throw new Error('a ballot of somebody else')
  return b
}
