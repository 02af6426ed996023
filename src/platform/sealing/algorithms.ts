/**
 * What a value may be sealed with. The name stands in every sealed value and in every key's file, so that an
 * algorithm can be added, and another one chosen, without touching what is there. All of these are in the OpenSSL of
 * the Node that comes with the checkout.
 */
export const sealAlgorithms = {
  'aes-256-gcm': { cipher: 'aes-256-gcm', keyBytes: 32 },
  /** GB/T 32907 in GCM: what a commercial cryptography review asks for (domain.md 7.3). */
  'sm4-gcm': { cipher: 'sm4-gcm', keyBytes: 16 },
} as const
export type SealAlgorithm = keyof typeof sealAlgorithms

/** What the blind index is made with. */
export const indexAlgorithms = {
  'hmac-sha256': { hash: 'sha256', keyBytes: 32 },
  /** GB/T 32905. */
  'hmac-sm3': { hash: 'sm3', keyBytes: 32 },
} as const
export type IndexAlgorithm = keyof typeof indexAlgorithms

/** The two belong together: an installation uses the international ones or the national ones. */
export const indexFor: Record<SealAlgorithm, IndexAlgorithm> = {
  'aes-256-gcm': 'hmac-sha256',
  'sm4-gcm': 'hmac-sm3',
}

export const isSealAlgorithm = (name: string): name is SealAlgorithm => Object.hasOwn(sealAlgorithms, name)
