import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { startEmbedded } from '#platform/database/embedded/index.ts'
import { migrate } from '#platform/database/migrate.ts'

const codegen = resolve(import.meta.dirname, '../../node_modules/kysely-codegen/dist/cli/bin.js')

/** The interfaces Kysely checks queries against, read from a scratch database after all migrations. */
export async function databaseTypes(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-generate-'))
  const database = await startEmbedded({ dataDir, settings: { fsync: 'off' } })
  try {
    await migrate(database)
    const file = join(dataDir, 'schema.gen.ts')
    // As src/platform/database/pg-types.ts reads them: days are text, bigint is a number.
    const types = ['--date-parser', 'string', '--type-mapping', '{"int8":"number"}']
    const wanted = ['--exclude-pattern', '*bihuan_migrations', '--log-level', 'error']
    const args = [
      '--dialect',
      'postgres',
      '--url',
      database.ownerUrl,
      '--out-file',
      file,
      ...types,
      ...wanted,
    ]
    await promisify(execFile)(process.execPath, [codegen, ...args])
    return readFileSync(file, 'utf8')
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
