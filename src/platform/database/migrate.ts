import { resolve } from 'node:path'
import { runner } from 'node-pg-migrate'
import { Client } from 'pg'
import { appRole, type DatabaseTarget, poolConfig, portalRole } from './pool-config.ts'

/** Folder of the migrations that ship with the program. */
export const migrationsDir = resolve(import.meta.dirname, '../../../db/migrations')

/** A migration or the role before it failed; the transaction of that file was rolled back. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/**
 * Brings the database up to the newest migration: plain SQL files `NNNN_name.sql` in order, each in a transaction of
 * its own, forward only, as the owner. Two programs that start at once wait for each other.
 * @returns the names of the migrations that ran now.
 * @throws MigrationError naming the file.
 */
export async function migrate(target: DatabaseTarget, dir: string = migrationsDir): Promise<string[]> {
  const client = new Client(poolConfig(target, 'owner'))
  client.on('error', () => undefined)
  await client.connect()
  let current = ''
  const quiet = () => undefined
  // The runner tells which file it is at only in its log: "### MIGRATION 0001_name (UP) ###".
  const note = (line: unknown) => {
    current = /MIGRATION (\S+)/.exec(String(line))?.[1] ?? current
  }
  try {
    if (target.appRole !== undefined) for (const role of [appRole, portalRole]) await ensureRole(client, role)
    const done = await runner({
      dbClient: client,
      dir,
      direction: 'up',
      schema: 'public',
      migrationsTable: 'bihuan_migrations',
      singleTransaction: false,
      advisoryLockMode: 'wait',
      checkOrder: true,
      logger: { debug: quiet, info: note, warn: quiet, error: quiet },
    })
    return done.map((migration) => migration.name)
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new MigrationError(
      `数据库结构升级 ${current} 失败，未完成的一步已撤销：${reason}\n` +
        `The database migration ${current} failed; the unfinished step was undone: ${reason}`,
      { cause: error },
    )
  } finally {
    await client.end()
  }
}

/**
 * The embedded database has the roles of app and portal as log-ins. On the operator's server they are made without
 * log-in and granted to the owner, who takes them at connection time; a database administrator may do both beforehand.
 */
async function ensureRole(client: Client, role: string): Promise<void> {
  try {
    await client.query(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
        BEGIN
          CREATE ROLE ${role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- made by another program meanwhile
        END;
      END IF;
      IF NOT pg_has_role(current_user, '${role}', 'SET') THEN
        EXECUTE format('GRANT ${role} TO %I', current_user);
      END IF;
    END $$`)
  } catch (error) {
    const sql = `CREATE ROLE ${role} NOLOGIN; GRANT ${role} TO ${client.user};`
    throw new MigrationError(
      `数据库用户 ${client.user} 无权创建角色 ${role}：请由数据库管理员执行：${sql}\n` +
        `The database user ${client.user} may not create the role ${role}: let a database administrator run: ${sql}`,
      { cause: error },
    )
  }
}
