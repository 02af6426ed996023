import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM, randomBytes } from 'node:crypto'
import { isSealAlgorithm, type SealAlgorithm, sealAlgorithms } from './algorithms.ts'
import type { Key } from './key-ring.ts'

/** Where a value lies. It opens there and nowhere else: the place is part of what the tag vouches for. */
export type Place = { countyId: number; table: string; column: string; rowId: string }

/** What can be read of a sealed value without a key. */
export type SealedParts = {
  algorithm: SealAlgorithm
  keyId: string
  nonce: Buffer
  ciphertext: Buffer
  tag: Buffer
}

/** A sealed value does not open: changed, moved from another row, or sealed with another key. */
export class DoesNotOpen extends Error {
  override name = 'DoesNotOpen'
}

const NONCE = 12
const TAG = 16

/**
 * Seals a text for one place: `algorithm:key id:nonce:ciphertext:tag`, the last three in base64url. The nonce is
 * random, which a key may be used with some four thousand million times (NIST SP 800-38D).
 */
export function sealWith(key: Key<SealAlgorithm>, place: Place, text: string): string {
  const nonce = randomBytes(NONCE)
  const { cipher } = sealAlgorithms[key.algorithm]
  // Node's types know the GCM modes by name and leave this one out.
  const sealing = createCipheriv(cipher as 'aes-256-gcm', key.bytes, nonce, {
    authTagLength: TAG,
  }) as CipherGCM
  sealing.setAAD(placeBytes(key, place))
  const ciphertext = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
  const parts = [nonce, ciphertext, sealing.getAuthTag()].map((part) => part.toString('base64url'))
  return [key.algorithm, key.id, ...parts].join(':')
}

/** @throws DoesNotOpen */
export function openWith(key: Key<SealAlgorithm>, place: Place, sealed: SealedParts): string {
  const { cipher } = sealAlgorithms[key.algorithm]
  try {
    const opening = createDecipheriv(cipher as 'aes-256-gcm', key.bytes, sealed.nonce, {
      authTagLength: TAG,
    }) as DecipherGCM
    opening.setAAD(placeBytes(key, place))
    opening.setAuthTag(sealed.tag)
    return Buffer.concat([opening.update(sealed.ciphertext), opening.final()]).toString('utf8')
  } catch (cause) {
    throw new DoesNotOpen(`the value in ${place.table}.${place.column} does not open with key ${key.id}`, {
      cause,
    })
  }
}

/** @throws DoesNotOpen for what is no sealed value at all */
export function partsOf(sealed: string): SealedParts {
  const [algorithm = '', keyId = '', ...rest] = sealed.split(':')
  const [nonce, ciphertext, tag] = rest.map((part) => Buffer.from(part, 'base64url'))
  const isWhole = rest.length === 3 && nonce?.length === NONCE && tag?.length === TAG
  if (!isSealAlgorithm(algorithm) || !isWhole || !ciphertext) throw new DoesNotOpen('not a sealed value')
  return { algorithm, keyId, nonce, ciphertext, tag }
}

const placeBytes = (key: Key, { countyId, table, column, rowId }: Place): Buffer =>
  Buffer.from(JSON.stringify(['bihuan sealed value', key.algorithm, key.id, countyId, table, column, rowId]))
