import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Archive } from './archive.ts'
import { RestoreError } from './restore-error.ts'

export type StagedFiles = {
  count: number
  /** Files that were already damaged when the archive was made. */
  damaged: string[]
  /** Moves the files to where they belong. */
  place(): void
  /** Removes what was left aside; call it whatever happened. */
  clear(): void
}

/**
 * Unpacks the content store beside its place, on the same file system, so that taking it over is only renaming.
 * A file that is already in place stays: its name is its content.
 */
export async function stageFiles(archive: Archive, dataDir: string): Promise<StagedFiles> {
  const stage = join(dataDir, 'files.restoring')
  const clear = () => rmSync(stage, { recursive: true, force: true })
  clear()
  const names: string[] = []
  const damaged: string[] = []
  try {
    for await (const { name, content } of archive.files()) {
      const digest = await unpack(content, join(stage, name))
      if (!name.endsWith(digest)) damaged.push(name)
      names.push(name)
    }
  } catch (error) {
    clear()
    throw error
  }
  const place = () => {
    for (const name of names) {
      const target = join(dataDir, name)
      if (existsSync(target)) continue
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
      renameSync(join(stage, name), target)
    }
  }
  return { count: names.length, damaged, place, clear }
}

async function unpack(content: AsyncIterable<Buffer>, path: string): Promise<string> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const digest = createHash('sha256')
  const handle = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of content) {
      digest.update(chunk)
      await handle.appendFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return digest.digest('hex')
}

/** Refuses before anything is written when the data folder has other secrets than the archive. */
export async function checkSecrets(archive: Archive, dataDir: string): Promise<void> {
  for (const { name } of archive.manifest.secrets) {
    const target = join(dataDir, name)
    if (existsSync(target) && !readFileSync(target).equals(await archive.secret(name)))
      throw new RestoreError(
        `数据文件夹中已有另一份密钥 ${target}，未覆盖：请用 BIHUAN_DATA 指向一个新的空文件夹。`,
        `The data folder has another secret ${target}, which was not overwritten: point BIHUAN_DATA to a new, empty folder.`,
      )
  }
}

export async function placeSecrets(archive: Archive, dataDir: string): Promise<void> {
  for (const { name } of archive.manifest.secrets) {
    const target = join(dataDir, name)
    if (existsSync(target)) continue
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    writeFileSync(target, await archive.secret(name), { mode: 0o600, flag: 'wx', flush: true })
  }
}
