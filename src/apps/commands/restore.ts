import { readdirSync } from 'node:fs'
import { migrateAuth } from '#features/accounts/index.ts'
import { type Archive, openArchive } from '#platform/backup/archive.ts'
import { type Restored, restoreBackup } from '#platform/backup/restore.ts'
import { migrate, migrationsDir } from '#platform/database/migrate.ts'
import { openDatabase } from '#platform/database/open.ts'
import { appRole, poolConfig } from '#platform/database/pool-config.ts'
import { fingerprint, readPublicKey } from '#platform/history/keys.ts'
import { readSettings, type Settings } from '#platform/settings.ts'
import { prepareDatabase } from '../prepare-database.ts'
import type { Command } from './command.ts'
import { withOwner } from './existing-database.ts'
import { isExpected, readArgs, UsageError } from './expected-errors.ts'

const usage = 'bihuan restore FILE [--public-key FILE]'

export const command: Command = {
  name: 'restore',
  usage: '把备份文件恢复到空的数据文件夹或数据库 · fills an empty data folder or database from an archive',
  async run(args, { out, err, env }) {
    try {
      const { values, positionals } = readArgs(usage, {
        args,
        allowPositionals: true,
        options: { 'public-key': { type: 'string' } },
      })
      const [file, ...more] = positionals
      if (file === undefined || more.length > 0) throw new UsageError(usage)
      const settings = readSettings(env)
      const pinned = values['public-key']
      // Every byte is checked before a database is even opened.
      const archive = await openArchive(file, pinned === undefined ? [] : [readPublicKey(pinned)])
      try {
        const { at } = archive.manifest
        const key = fingerprint(archive.publicKey)
        err(`备份写于 ${at}，由密钥 ${key} 签署 · backup of ${at}, signed by key ${key}`)
        const { tables, rows, files, damagedFiles } = await restore(archive, settings, err)
        out(
          `已恢复 ${tables} 张表、${rows} 行、${files} 个文件 · restored ${tables} tables, ${rows} rows, ${files} files`,
        )
        for (const name of damagedFiles)
          err(`文件在备份前已损坏：${name} · this file was damaged before the backup`)
        if (archive.manifest.secrets.length === 0) err(withoutSecrets(settings.dataDir))
        err('请运行 bihuan verify 核验历史 · run bihuan verify to check the history')
        return 0
      } finally {
        await archive.close()
      }
    } catch (error) {
      if (!isExpected(error)) throw error
      err(error.message)
      return error instanceof UsageError ? 2 : 1
    }
  },
}

async function restore(archive: Archive, settings: Settings, log: (line: string) => void): Promise<Restored> {
  const database = await openDatabase(settings, { log, share: true })
  try {
    const restored = await withOwner(database, (client) =>
      restoreBackup({
        ...{ archive, client, dataDir: settings.dataDir },
        migrations: { dir: migrationsDir, names: migrationNames() },
        migrate: async (dir) => {
          await migrate(database, dir)
          await migrateAuth(poolConfig(database, 'owner'), appRole)
        },
      }),
    )
    await prepareDatabase(database)
    return restored
  } finally {
    await database.stop()
  }
}

const migrationNames = (): string[] =>
  readdirSync(migrationsDir)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -'.sql'.length))
    .sort()

const withoutSecrets = (dataDir: string) =>
  `备份中没有密钥：请在启动前把原来的 keys 和 secrets 文件夹放回 ${dataDir}，否则已加密的内容无法读出，用户需重新登录。\n` +
  `The archive had no secrets: before starting, put the original folders keys and secrets back into ${dataDir}; without them encrypted content cannot be read and everybody must sign in again.`
