import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newId } from '../ids.ts'
import { FileRefused } from './fault.ts'
import { sniffFile } from './sniff.ts'
import type { FileStore } from './store.ts'

export const MAX_FILE_BYTES = 50 * 2 ** 20
const ARRIVING = 'arriving'

/**
 * The store on the local disk: `<dir>/<countyId>/<first two hex digits>/<sha256>`, readable by the owner only.
 * Bytes arrive under another name and get theirs when they are complete and on the disk.
 */
export function localFileStore({
  dir,
  maxBytes = MAX_FILE_BYTES,
}: {
  dir: string
  maxBytes?: number
}): FileStore {
  return {
    maxBytes,
    async put(countyId, source) {
      const arriving = await arrivingPath(dir)
      try {
        // Opened when it is read: one that is not there would fail while nobody listens yet, and end the program.
        const bytes = () => (typeof source === 'string' ? createReadStream(source) : source)
        const { sha256, size } = await writeThrough(bytes, arriving, maxBytes)
        const sniffed = await sniffFile(arriving)
        if ('fault' in sniffed) throw new FileRefused(sniffed.fault)
        const { folder, path } = placeOf(dir, countyId, sha256)
        if ((await sizeOf(path)) === undefined) {
          const made = await mkdir(folder, { recursive: true, mode: 0o700 })
          await rename(arriving, path)
          await syncFolder(folder)
          if (made) await Promise.all([syncFolder(dirname(folder)), syncFolder(dir)])
        } else await rm(arriving)
        return { sha256, size, mime: sniffed.mime }
      } catch (error) {
        await rm(arriving, { force: true })
        throw error
      }
    },
    async open(countyId, sha256, range) {
      if (!isHash(sha256)) return undefined
      const { path } = placeOf(dir, countyId, sha256)
      const size = await sizeOf(path)
      return size === undefined ? undefined : { size, body: createReadStream(path, range) }
    },
    async remove(countyId, sha256) {
      if (isHash(sha256)) await rm(placeOf(dir, countyId, sha256).path, { force: true })
    },
    async has(countyId, sha256) {
      return isHash(sha256) && (await sizeOf(placeOf(dir, countyId, sha256).path)) !== undefined
    },
    async removeAbandoned(before) {
      const folder = join(dir, ARRIVING)
      let removed = 0
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name)
        const { mtime } = (await stat(path).catch(() => undefined)) ?? {}
        if (mtime === undefined || mtime >= before) continue
        await rm(path, { force: true })
        removed++
      }
      return removed
    },
  }
}

const isHash = (sha256: string) => /^[0-9a-f]{64}$/.test(sha256)

function placeOf(dir: string, countyId: number, sha256: string): { folder: string; path: string } {
  if (!Number.isSafeInteger(countyId) || countyId <= 0) throw new Error(`not a county: ${countyId}`)
  const folder = join(dir, String(countyId), sha256.slice(0, 2))
  return { folder, path: join(folder, sha256) }
}

async function arrivingPath(dir: string): Promise<string> {
  const folder = join(dir, ARRIVING)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return join(folder, newId())
}

async function writeThrough(
  source: () => AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of source()) {
      size += chunk.length
      if (size > maxBytes) throw new FileRefused('too_large')
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), size }
}

/** A name is only then sure to outlast a power cut. Windows does not offer it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
