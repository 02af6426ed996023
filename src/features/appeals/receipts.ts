import { createHmac, hkdfSync } from 'node:crypto'
import { type Key, openKeyRing, openSealedTo, publicHalf } from '#platform/sealing/index.ts'
import { receiptOf } from './receipt.ts'

/** What a receipt is known by, and what its page is sealed to: neither tells the receipt, nor opens the page. */
export type Issued = { digest: string; pageKey: string }

/**
 * What desk and public pages make of receipts, with a key that both hold and the database does not. A receipt has
 * 29^10 values, few enough to try all of them; without the key nobody can begin to (decision 0026).
 */
export type Receipts = {
  /** Whether the key has been brought to where this process runs. */
  isReady(): boolean
  /** @throws Error when there is no key */
  issue(countyId: number, receipt: string): Issued
  /** Under every key there is, for looking up. */
  digests(countyId: number, receipt: string): string[]
  /** Opens one part of the page. @throws DoesNotOpen */
  openPage(countyId: number, receipt: string, page: { digest: string; part: string; sealed: string }): string
  /** The receipt of what was begun under this id, which is kept nowhere. @throws Error when there is no key */
  receiptFor(countyId: number, formId: string): string
  /** Tells whether two texts are the same, never what they are. @throws Error when there is no key */
  contentHash(countyId: number, text: string): string
}

/** @param makes whether the key is made where there is none: by desk and worker, never by a portal in a zone apart */
export function createReceipts(dataDir: string, { makes }: { makes: boolean }): Receipts {
  const ring = openKeyRing<'hmac-sha256'>({
    ...{ dataDir, purpose: 'receipt', algorithm: 'hmac-sha256' },
    keyBytes: { 'hmac-sha256': 32 },
  })
  // At once, so that a portal on the same folder finds it.
  if (makes) ring.current()
  const newest = (): Key => {
    const key = makes ? ring.current() : ring.list().at(-1)
    if (!key) throw new Error('the key of receipts is not here')
    return key
  }
  return {
    isReady: () => ring.list().length > 0,
    issue: (countyId, receipt) => issuedWith(newest(), countyId, receipt),
    digests: (countyId, receipt) => ring.list().map((key) => digestWith(key, countyId, receipt)),
    openPage(countyId, receipt, { digest, part, sealed }) {
      const key = ring.list().find((each) => digestWith(each, countyId, receipt) === digest)
      if (!key) throw new Error('the key of receipts is not here')
      return openSealedTo(pagePrivate(key, countyId, receipt), pageContext(countyId, digest, part), sealed)
    },
    receiptFor: (countyId, formId) => receiptOf(keyed(newest(), ['form', countyId, formId]), formId),
    contentHash: (countyId, text) => keyed(newest(), ['content', countyId, text]),
  }
}

/** What a part of a page is sealed for: it opens as this part of this receipt's page only. */
export const pageContext = (countyId: number, digest: string, part: string): string =>
  JSON.stringify(['appeal page', countyId, digest, part])

const keyed = (key: Key, what: unknown[]): string =>
  createHmac('sha256', key.bytes)
    .update(JSON.stringify(['bihuan receipts', ...what]))
    .digest('base64url')

const digestWith = (key: Key, countyId: number, receipt: string): string =>
  `hmac-sha256:${key.id}:${keyed(key, ['digest', countyId, receipt])}`

const pagePrivate = (key: Key, countyId: number, receipt: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key.bytes, receipt, `bihuan receipt page ${countyId}`, 32))

const issuedWith = (key: Key, countyId: number, receipt: string): Issued => ({
  digest: digestWith(key, countyId, receipt),
  pageKey: publicHalf(pagePrivate(key, countyId, receipt)),
})
