import type { DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely'
import {
  type CompiledQuery,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { COMMIT, ROLLBACK, type Statement, type StatementResult, sendTogether } from './packet.ts'

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

const closers = new WeakSet<CompiledQuery>()

/** Marks the last statement of its transaction, which then closes in the same packet: all that follows throws. */
export function closing<R>(query: CompiledQuery<R>): CompiledQuery<R> {
  closers.add(query)
  return query
}

class CountyConnection implements DatabaseConnection {
  readonly client: PoolClient
  readonly #single: boolean
  #opening: readonly Statement[] = []
  #open = false

  constructor(client: PoolClient, single: boolean) {
    this.client = client
    this.#single = single
  }

  /** Opens the transaction together with its first statement. */
  begin(opening: readonly Statement[]): void {
    this.#opening = opening
    this.#open = true
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#open) throw new Error('the transaction closed with its last statement')
    const name = statementName(query.sql)
    const statement = { ...(name && { name }), text: query.sql, values: query.parameters }
    const opening = this.#opening
    this.#opening = []
    const last = this.#single || closers.has(query)
    const results = await sendTogether(this.client, [...opening, statement, ...(last ? [COMMIT] : [])])
    if (last) this.#open = false
    const { rows, rowCount } = results[opening.length] as StatementResult
    return { rows: rows as R[], numAffectedRows: BigInt(rowCount) }
  }

  /** Nothing was sent for a transaction without a statement, so nothing ends. */
  async end(closing: Statement): Promise<void> {
    if (this.#open && this.#opening.length === 0) await sendTogether(this.client, [closing])
    this.#open = false
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
  readonly #begin: readonly Statement[]
  readonly #beginReadOnly: readonly Statement[]

  constructor(pool: Pool, countyId: number, single: boolean) {
    if (!Number.isSafeInteger(countyId) || countyId < 1) throw new Error(`not a county id: ${countyId}`)
    this.#pool = pool
    this.#single = single
    const county = { name: `county${countyId}`, text: `SET LOCAL app.county = ${countyId}` }
    this.#begin = [{ name: 'begin', text: 'BEGIN' }, county]
    this.#beginReadOnly = [{ name: 'begin_reading', text: 'BEGIN READ ONLY' }, county]
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return new CountyConnection(await this.#pool.connect(), this.#single)
  }
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const readOnly = settings.accessMode === 'read only'
    ;(connection as CountyConnection).begin(readOnly ? this.#beginReadOnly : this.#begin)
  }
  commitTransaction = (connection: DatabaseConnection) => (connection as CountyConnection).end(COMMIT)
  rollbackTransaction = (connection: DatabaseConnection) => (connection as CountyConnection).end(ROLLBACK)
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
