import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Closes short texts that live as long as a session with a key made from the secret that sessions are signed with. What
 * is kept in a column is sealed by the installation's own keys (`#platform/sealing`); authenticator apps of before those
 * still open with this (`totp-secret.ts`). `purpose` keeps one use from opening what another closed;
 * `place` ties a value to its row.
 */
export class Seal {
  readonly #key: Buffer

  constructor(secret: string, purpose: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', `bihuan ${purpose}`, 32))
  }

  close(text: string, place: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place))
    const closed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `aes-256-gcm:${closed.toString('base64url')}`
  }

  /** Undefined: made with another key or for another place, or changed since. */
  open(sealed: string, place: string): string | undefined {
    const [algorithm, body = ''] = sealed.split(':')
    const bytes = Buffer.from(body, 'base64url')
    if (algorithm !== 'aes-256-gcm' || bytes.length < 28) return undefined
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-16))
      return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
    } catch {
      return undefined
    }
  }
}
