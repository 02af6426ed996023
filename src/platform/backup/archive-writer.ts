import { createHash, sign } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { publicKeyText, type SigningKey } from '../history/keys.ts'
import { type Manifest, manifestEntry, sealedText, type Trailer, trailerEntry } from './manifest.ts'
import { paddingAfter, tarEnd, tarHeader } from './tar.ts'

/** Writes entries one after the other and keeps the digest of everything written. */
export class ArchiveWriter {
  readonly #handle: FileHandle
  readonly #digest = createHash('sha256')
  #written = 0

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async add(name: string, content: Buffer): Promise<void> {
    await this.#put(tarHeader(name, content.length))
    await this.#put(content)
    await this.#put(Buffer.alloc(paddingAfter(content.length)))
  }

  /** Streams a file of `size` bytes. @returns the SHA-256 of its content. @throws when it is not of that size */
  async addFile(name: string, path: string, size: number): Promise<string> {
    await this.#put(tarHeader(name, size))
    const digest = createHash('sha256')
    let read = 0
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      read += chunk.length
      digest.update(chunk)
      await this.#put(chunk)
    }
    if (read !== size) throw new Error(`${path} changed its size while it was read`)
    await this.#put(Buffer.alloc(paddingAfter(size)))
    return digest.digest('hex')
  }

  /** Manifest, signed trailer, end. @returns the size of the archive */
  async finish(manifest: Manifest, key: SigningKey): Promise<number> {
    await this.add(manifestEntry, Buffer.from(JSON.stringify(manifest)))
    const sha256 = this.#digest.copy().digest('hex')
    const signature = sign(null, sealedText(sha256), key.privateKey).toString('base64')
    const trailer: Trailer = { sha256, publicKey: publicKeyText(key.publicKey), signature }
    await this.#put(tail(trailer))
    return this.#written
  }

  async #put(bytes: Buffer): Promise<void> {
    this.#digest.update(bytes)
    await this.#handle.appendFile(bytes)
    this.#written += bytes.length
  }
}

/** Everything from the trailer's header to the end of the file: a reader compares it byte by byte. */
export function tail(trailer: Trailer): Buffer {
  const { sha256, publicKey, signature } = trailer
  const content = Buffer.from(JSON.stringify({ sha256, publicKey, signature }))
  const padding = Buffer.alloc(paddingAfter(content.length))
  return Buffer.concat([tarHeader(trailerEntry, content.length), content, padding, tarEnd])
}
