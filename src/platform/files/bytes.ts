import { open } from 'node:fs/promises'

/** Random access to a file's bytes; a read past the end is short. */
export type Bytes = { readonly size: number; read(offset: number, length: number): Promise<Buffer> }

/** More than any part that is looked at; a length out of a hostile file never makes a larger buffer. */
const LARGEST_READ = 16 * 2 ** 20

export async function withBytes<T>(path: string, work: (bytes: Bytes) => Promise<T>): Promise<T> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    return await work({
      size,
      async read(offset, length) {
        const wanted = Math.max(0, Math.min(length, size - offset, LARGEST_READ))
        const buffer = Buffer.alloc(wanted)
        if (wanted === 0) return buffer
        const { bytesRead } = await handle.read(buffer, 0, wanted, offset)
        return buffer.subarray(0, bytesRead)
      },
    })
  } finally {
    await handle.close()
  }
}

/** The same of what is in memory. */
export const bytesIn = (bytes: Uint8Array): Bytes => ({
  size: bytes.length,
  read: async (offset, length) =>
    Buffer.from(bytes.subarray(offset, offset + Math.max(0, Math.min(length, LARGEST_READ)))),
})
