import type { Readable } from 'node:stream'

/** What a file's row says of it. */
export type StoredFile = {
  /** Hex. */
  sha256: string
  /** Bytes. */
  size: number
  mime: string
}

/** Bytes kept by what they are. The same bytes are kept once a county; what is kept is never changed. */
export type FileStore = {
  /** The largest file taken, in bytes. */
  readonly maxBytes: number
  /**
   * Keeps a copy of the file at a path, or of a stream. When it resolves, the bytes will outlast a power cut.
   * @throws FileRefused, and nothing is kept.
   */
  put(countyId: number, source: string | AsyncIterable<Uint8Array>): Promise<StoredFile>
  /** All of it, or the bytes `start` to `end` (both included). Undefined when the county has no such file. */
  open(
    countyId: number,
    sha256: string,
    range?: { start: number; end: number },
  ): Promise<{ size: number; body: Readable } | undefined>
  has(countyId: number, sha256: string): Promise<boolean>
  /** Deletes bytes that nothing refers to any more. What is not there is no error. */
  remove(countyId: number, sha256: string): Promise<void>
  /** Removes what a killed server left half arrived, unchanged since. Returns how many. */
  removeAbandoned(before: Date): Promise<number>
}
