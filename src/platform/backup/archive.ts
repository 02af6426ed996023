import { createHash, type KeyObject, verify } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { publicKeyFrom } from '../history/keys.ts'
import { tail } from './archive-writer.ts'
import {
  fileName,
  firstEntry,
  formatVersion,
  Manifest,
  type ManifestTable,
  manifestEntry,
  partName,
  sealedText,
  secretName,
  Trailer,
  trailerEntry,
} from './manifest.ts'
import { blockSize, paddingAfter, readTarHeader, tarEnd } from './tar.ts'

/** Why an archive is not used. */
export type ArchiveRefusal =
  | 'not_found'
  | 'not_backup'
  | 'newer_format'
  | 'damaged'
  | 'signature_invalid'
  | 'key_unknown'

/** The archive cannot be used; nothing was taken from it. The message says what to do, in Chinese and English. */
export class ArchiveError extends Error {
  override name = 'ArchiveError'
  readonly code: ArchiveRefusal
  constructor(code: ArchiveRefusal, file: string, detail = '') {
    super(says[code].map((line) => line.replace('FILE', file)).join('\n') + (detail && `\n(${detail})`))
    this.code = code
  }
}

const says: Record<ArchiveRefusal, [string, string]> = {
  not_found: ['找不到备份文件 FILE：请检查路径。', 'There is no backup file FILE: check the path.'],
  not_backup: [
    'FILE 不是闭环的备份文件：请选用 bihuan backup 写出的文件。',
    'FILE is not a backup of Bihuan: give a file that bihuan backup wrote.',
  ],
  newer_format: [
    '备份文件 FILE 的格式比本程序新：请先升级程序。',
    'The backup FILE has a newer format than this program: upgrade the program first.',
  ],
  damaged: [
    '备份文件 FILE 不完整或被改动，未使用：请换用另一份备份，或重新复制原文件。',
    'The backup FILE is cut short or altered and was not used: take another one, or copy the original again.',
  ],
  signature_invalid: [
    '备份文件 FILE 的签名无效：内容不是由所载密钥签署的，未使用。',
    'The signature of the backup FILE is invalid: its key did not sign this content; it was not used.',
  ],
  key_unknown: [
    '备份文件 FILE 不是由指定的公钥签署的：请核对 --public-key 与备份的来源。',
    'The backup FILE was not signed by the given key: check --public-key and where the backup comes from.',
  ],
}

type Entry = { name: string; size: number; offset: number }

const maxTrailer = 4096

const unpack = promisify(zstdDecompress)

/** An archive whose every byte was checked. */
export class Archive {
  readonly file: string
  readonly manifest: Manifest
  readonly publicKey: KeyObject
  readonly #handle: FileHandle
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(
    file: string,
    handle: FileHandle,
    checked: { manifest: Manifest; publicKey: KeyObject; entries: ReadonlyMap<string, Entry> },
  ) {
    this.file = file
    this.#handle = handle
    this.manifest = checked.manifest
    this.publicKey = checked.publicKey
    this.#entries = checked.entries
  }

  /** The rows of a table as COPY text, part by part. */
  async *rows(table: ManifestTable): AsyncIterable<Buffer> {
    for (const part of table.parts) {
      const stored = await this.#content(this.#entries.get(part.name)!)
      yield await unpack(stored, { maxOutputLength: part.bytes })
    }
  }

  /** Content-addressed files, in the order of the archive. */
  async *files(): AsyncIterable<{ name: string; size: number; content: AsyncIterable<Buffer> }> {
    for await (const entry of hop(this.#handle, (await this.#handle.stat()).size))
      if (entry && fileName.test(entry.name)) yield { ...entry, content: chunks(this.#handle, entry) }
  }

  /** A secret file's content. */
  secret(name: string): Promise<Buffer> {
    return this.#content(this.#entries.get(name)!)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  #content(entry: Entry): Promise<Buffer> {
    return read(this.#handle, entry.offset, entry.size)
  }
}

/**
 * Opens an archive and checks all of it: every header, the digest over every byte, the signature, and that the
 * manifest speaks of exactly what is there. Close it afterwards.
 * @param trusted keys that may have signed it; empty: any
 * @throws ArchiveError
 */
export async function openArchive(file: string, trusted: readonly KeyObject[] = []): Promise<Archive> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new ArchiveError('not_found', file)
    throw error
  })
  try {
    return new Archive(file, handle, await check(handle, file, trusted))
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function check(handle: FileHandle, file: string, trusted: readonly KeyObject[]) {
  const damaged = (detail: string) => new ArchiveError('damaged', file, detail)
  const { size } = await handle.stat()
  await checkFirst(handle, file, size)

  const entries = new Map<string, Entry>()
  const files = { count: 0, bytes: 0 }
  let last: Entry | undefined
  for await (const entry of hop(handle, size)) {
    if (entry === undefined || last?.name === trailerEntry) throw damaged('cut short, or a header is broken')
    last = entry
    if (fileName.test(entry.name)) {
      files.count++
      files.bytes += entry.size
    } else if (entries.has(entry.name)) throw damaged(`${entry.name} twice`)
    else entries.set(entry.name, entry)
  }
  if (last?.name !== trailerEntry || last.size > maxTrailer)
    throw damaged('cut short: the trailer is missing')

  const trailerAt = last.offset - blockSize
  const found = await read(handle, trailerAt, size - trailerAt)
  const trailer = parse(Trailer, found.subarray(blockSize, blockSize + last.size))
  const publicKey = trailer && publicKeyFrom(trailer.publicKey)
  if (!trailer || !publicKey || !isWritten(trailer, found)) throw damaged('the trailer is broken')
  if ((await digestUpTo(handle, trailerAt)) !== trailer.sha256) throw damaged('the digest is another')
  const signature = Buffer.from(trailer.signature, 'base64')
  if (!verify(null, sealedText(trailer.sha256), publicKey, signature))
    throw new ArchiveError('signature_invalid', file)
  if (trusted.length > 0 && !trusted.some((key) => key.equals(publicKey)))
    throw new ArchiveError('key_unknown', file)

  const manifestAt = entries.get(manifestEntry)
  const manifest = manifestAt && parse(Manifest, await read(handle, manifestAt.offset, manifestAt.size))
  if (!manifest || !isAccountedFor(manifest, entries, files)) throw damaged('the manifest does not fit')
  return { manifest, publicKey, entries }
}

async function checkFirst(handle: FileHandle, file: string, size: number): Promise<void> {
  const begin = await read(handle, 0, Math.min(size, 2 * blockSize))
  const header = begin.length === 2 * blockSize ? readTarHeader(begin.subarray(0, blockSize)) : undefined
  if (header?.name !== firstEntry) {
    // Whoever damaged the first block leaves its name readable; anything else never was a backup.
    const wasOurs = begin.toString('latin1', 0, firstEntry.length) === firstEntry
    throw new ArchiveError(wasOurs ? 'damaged' : 'not_backup', file)
  }
  const version = /"version":(\d+)/.exec(begin.toString('latin1', blockSize))?.[1]
  if (Number(version) > formatVersion) throw new ArchiveError('newer_format', file)
}

/** Every entry by its header; undefined where there is none, after which nothing comes. */
async function* hop(handle: FileHandle, size: number): AsyncIterable<Entry | undefined> {
  const end = size - tarEnd.length
  let at = 0
  while (at < end) {
    const header = readTarHeader(await read(handle, at, blockSize))
    const offset = at + blockSize
    if (header) at = offset + header.size + paddingAfter(header.size)
    if (!header || at > end) return yield undefined
    yield { ...header, offset }
  }
  if (at !== end) yield undefined
}

/** The trailer's JSON and base64 have more than one spelling; only the one that was written is accepted. */
function isWritten(trailer: Trailer, found: Buffer): boolean {
  const signature = Buffer.from(trailer.signature, 'base64').toString('base64')
  return tail({ ...trailer, signature }).equals(found)
}

/** Nothing is missing, nothing is there that the manifest does not name, every size is the one it names. */
function isAccountedFor(
  manifest: Manifest,
  entries: ReadonlyMap<string, Entry>,
  files: Manifest['files'],
): boolean {
  const parts = manifest.tables.flatMap((table) => table.parts)
  const fixed = [firstEntry, manifestEntry, trailerEntry]
  return (
    entries.size === fixed.length + parts.length + manifest.secrets.length &&
    fixed.every((name) => entries.has(name)) &&
    parts.every(({ name, stored }) => partName.test(name) && entries.get(name)?.size === stored) &&
    manifest.secrets.every(({ name }) => secretName.test(name) && entries.has(name)) &&
    files.count === manifest.files.count &&
    files.bytes === manifest.files.bytes
  )
}

async function digestUpTo(handle: FileHandle, end: number): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of chunks(handle, { offset: 0, size: end })) digest.update(chunk)
  return digest.digest('hex')
}

async function* chunks(handle: FileHandle, { offset, size }: Omit<Entry, 'name'>): AsyncIterable<Buffer> {
  const most = 1 << 20
  for (let at = 0; at < size; at += most) yield await read(handle, offset + at, Math.min(most, size - at))
}

/** Exactly so many bytes. @throws when the file ends before */
async function read(handle: FileHandle, position: number, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size)
  for (let got = 0; got < size; ) {
    const { bytesRead } = await handle.read(buffer, got, size - got, position + got)
    if (bytesRead === 0) throw new Error('the archive became shorter while it was read')
    got += bytesRead
  }
  return buffer
}

function parse<T>(schema: { safeParse(value: unknown): { data?: T } }, bytes: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(bytes.toString())).data
  } catch {
    return undefined
  }
}
