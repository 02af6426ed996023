import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A secret's file holds something else; the message says what to do, in Chinese and English. */
export class SecretError extends Error {
  override name = 'SecretError'
}

/**
 * The installation's secret of that name: 32 random bytes in hex, made on first use in `<dataDir>/secrets`, readable
 * by its owner only. Two programs that ask first at the same moment get the same one.
 * @throws SecretError when the file is damaged; it is never replaced, for what it protects would be lost with it.
 */
export function secret(dataDir: string, name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`not a name of a secret: ${name}`)
  const folder = join(dataDir, 'secrets')
  const file = join(folder, name)
  const text = (read(file) ?? make(folder, file)).trim()
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new SecretError(
      `密钥文件 ${file} 已损坏:请从备份中恢复这个文件。\nThe secret in ${file} is damaged: restore the file from a backup.`,
    )
  return text
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Written whole under another name first, then linked: nobody ever reads half a secret, and the first one wins. */
function make(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  return readFileSync(file, 'utf8')
}
