import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of one's own, readable by this program only; `remove` when nothing in it is needed any more. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'bihuan-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Does work that needs files beside it; whatever was in the folder is gone afterwards. */
export async function inTemporaryFolder<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder()
  try {
    return await work(folder.path)
  } finally {
    await folder.remove()
  }
}
