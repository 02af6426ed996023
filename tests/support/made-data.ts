import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A data folder as a first start leaves it, to be copied: making one takes far longer than what is tested on it. */
export type MadeData = { copyTo(dataDir: string): void; remove(): void }

/** @param start starts on the folder and ends again in order */
export async function makeData(start: (dataDir: string) => Promise<void>): Promise<MadeData> {
  const parent = mkdtempSync(join(tmpdir(), 'bihuan-made-'))
  // The database's own user goes through here.
  chmodSync(parent, 0o755)
  const made = join(parent, 'data')
  const remove = () => rmSync(parent, { recursive: true, force: true })
  try {
    await start(made)
  } catch (error) {
    remove()
    throw error
  }
  return {
    /** With owners and rights, which Node's own copying leaves out. */
    copyTo(dataDir) {
      mkdirSync(dataDir, { recursive: true })
      execFileSync('cp', ['-a', `${made}/.`, dataDir])
    },
    remove,
  }
}
