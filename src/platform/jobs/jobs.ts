import { CompiledQuery } from 'kysely'
import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import type { Tx } from '../database/transaction.ts'

export const JOBS_SCHEMA = 'jobs'

/** A job is a definition that is cheap to import; its handler loads when it runs. */
export type JobDefinition<T extends object> = {
  name: string
  /** Cron in the server's time zone setting; left out for jobs that acts send. */
  cron?: string
  handler: () => Promise<(data: T) => Promise<void>>
}

export type Jobs = {
  /** Sends a job inside the caller's transaction: it exists exactly if the act does. */
  sendIn<T extends object>(
    tx: Tx,
    name: string,
    data: T,
    options?: { startAfter?: Date; singletonKey?: string },
  ): Promise<void>
  work(definitions: readonly JobDefinition<never>[]): Promise<void>
  stop(): Promise<void>
}

/** Makes the schema of the job queue and its queues as the owner; the app's role may then use them. */
export async function prepareJobs(owner: Pool, names: readonly string[], appRole: string): Promise<void> {
  const boss = new PgBoss({ db: executor(owner), schema: JOBS_SCHEMA, schedule: false, supervise: false })
  boss.on('error', () => undefined)
  await boss.start()
  for (const name of names)
    await boss.createQueue(name, { retryLimit: 5, retryDelay: 30, retryBackoff: true })
  await boss.stop({ graceful: false })
  await owner.query(`
    GRANT USAGE ON SCHEMA ${JOBS_SCHEMA} TO ${appRole};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${JOBS_SCHEMA} TO ${appRole};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${JOBS_SCHEMA} TO ${appRole};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${JOBS_SCHEMA} TO ${appRole}`)
}

const executor = (pool: Pool) => ({
  executeSql: async (text: string, values?: unknown[]) => pool.query(text, values),
})

const inTransaction = (tx: Tx) => ({
  executeSql: async (text: string, values: unknown[] = []) => {
    const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values))
    return { rows }
  },
})

export async function startJobs(
  pool: Pool,
  options: { timeZone: string; onError: (error: Error) => void; sendsOnly?: boolean },
): Promise<Jobs> {
  const boss = new PgBoss({
    db: executor(pool),
    schema: JOBS_SCHEMA,
    migrate: false,
    createSchema: false,
    persistWarnings: false,
    // Times and tidying belong to the process that works.
    ...(options.sendsOnly && { schedule: false, supervise: false }),
  } as ConstructorParameters<typeof PgBoss>[0])
  boss.on('error', options.onError)
  await boss.start()
  return {
    async sendIn(tx, name, data, sendOptions = {}) {
      await boss.send(name, data, { ...sendOptions, db: inTransaction(tx) })
    },
    async work(definitions) {
      for (const { name, cron, handler } of definitions) {
        await boss.work(name, { pollingIntervalSeconds: 2 }, async (jobs) => {
          const run = await handler()
          for (const job of jobs) await run(job.data as never)
        })
        if (cron) await boss.schedule(name, cron, {}, { tz: options.timeZone })
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
