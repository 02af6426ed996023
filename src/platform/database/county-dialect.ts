import type { Writable } from 'node:stream'
import type { DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely'
import {
  type CompiledQuery,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'

/** Statements are prepared once per connection; past this many different texts they go unnamed. */
const MAX_NAMED_STATEMENTS = 800
const statementNames = new Map<string, string>()

function statementName(text: string): string | undefined {
  let name = statementNames.get(text)
  if (name === undefined && statementNames.size < MAX_NAMED_STATEMENTS) {
    name = `s${statementNames.size}`
    statementNames.set(text, name)
  }
  return name
}

export type Statement = string | { name?: string; text: string; values: unknown[] }

/**
 * Sends statements in one packet if the client is in pipeline mode, else one after another: a packet costs both sides
 * more than most statements do. All are sent whatever becomes of the first, as a COMMIT must be. Fails if one does.
 */
export async function sendTogether(
  client: PoolClient,
  statements: readonly Statement[],
): Promise<PgResult[]> {
  const results: Promise<PgResult>[] = []
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (client.pipeline) stream.cork()
  try {
    for (const statement of statements) {
      results.push(client.query(statement as string))
      if (!client.pipeline) await Promise.allSettled(results)
    }
  } finally {
    if (client.pipeline) stream.uncork()
  }
  return Promise.all(results)
}

const closers = new WeakSet<CompiledQuery>()

/** Marks the last statement of its transaction, which then closes in the same packet: all that follows throws. */
export function closing<R>(query: CompiledQuery<R>): CompiledQuery<R> {
  closers.add(query)
  return query
}

type PgResult = { rows: unknown[]; rowCount: number | null; command: string }

function wasClosed(result: PgResult | undefined, closing: string): void {
  if (result?.command !== closing)
    throw new Error(`the transaction ended with ${result?.command}, not ${closing}`)
}

class CountyConnection implements DatabaseConnection {
  readonly client: PoolClient
  readonly #single: boolean
  #opening: string | undefined
  #open = false

  constructor(client: PoolClient, single: boolean) {
    this.client = client
    this.#single = single
  }

  /** Opens the transaction together with its first statement. */
  begin(opening: string): void {
    this.#opening = opening
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = statementName(query.sql)
    const values = query.parameters as unknown[]
    const statement = name ? { name, text: query.sql, values } : { text: query.sql, values }
    const { rows, rowCount } = await this.#send(statement, this.#single || closers.has(query))
    return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) }
  }

  async #send(statement: Statement, last: boolean): Promise<PgResult> {
    const opening = this.#opening
    if (opening === undefined && !this.#open)
      throw new Error('the transaction closed with its last statement')
    this.#opening = undefined
    this.#open = !last
    const packet = [...(opening === undefined ? [] : [opening]), statement, ...(last ? ['COMMIT'] : [])]
    const results = await sendTogether(this.client, packet)
    if (last) wasClosed(results.at(-1), 'COMMIT')
    return results[opening === undefined ? 0 : 1] as PgResult
  }

  /** @throws when the server has undone the transaction, as it does after a statement that failed. */
  async end(closing: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (!this.#open) return
    this.#open = false
    wasClosed(await this.client.query(closing), closing)
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method; large reads page by key instead.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used: page by key instead')
  }
}

/**
 * Opens every transaction with the county's row-level setting. `SET LOCAL` takes no bind parameter; this is the
 * one place that writes a county id into SQL text, and it writes only a checked integer. `set_config()` was
 * rejected: on a Citus cluster it does not reach the workers.
 */
class CountyDriver implements Driver {
  readonly #pool: Pool
  readonly #single: boolean
  readonly #begin: string
  readonly #beginReadOnly: string

  constructor(pool: Pool, countyId: number, single: boolean) {
    if (!Number.isSafeInteger(countyId) || countyId < 1) throw new Error(`not a county id: ${countyId}`)
    this.#pool = pool
    this.#single = single
    this.#begin = `BEGIN; SET LOCAL app.county = ${countyId}`
    this.#beginReadOnly = `BEGIN READ ONLY; SET LOCAL app.county = ${countyId}`
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return new CountyConnection(await this.#pool.connect(), this.#single)
  }
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const readOnly = settings.accessMode === 'read only'
    ;(connection as CountyConnection).begin(readOnly ? this.#beginReadOnly : this.#begin)
  }
  commitTransaction = (connection: DatabaseConnection) => (connection as CountyConnection).end('COMMIT')
  rollbackTransaction = (connection: DatabaseConnection) => (connection as CountyConnection).end('ROLLBACK')
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as CountyConnection).client.release()
  }
  async destroy(): Promise<void> {}
}

export class CountyDialect implements Dialect {
  readonly #pool: Pool
  readonly #countyId: number
  readonly #single: boolean
  /** With `single` a transaction has one statement, and all of it travels in one packet. */
  constructor(pool: Pool, countyId: number, { single }: { single: boolean }) {
    this.#pool = pool
    this.#countyId = countyId
    this.#single = single
  }
  createDriver = () => new CountyDriver(this.#pool, this.#countyId, this.#single)
  createQueryCompiler = () => new PostgresQueryCompiler()
  createAdapter = () => new PostgresAdapter()
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's own signature
  createIntrospector = (db: Kysely<any>) => new PostgresIntrospector(db)
}
