import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { Refused } from '../refusal.ts'
import { type KeyRing, openKeyRing } from './key-ring.ts'
import { DoesNotOpen } from './sealed-value.ts'

/**
 * Seals to a public key: whoever seals cannot open it again. X25519 with a key of its own for each text, HKDF-SHA256
 * over both public keys, AES-256-GCM (as HPKE's base mode does it, RFC 9180; out of Node's own crypto).
 * `x25519:<ephemeral public key>:<ciphertext and tag>`, both in base64url. `context` says what it is and where it
 * belongs; it opens with the same one only.
 */
export function sealTo(publicKey: string, context: string, text: string): string {
  const { eph, body } = sealed(publicKey, context, Buffer.from(text, 'utf8'))
  return `x25519:${eph}:${body.toString('base64url')}`
}

/** The same of bytes and in bytes: 32 of the ephemeral public key, then ciphertext and tag. */
export function sealBytesTo(publicKey: string, context: string, bytes: Uint8Array): Buffer {
  const { eph, body } = sealed(publicKey, context, bytes)
  return Buffer.concat([Buffer.from(eph, 'base64url'), body])
}

function sealed(publicKey: string, context: string, bytes: Uint8Array): { eph: string; body: Buffer } {
  const ephemeral = generateKeyPairSync('x25519')
  const eph = rawOf(ephemeral.publicKey)
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicKeyOf(publicKey) })
  const { key, nonce } = derived(shared, eph, publicKey, context)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context))
  return { eph, body: Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]) }
}

/** @throws DoesNotOpen */
export function openSealedTo(privateBytes: Buffer, context: string, sealed: string): string {
  const [, eph = '', body = ''] = /^x25519:([\w-]{43}):([\w-]+)$/.exec(sealed) ?? []
  const bytes = Buffer.from(body, 'base64url')
  // The last symbol may have bits that mean nothing: another one there would be the same bytes.
  if (bytes.toString('base64url') !== body)
    throw new DoesNotOpen(`what was sealed for ${context} is not written as it is sealed`)
  return opened(privateBytes, context, eph, bytes).toString('utf8')
}

const EPHEMERAL = 32

/** @throws DoesNotOpen */
const openBytesSealedTo = (privateBytes: Buffer, context: string, sealed: Buffer): Buffer =>
  opened(
    privateBytes,
    context,
    sealed.subarray(0, EPHEMERAL).toString('base64url'),
    sealed.subarray(EPHEMERAL),
  )

function opened(privateBytes: Buffer, context: string, eph: string, bytes: Buffer): Buffer {
  try {
    const privateKey = privateKeyOf(privateBytes)
    const shared = diffieHellman({ privateKey, publicKey: publicKeyOf(eph) })
    const { key, nonce } = derived(shared, eph, publicHalf(privateBytes), context)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(-TAG))
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()])
  } catch (cause) {
    throw new DoesNotOpen(`what was sealed for ${context} does not open`, { cause })
  }
}

/** What is published of 32 private bytes. */
export const publicHalf = (privateBytes: Buffer): string => rawOf(createPublicKey(privateKeyOf(privateBytes)))

/** The keys of an installation that others seal to; the private halves are files below `<dataDir>/secrets`. */
export type Box = {
  /** The newest, made on first use. */
  publicKey(): { keyId: string; publicKey: string }
  /**
   * @throws Refused `key_missing` naming the key whose file is not here
   * @throws DoesNotOpen
   */
  open(keyId: string, context: string, sealed: string): string
  /** The same of bytes. */
  openBytes(keyId: string, context: string, sealed: Buffer): Buffer
  readonly keys: KeyRing<'x25519'>
}

export function createBox(dataDir: string): Box {
  const keys = openKeyRing<'x25519'>({
    ...{ dataDir, purpose: 'inbox', algorithm: 'x25519' },
    keyBytes: { x25519: 32 },
  })
  return {
    keys,
    publicKey() {
      const { id, bytes } = keys.current()
      return { keyId: id, publicKey: publicHalf(bytes) }
    },
    open: (keyId, context, sealed) => openSealedTo(keyBytes(keys, keyId), context, sealed),
    openBytes: (keyId, context, sealed) => openBytesSealedTo(keyBytes(keys, keyId), context, sealed),
  }
}

function keyBytes(keys: KeyRing<'x25519'>, keyId: string): Buffer {
  const key = keys.find(keyId)
  if (!key) throw new Refused({ code: 'key_missing', keyId })
  return key.bytes
}

const TAG = 16
/** What stands before the 32 bytes of a private X25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

const privateKeyOf = (bytes: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' })
const publicKeyOf = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
const rawOf = (key: KeyObject): string => String(key.export({ format: 'jwk' }).x)

/** A key is used for one text only, so that the nonce may come out of the same derivation. */
function derived(shared: Buffer, eph: string, publicKey: string, context: string) {
  const salt = Buffer.from(`${eph}.${publicKey}`)
  const bytes = Buffer.from(hkdfSync('sha256', shared, salt, `bihuan box ${context}`, 44))
  return { key: bytes.subarray(0, 32), nonce: bytes.subarray(32) }
}
