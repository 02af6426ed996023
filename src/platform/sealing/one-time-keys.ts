import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { Refused } from '../refusal.ts'
import { openSealedTo, publicHalf } from './box.ts'

/**
 * Private keys that are used for one occasion and then destroyed: whatever was sealed to them and copied anywhere stays
 * closed for good. They lie in a folder of their own beside `secrets`, which no backup of ours takes along, neither
 * with secrets nor without.
 */
export type OneTimeKeys = {
  /** The public half of the key of that name, made if there is none. */
  make(name: string): string
  /** @throws Refused `key_missing` when the key is not here, or no longer */
  publicKey(name: string): string
  /**
   * What was sealed to it.
   * @throws Refused `key_missing`
   * @throws DoesNotOpen
   */
  opener(name: string): (context: string, sealed: string) => string
  /**
   * Says for good what the key is used on, and once: on disk before this returns. False: it was bound to something else.
   * @throws Refused `key_missing`
   */
  bind(name: string, to: string): boolean
  isBound(name: string): boolean
  /** Overwritten, and gone, with all that lies beside it. Destroying what is not there does nothing. */
  destroy(name: string): void
  list(): string[]
  /** Names of which anything lies here: a key, or what a program left that was killed while it wrote or destroyed. */
  traces(): string[]
}

const NAME = /^[a-z0-9-]{1,60}$/
const KEY = /^x25519 ([0-9a-f]{64})\n$/

export function openOneTimeKeys(dataDir: string, folderName: string): OneTimeKeys {
  const folder = join(dataDir, folderName)
  const fileOf = (name: string): string => {
    if (!NAME.test(name)) throw new Error(`not a name of a key: ${name}`)
    return join(folder, name)
  }
  /** No name of a key. */
  const boundOf = (name: string): string => `${fileOf(name)}.bound`
  const read = (name: string): Buffer => {
    const [, hex] = KEY.exec(textOf(fileOf(name)) ?? '') ?? []
    if (!hex) throw new Refused({ code: 'key_missing', keyId: `${folderName}/${name}` })
    return Buffer.from(hex, 'hex')
  }
  return {
    make(name) {
      const file = fileOf(name)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (textOf(file) === undefined) writeWhole(file, `x25519 ${randomBytes(32).toString('hex')}\n`)
      return publicHalf(read(name))
    },
    publicKey: (name) => publicHalf(read(name)),
    opener(name) {
      const bytes = read(name)
      return (context, sealed) => openSealedTo(bytes, context, sealed)
    },
    bind(name, to) {
      read(name)
      writeWhole(boundOf(name), to)
      syncFolder(folder)
      return textOf(boundOf(name)) === to
    },
    isBound: (name) => textOf(boundOf(name)) !== undefined,
    destroy(name) {
      const file = fileOf(name)
      const beside = filesIn(folder).filter((each) => each.startsWith(`${name}.`))
      for (const each of beside) overwrite(join(folder, each))
      if (textOf(file) !== undefined) overwrite(file)
    },
    list: () => filesIn(folder).filter((name) => NAME.test(name)),
    traces: () =>
      [...new Set(filesIn(folder).map((file) => file.replace(/\..*$/, '')))].filter((name) =>
        NAME.test(name),
      ),
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Gone, and so is what it said: half a draft of a key is a key, too. */
function overwrite(file: string): void {
  const { size } = statSync(file)
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(size), 0, size, 0)
  fsyncSync(handle)
  closeSync(handle)
  unlinkSync(file)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What was linked is there after a power cut, too. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Written whole under another name first, then linked: nobody reads half a key, and the first one wins. A name that no
 * draft had before: one that a killed program left would be in the way of the next, and in a container every program has
 * the same process id.
 */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}
