import { type ParseArgsConfig, parseArgs } from 'node:util'
import { ArchiveError } from '#platform/backup/archive.ts'
import { RestoreError } from '#platform/backup/restore-error.ts'
import { EmbeddedDatabaseError } from '#platform/database/embedded/index.ts'
import { MigrationError } from '#platform/database/migrate.ts'
import { DatabaseUnavailableError } from '#platform/database/open.ts'
import { CheckpointError } from '#platform/history/checkpoint.ts'
import { KeyError } from '#platform/history/keys.ts'
import { KeyFileError } from '#platform/sealing/index.ts'
import { SecretError } from '#platform/secrets.ts'
import { SettingsError } from '#platform/settings.ts'
import { FileExistsError } from '#platform/whole-file.ts'
import { NoDatabaseError } from './existing-database.ts'

/** The command was written wrongly; the message is its usage. */
export class UsageError extends Error {
  override name = 'UsageError'
}

const expected = [
  ...[UsageError, SettingsError, KeyError, SecretError, KeyFileError, FileExistsError, NoDatabaseError],
  ...[DatabaseUnavailableError, EmbeddedDatabaseError, MigrationError],
  ...[CheckpointError, ArchiveError, RestoreError],
]

/** What can go wrong around a command without being a bug, told in its own words. */
export const isExpected = (error: unknown): error is Error => {
  if (expected.some((kind) => error instanceof kind)) return true
  // A file that cannot be read or written: the system's message names it and why.
  return (
    error instanceof Error &&
    /^E[A-Z]+$/.test(String((error as NodeJS.ErrnoException).code)) &&
    'syscall' in error
  )
}

/** parseArgs, with a wrong word answered by the usage. @throws UsageError */
export function readArgs<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`)
  }
}
