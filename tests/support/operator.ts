import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import type { Command } from '../../src/apps/commands/command.ts'
import type { TestDatabase } from './database.ts'

export type Said = { code: number; out: string; err: string }

/** Somebody at the terminal of a server of their own: a log-in at the database, a data folder, and `bihuan`. */
export type Operator = {
  dir: string
  env: Record<string, string>
  /** Runs a command; what it said is joined by line ends. */
  run(
    command: Command,
    args: readonly string[],
    given?: { env?: Record<string, string>; input?: string },
  ): Promise<Said>
  close(): Promise<void>
}

/** @param roles which of the program's roles the log-in may take; the app's is what most commands need */
export async function createOperator(
  base: TestDatabase,
  name: string,
  roles: readonly ('bihuan_app' | 'bihuan_owner' | 'bihuan_portal')[] = ['bihuan_app'],
): Promise<Operator> {
  const role = `${name}_${process.pid}`
  const dir = mkdtempSync(join(tmpdir(), `${name}-`))
  const admin = new pg.Client(base.adminUrl)
  await admin.connect()
  await admin.query(`CREATE ROLE ${role} LOGIN IN ROLE ${roles.join(', ')}`)
  await admin.query(`GRANT CONNECT ON DATABASE ${base.name} TO ${role}`)
  const env = { DATABASE_URL: base.ownerUrl.replace('bihuan_owner', role), BIHUAN_DATA: dir }
  return {
    dir,
    env,
    async run(command, args, given = {}) {
      const out: string[] = []
      const err: string[] = []
      const code = await command.run([...args], {
        ...{ out: (line: string) => out.push(line), err: (line: string) => err.push(line) },
        ...{ env: given.env ?? env, input: Readable.from([given.input ?? '']) },
      })
      return { code, out: out.join('\n'), err: err.join('\n') }
    },
    async close() {
      await admin.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
      await admin.end()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
