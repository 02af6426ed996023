import { mkdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore as TusStore } from '@tus/file-store'

/** An upload that is under way: its bytes so far and what was said about it lie in one folder, over restarts. */
export type Unfinished = {
  id: string
  countyId: number
  personId: string
  fileName: string
  /** Keys of asking boundary rules that the person has answered. */
  confirmed: string
  startedAt: Date
  /** Bytes in all, as announced; undefined until the sender knows. */
  size: number | undefined
  received: number
  path: string
}

export type UnfinishedUploads = {
  readonly tus: TusStore
  find(id: string): Promise<Unfinished | undefined>
  remove(id: string): Promise<void>
  /** Removes every file that has not changed since. Returns how many went. */
  removeUnchangedSince(before: Date): Promise<number>
}

/** What is kept beside the bytes; anything else a client sends is dropped. */
export type Kept = { filename: string; county: string; person: string; confirmed: string }

export function unfinishedUploads(dir: string): UnfinishedUploads {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const tus = new TusStore({ directory: dir })
  return {
    tus,
    async find(id) {
      const said = await tus.configstore.get(id)
      const path = join(dir, id)
      const received = await stat(path).then(
        ({ size }) => size,
        () => undefined,
      )
      if (!said || received === undefined) return undefined
      const kept = said.metadata as Kept
      return {
        id,
        countyId: Number(kept.county),
        personId: kept.person,
        fileName: kept.filename,
        confirmed: kept.confirmed,
        startedAt: new Date(said.creation_date ?? 0),
        size: said.size,
        received,
        path,
      }
    },
    async remove(id) {
      await rm(join(dir, id), { force: true })
      await rm(join(dir, `${id}.json`), { force: true })
    },
    async removeUnchangedSince(before) {
      let removed = 0
      for (const name of await readdir(dir)) {
        const at = await stat(join(dir, name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => undefined,
        )
        if (at === undefined || at >= before.getTime()) continue
        await rm(join(dir, name), { force: true, recursive: true })
        removed++
      }
      return removed
    },
  }
}
