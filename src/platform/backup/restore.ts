import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { addKnownPublicKey, publicKeyFrom } from '../history/keys.ts'
import type { Archive } from './archive.ts'
import { copyIn } from './copy.ts'
import type { ManifestTable } from './manifest.ts'
import { RestoreError } from './restore-error.ts'
import { checkSecrets, placeSecrets, stageFiles } from './restore-files.ts'
import {
  listMigrations,
  listTables,
  plainSpelling,
  quoted,
  quotedColumns,
  type TableShape,
} from './tables.ts'

export type RestoreOrder = {
  archive: Archive
  /** A connection as the owner with nothing open on it. */
  client: ClientBase
  /** Gets `files`, and `keys` and `secrets` if the archive has them. */
  dataDir: string
  /** The migrations of the program: folder of `NNNN_name.sql`, and their names without `.sql`, in order. */
  migrations: { dir: string; names: readonly string[] }
  /** Brings the database to the level of a folder of migrations, sign-in tables included. */
  migrate: (dir: string) => Promise<void>
}

export type Restored = {
  tables: number
  rows: number
  files: number
  /** Files whose content was not what their name says when the archive was made. */
  damagedFiles: string[]
}

/**
 * Fills an empty database and data folder from an archive that was checked whole. All rows arrive in one
 * transaction; files lie aside until they are all there. The database is left at the archive's migrations: bring it
 * to the program's level afterwards.
 * @throws RestoreError when the target is not empty or does not fit; nothing was written then
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { archive, client, dataDir } = order
  checkLevel(order)
  await checkTarget(order)
  await checkSecrets(archive, dataDir)
  await migrateToLevel(order)
  await client.query(`BEGIN; ${plainSpelling}`)
  try {
    const tables = await matchTables(archive, await listTables(client))
    await client.query(`LOCK TABLE ${tables.map(quoted).join(', ')} IN SHARE ROW EXCLUSIVE MODE`)
    await refuseIfFilled(client, tables)
    // What triggers keep beside a row is in the archive itself, and would be there twice.
    await setTriggers(client, tables, 'DISABLE')
    let rows = 0
    for (const table of tables) rows += await fill(archive, client, table)
    await setTriggers(client, tables, 'ENABLE')
    for (const { schema, name, value } of archive.manifest.sequences)
      await client.query('SELECT setval($1::regclass, $2::bigint, true)', [quoted({ schema, name }), value])
    const staged = await stageFiles(archive, dataDir)
    try {
      staged.place()
      await placeSecrets(archive, dataDir)
      for (const text of archive.manifest.publicKeys) addKnownPublicKey(dataDir, publicKeyFrom(text)!)
      await client.query('COMMIT')
    } finally {
      staged.clear()
    }
    for (const table of tables) await client.query(`ANALYZE ${quoted(table)}`)
    return { tables: tables.length, rows, files: staged.count, damagedFiles: staged.damaged }
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

function checkLevel({ archive, migrations }: RestoreOrder): void {
  const unknown = archive.manifest.migrations.filter((name) => !migrations.names.includes(name))
  if (unknown.length > 0)
    throw new RestoreError(
      `备份由更新的程序（${archive.manifest.app}）写出，本程序不认识其数据库结构（${unknown.join('、')}）：请先升级程序再恢复。`,
      `A newer program (${archive.manifest.app}) wrote this backup; this one does not know its migrations ${unknown.join(', ')}: upgrade the program first.`,
    )
}

/** Before anything is written, migrations included. */
async function checkTarget({ archive, client }: RestoreOrder): Promise<void> {
  await refuseIfFilled(client, await listTables(client))
  const ahead = (await listMigrations(client)).filter((name) => !archive.manifest.migrations.includes(name))
  if (ahead.length > 0)
    throw new RestoreError(
      `目标数据库的结构比备份新（多出 ${ahead.join('、')}）：请换一个全新的空数据库（或空的 BIHUAN_DATA 文件夹），恢复后会自动升级。`,
      `The target database is ahead of the backup (${ahead.join(', ')}): give a new, empty database (or an empty BIHUAN_DATA folder); it is upgraded after the restore.`,
    )
}

async function refuseIfFilled(
  client: ClientBase,
  tables: readonly { schema: string; name: string }[],
): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query(`SELECT EXISTS (SELECT FROM ${quoted(table)}) AS filled`)
    if (rows[0].filled)
      throw new RestoreError(
        `目标数据库不是空的（表 ${table.schema}.${table.name} 中有数据），未做任何改动：请用 BIHUAN_DATA 指向一个新的空文件夹，或用 DATABASE_URL 指向一个空数据库。`,
        `The target database is not empty (table ${table.schema}.${table.name} has rows); nothing was changed: point BIHUAN_DATA to a new, empty folder, or DATABASE_URL to an empty database.`,
      )
  }
}

/** The program may be newer than the archive: only the migrations that the archive knew run before its rows come. */
async function migrateToLevel({ archive, migrations, migrate }: RestoreOrder): Promise<void> {
  const known = archive.manifest.migrations
  if (known.length === migrations.names.length) return migrate(migrations.dir)
  const dir = mkdtempSync(join(tmpdir(), 'bihuan-migrations-'))
  try {
    for (const name of known) cpSync(join(migrations.dir, `${name}.sql`), join(dir, `${name}.sql`))
    await migrate(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** The archive's tables, in its order, provided that the database has each with all of its columns. */
async function matchTables(archive: Archive, shapes: readonly TableShape[]): Promise<ManifestTable[]> {
  const missing = archive.manifest.tables.flatMap((table) => {
    const shape = shapes.find(({ schema, name }) => schema === table.schema && name === table.name)
    const columns = table.columns.filter((column) => !shape?.columns.includes(column))
    return columns.map((column) => `${table.schema}.${table.name}.${column}`)
  })
  if (missing.length === 0) return archive.manifest.tables
  throw new RestoreError(
    `目标数据库缺少备份中的列：${missing.join('、')}。请使用写出该备份的程序版本（${archive.manifest.app}）或更新的版本。`,
    `The target database lacks columns of the backup: ${missing.join(', ')}. Use the program version that wrote it (${archive.manifest.app}) or a newer one.`,
  )
}

async function setTriggers(
  client: ClientBase,
  tables: readonly ManifestTable[],
  to: 'DISABLE' | 'ENABLE',
): Promise<void> {
  for (const table of tables) await client.query(`ALTER TABLE ${quoted(table)} ${to} TRIGGER USER`)
}

async function fill(archive: Archive, client: ClientBase, table: ManifestTable): Promise<number> {
  if (table.parts.length === 0) return 0
  const sql = `COPY ${quoted(table)} (${quotedColumns(table.columns)}) FROM STDIN`
  const taken = await copyIn(client, sql, archive.rows(table))
  if (taken !== table.rows)
    throw new RestoreError(
      `表 ${table.schema}.${table.name} 应有 ${table.rows} 行，实际读入 ${taken} 行，已全部撤销：请换用另一份备份。`,
      `Table ${table.schema}.${table.name} should have ${table.rows} rows and ${taken} came; everything was undone: take another backup.`,
    )
  return taken
}
