import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import type { ClientBase } from 'pg'
import { knownPublicKeys, publicKeyText, signingKey } from '../history/keys.ts'
import { writeWholeFile } from '../whole-file.ts'
import { ArchiveWriter } from './archive-writer.ts'
import { copyOut } from './copy.ts'
import {
  fileName,
  firstEntry,
  formatVersion,
  type Manifest,
  type ManifestTable,
  secretName,
} from './manifest.ts'
import {
  listMigrations,
  listSequences,
  listTables,
  plainSpelling,
  quoted,
  quotedColumns,
  type TableShape,
} from './tables.ts'

export type BackupOrder = {
  /** A connection as the owner with nothing open on it. */
  client: ClientBase
  /** Holds `files`, `keys` and `secrets`. */
  dataDir: string
  /** The archive to write. */
  file: string
  now: Date
  /** Version of the program. */
  app: string
  /** Also the private keys and secrets, without which encrypted columns cannot be read again. */
  withSecrets: boolean
}

export type WrittenBackup = {
  manifest: Manifest
  /** Bytes of the archive. */
  size: number
  /** Files whose content is not what their name says; they are in the archive as they are. */
  damagedFiles: string[]
  /** Rows of `files` whose content is not in the data folder. */
  missingFiles: number
}

const compress = promisify(zstdCompress)

/**
 * Writes one archive of everything: the tables as one snapshot saw them, the files, and what belongs to them. Files
 * come after the snapshot and are never changed, so every file that the snapshot speaks of is there. Streams.
 * @throws FileExistsError
 */
export async function writeBackup(order: BackupOrder): Promise<WrittenBackup> {
  const { client, dataDir } = order
  const key = signingKey(dataDir)
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${plainSpelling}`)
  try {
    return await writeWholeFile(order.file, 0o600, async (handle) => {
      const archive = new ArchiveWriter(handle)
      await archive.add(
        firstEntry,
        Buffer.from(JSON.stringify({ format: 'bihuan-backup', version: formatVersion })),
      )
      const tables: ManifestTable[] = []
      for (const table of await listTables(client)) tables.push(await addTable(archive, client, table))
      const { files, damagedFiles } = await addFiles(archive, dataDir)
      const manifest: Manifest = {
        format: 'bihuan-backup',
        version: formatVersion,
        app: order.app,
        at: order.now.toISOString(),
        migrations: await listMigrations(client),
        counties: await listCounties(client),
        algorithms: { parts: 'PostgreSQL COPY text, zstd', digest: 'SHA-256', signature: 'Ed25519' },
        tables,
        sequences: await listSequences(client),
        files,
        secrets: order.withSecrets ? await addSecrets(archive, dataDir) : [],
        publicKeys: knownPublicKeys(dataDir).map(publicKeyText),
      }
      const size = await archive.finish(manifest, key)
      return { manifest, size, damagedFiles, missingFiles: await countMissingFiles(client, dataDir) }
    })
  } finally {
    await client.query('ROLLBACK')
  }
}

async function addTable(
  archive: ArchiveWriter,
  client: ClientBase,
  table: TableShape,
): Promise<ManifestTable> {
  const { schema, name, columns, key } = table
  const order = key.length > 0 ? `ORDER BY ${quotedColumns(key)}` : ''
  const sql = `COPY (SELECT ${quotedColumns(columns)} FROM ${quoted(table)} ${order}) TO STDOUT`
  const written: ManifestTable = { schema, name, columns, rows: 0, bytes: 0, parts: [] }
  for await (const { bytes, rows } of copyOut(client, sql)) {
    const number = String(written.parts.length + 1).padStart(6, '0')
    const stored = await compress(bytes)
    const part = {
      name: `tables/${schema}.${name}/${number}.copy.zst`,
      ...{ rows, bytes: bytes.length, stored: stored.length, sha256: sha256(stored) },
    }
    await archive.add(part.name, stored)
    written.parts.push(part)
    written.rows += rows
    written.bytes += bytes.length
  }
  return written
}

async function addFiles(archive: ArchiveWriter, dataDir: string) {
  const files = { count: 0, bytes: 0 }
  const damagedFiles: string[] = []
  for (const name of storedFiles(dataDir)) {
    const path = join(dataDir, name)
    const { size } = statSync(path)
    const digest = await archive.addFile(name, path, size)
    if (!name.endsWith(digest)) damagedFiles.push(name)
    files.count++
    files.bytes += size
  }
  return { files, damagedFiles }
}

/** Names `files/<county>/<first two>/<sha256>` in order; what does not fit (a draft) is no file of the store. */
function* storedFiles(dataDir: string): Iterable<string> {
  for (const county of list(dataDir, 'files'))
    for (const two of list(dataDir, county))
      for (const name of list(dataDir, two)) if (fileName.test(name)) yield name
}

function list(dataDir: string, folder: string): string[] {
  const path = join(dataDir, folder)
  if (!existsSync(path) || !statSync(path).isDirectory()) return []
  return readdirSync(path)
    .sort()
    .map((name) => `${folder}/${name}`)
}

async function addSecrets(archive: ArchiveWriter, dataDir: string): Promise<Manifest['secrets']> {
  const added: Manifest['secrets'] = []
  for (const name of [...list(dataDir, 'keys'), ...list(dataDir, 'secrets')]) {
    if (!secretName.test(name) || name.endsWith('.pub.pem')) continue
    const content = readFileSync(join(dataDir, name))
    await archive.add(name, content)
    added.push({ name, sha256: sha256(content) })
  }
  return added
}

async function listCounties(client: ClientBase): Promise<Manifest['counties']> {
  return (await client.query('SELECT county_id AS id, code, name FROM counties ORDER BY county_id')).rows
}

async function countMissingFiles(client: ClientBase, dataDir: string): Promise<number> {
  type Row = { county: number; sha256: string }
  const pageSize = 2000
  let missing = 0
  for (let last: Row | undefined; ; ) {
    const { rows }: { rows: Row[] } = await client.query(
      `SELECT county_id AS county, sha256 FROM files ${last ? 'WHERE (county_id, sha256) > ($1, $2)' : ''}
       ORDER BY county_id, sha256 LIMIT ${pageSize}`,
      last ? [last.county, last.sha256] : [],
    )
    for (const { county, sha256 } of rows)
      if (!existsSync(join(dataDir, 'files', String(county), sha256.slice(0, 2), sha256))) missing++
    if (rows.length < pageSize) return missing
    last = rows.at(-1)
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
