import { createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A key as its file holds it. Its id begins with its place in the ring and ends with a fingerprint of its bytes. */
export type Key<A extends string = string> = {
  id: string
  algorithm: A
  bytes: Buffer
  sequence: number
  file: string
}

/** A key's file cannot be used; the message says what to do, in Chinese and English. */
export class KeyFileError extends Error {
  override name = 'KeyFileError'
}

/** The keys of one purpose: the newest seals, every one opens. */
export type KeyRing<A extends string> = {
  /** What is sealed with now: the newest of the chosen algorithm, made on first use. */
  current(): Key<A>
  /** The key of that id; looks into the folder again before it says that there is none. */
  find(id: string): Key<A> | undefined
  /** Every key, oldest first. */
  list(): Key<A>[]
  /** A new one, which is the current one from now on; the others stay for reading. */
  add(): Key<A>
}

export type RingOptions<A extends string> = {
  dataDir: string
  /** First part of the files' names below `<dataDir>/secrets`; one ring's keys open nothing of another's. */
  purpose: 'seal' | 'index' | 'identity' | 'identity-index' | 'inbox' | 'receipt'
  algorithm: A
  keyBytes: Record<A, number>
}

/** Another process may add a key; it is noticed after so long. A key that is not known is looked for at once. */
const KEEP_MS = 2_000

/**
 * Keys in files of their owner alone, one a key and named after it (`secrets/seal-1-3f9a2b1c`), never in the database
 * or the log. A key belongs to one algorithm. Two programs that ask first at the same moment may each make one: both
 * stay, and from then on all use the same. A key that is put back later finds its place, whatever was made meanwhile.
 */
export function openKeyRing<A extends string>(options: RingOptions<A>): KeyRing<A> {
  const { dataDir, purpose, algorithm, keyBytes } = options
  const folder = join(dataDir, 'secrets')
  let known: Key<A>[] | undefined
  let until = 0
  const read = (): Key<A>[] => {
    known = filesIn(folder, purpose)
      .map((file) => readKey(file, keyBytes))
      .sort((a, b) => a.sequence - b.sequence || (a.id < b.id ? -1 : 1))
    until = performance.now() + KEEP_MS
    return known
  }
  const keys = () => (known && performance.now() < until ? known : read())
  const newest = (all: readonly Key<A>[]) => all.findLast((key) => key.algorithm === algorithm)
  const make = (): Key<A> => {
    const sequence = (read().at(-1)?.sequence ?? 0) + 1
    writeKey(folder, purpose, {
      sequence,
      algorithm,
      size: keyBytes[algorithm],
    })
    return newest(read())!
  }
  return {
    current: () => newest(keys()) ?? make(),
    find: (id) => keys().find((key) => key.id === id) ?? read().find((key) => key.id === id),
    list: () => [...read()],
    add: make,
  }
}

function filesIn(folder: string, purpose: string): string[] {
  const name = new RegExp(`^${purpose}-[1-9]\\d{0,5}-[0-9a-f]{8}$`)
  try {
    return readdirSync(folder)
      .filter((file) => name.test(file))
      .map((file) => join(folder, file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Eight hex digits tell keys apart; nothing of the key can be computed from them. */
const idOf = (sequence: number, algorithm: string, bytes: Buffer): string =>
  `${sequence}-${createHash('sha256').update(`bihuan key ${algorithm} `).update(bytes).digest('hex').slice(0, 8)}`

function readKey<A extends string>(file: string, keyBytes: Record<A, number>): Key<A> {
  const [, id = '', sequence = ''] = /((\d+)-[0-9a-f]{8})$/.exec(file) ?? []
  const [, algorithm = '', hex = ''] = /^([a-z0-9-]+) ([0-9a-f]+)\n?$/.exec(readFileSync(file, 'utf8')) ?? []
  const bytes = Buffer.from(hex, 'hex')
  const fits = Object.hasOwn(keyBytes, algorithm) && keyBytes[algorithm as A] === bytes.length
  if (!fits || idOf(Number(sequence), algorithm, bytes) !== id)
    throw new KeyFileError(
      `密钥文件 ${file} 已损坏或被替换：请从备份中恢复这个文件。\nThe key in ${file} is damaged or was replaced: restore the file from a backup.`,
    )
  return { id, algorithm: algorithm as A, bytes, sequence: Number(sequence), file }
}

/** Written whole under another name first, then linked: nobody ever reads half a key. */
function writeKey(
  folder: string,
  purpose: string,
  { sequence, algorithm, size }: { sequence: number; algorithm: string; size: number },
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const bytes = randomBytes(size)
  const file = join(folder, `${purpose}-${idOf(sequence, algorithm, bytes)}`)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${algorithm} ${bytes.toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } finally {
    unlinkSync(draft)
  }
}
