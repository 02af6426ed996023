import { existsSync } from 'node:fs'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file of that name is there already; it was not touched. The message says what to do. */
export class FileExistsError extends Error {
  override name = 'FileExistsError'
}

/**
 * Makes a new file that appears under its name only when it is complete and on disk. Written beside and renamed,
 * not linked: a memory stick's file system has no links.
 * @throws FileExistsError; whatever `write` throws, with nothing left behind
 */
export async function writeWholeFile<T>(
  file: string,
  mode: number,
  write: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  if (existsSync(file))
    throw new FileExistsError(
      `文件 ${file} 已存在，未覆盖：请换一个文件名。\nThe file ${file} exists and was not overwritten: choose another name.`,
    )
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.draft`)
  const handle = await open(draft, 'w', mode)
  try {
    const result = await write(handle)
    await handle.sync()
    await rename(draft, file)
    return result
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    throw error
  } finally {
    await handle.close()
  }
}
