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

class CountyConnection implements DatabaseConnection {
  readonly client: PoolClient
  constructor(client: PoolClient) {
    this.client = client
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = statementName(query.sql)
    const values = query.parameters as unknown[]
    const result = await this.client.query(
      name ? { name, text: query.sql, values } : { text: query.sql, values },
    )
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
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
  readonly #begin: string
  readonly #beginReadOnly: string

  constructor(pool: Pool, countyId: number) {
    if (!Number.isSafeInteger(countyId) || countyId < 1) throw new Error(`not a county id: ${countyId}`)
    this.#pool = pool
    this.#begin = `BEGIN; SET LOCAL app.county = ${countyId}`
    this.#beginReadOnly = `BEGIN READ ONLY; SET LOCAL app.county = ${countyId}`
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return new CountyConnection(await this.#pool.connect())
  }
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const readOnly = settings.accessMode === 'read only'
    await (connection as CountyConnection).client.query(readOnly ? this.#beginReadOnly : this.#begin)
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as CountyConnection).client.query('COMMIT')
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as CountyConnection).client.query('ROLLBACK')
  }
  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as CountyConnection).client.release()
  }
  async destroy(): Promise<void> {}
}

export class CountyDialect implements Dialect {
  readonly #pool: Pool
  readonly #countyId: number
  constructor(pool: Pool, countyId: number) {
    this.#pool = pool
    this.#countyId = countyId
  }
  createDriver = () => new CountyDriver(this.#pool, this.#countyId)
  createQueryCompiler = () => new PostgresQueryCompiler()
  createAdapter = () => new PostgresAdapter()
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's own signature
  createIntrospector = (db: Kysely<any>) => new PostgresIntrospector(db)
}
