import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { writeBackup } from '#platform/backup/backup.ts'
import { readSettings } from '#platform/settings.ts'
import type { Command } from './command.ts'
import { withExistingDatabase } from './existing-database.ts'
import { isExpected, readArgs, UsageError } from './expected-errors.ts'

const usage = 'bihuan backup FILE [--with-secrets]'

export const command: Command = {
  name: 'backup',
  usage: '把全部数据和文件写成一个备份文件 · writes all data and files into one archive',
  async run(args, { out, err, env }) {
    try {
      const { values, positionals } = readArgs(usage, {
        args,
        allowPositionals: true,
        options: { 'with-secrets': { type: 'boolean', default: false } },
      })
      const [file, ...more] = positionals
      if (file === undefined || more.length > 0) throw new UsageError(usage)
      const settings = readSettings(env)
      const withSecrets = values['with-secrets']
      const { manifest, size, damagedFiles, missingFiles } = await withExistingDatabase(
        settings,
        err,
        (client) =>
          writeBackup({
            ...{ client, dataDir: settings.dataDir, file: resolve(file), now: new Date() },
            ...{ app: appVersion(), withSecrets },
          }),
      )
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      out(
        `${file}: ${manifest.tables.length} 张表、${rows} 行、${manifest.files.count} 个文件，${size} 字节 · ` +
          `${manifest.tables.length} tables, ${rows} rows, ${manifest.files.count} files, ${size} bytes`,
      )
      err(withSecrets ? secretsInside : secretsOutside(settings.dataDir))
      for (const name of damagedFiles)
        err(`文件已损坏（内容与其名不符）：${name} · damaged file (its content is not what its name says)`)
      if (missingFiles > 0)
        err(`有 ${missingFiles} 个文件在数据文件夹中缺失 · ${missingFiles} files are missing`)
      return damagedFiles.length + missingFiles > 0 ? 1 : 0
    } catch (error) {
      if (!isExpected(error)) throw error
      err(error.message)
      return error instanceof UsageError ? 2 : 1
    }
  },
}

const secretsInside =
  '备份中含有密钥：请像保管密钥一样保管它。\nThe archive holds the secrets: keep it as you keep a key.'

const secretsOutside = (dataDir: string) =>
  `备份中不含密钥：请另行保管 ${dataDir}/keys 和 ${dataDir}/secrets，否则加密内容无法再读（或加 --with-secrets）。\n` +
  `The archive holds no secrets: keep ${dataDir}/keys and ${dataDir}/secrets elsewhere, or what is encrypted cannot be read again (or add --with-secrets).`

function appVersion(): string {
  const file = resolve(import.meta.dirname, '../../../package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
