import pg, { type Connection, type PoolClient, type Submittable } from 'pg'

/** A statement with a name is prepared once a connection; the same name is always the same text. */
export type Statement = { name?: string; text: string; values?: readonly unknown[] }
export type StatementResult = { rows: Record<string, unknown>[]; rowCount: number; command: string }

export const COMMIT: Statement = { name: 'commit', text: 'COMMIT' }
export const ROLLBACK: Statement = { name: 'rollback', text: 'ROLLBACK' }

/** What pg's connection offers and its types leave out. */
type Wire = {
  stream: { cork(): void; uncork(): void }
  close(of: { type: 'S'; name: string }): void
  parse(statement: { name: string; text: string }): void
  bind(to: { statement: string; values: unknown[] }): void
  describe(what: { type: 'P'; name: string }): void
  execute(portal: object): void
  sync(): void
  sendCopyFail(reason: string): void
}
type Field = { name: string; dataTypeID: number }
type Column = { name: string; read: (text: string) => unknown }

/** What a connection has prepared, and the columns it answers with. */
const prepared = new WeakMap<object, Map<string, readonly Column[]>>()

/**
 * Statements that travel together: one packet there, one back. Each packet costs both sides a system call and a change
 * of process, which is more than most of our statements cost; and what pg does for each statement on its own (asking
 * for the columns, a result with its promise) is left out. When one fails, those after it are not run; a transaction
 * is then still open and has to be rolled back.
 */
class Packet implements Submittable {
  readonly statements: Statement[]
  readonly results: StatementResult[] = []
  readonly #done: { resolve(results: StatementResult[]): void; reject(error: unknown): void }
  #fresh = new Map<string, readonly Column[]>()
  #known = new Map<string, readonly Column[]>()
  #columns: readonly Column[] | undefined
  #rows: Record<string, unknown>[] = []
  #failure: unknown

  constructor(
    statements: readonly Statement[],
    done: { resolve(results: StatementResult[]): void; reject(error: unknown): void },
  ) {
    this.statements = [...statements]
    this.#done = done
  }

  /** pg calls it when the connection is free. An error given back fails the packet before anything is sent. */
  submit(connection: Connection): Error | undefined {
    const wire = connection as unknown as Wire
    this.#known = prepared.get(connection) ?? new Map()
    prepared.set(connection, this.#known)
    wire.stream.cork()
    try {
      const values = this.statements.map((statement) => (statement.values ?? []).map(prepareValue))
      for (const [n, { name = '', text }] of this.statements.entries()) {
        const isKnown = this.#known.has(name) || this.#fresh.has(name)
        if (!isKnown) this.#prepare(wire, name, text)
        wire.bind({ statement: name, values: values[n] ?? [] })
        if (!isKnown) wire.describe({ type: 'P', name: '' })
        wire.execute({})
      }
      wire.sync()
      return undefined
    } catch (error) {
      return error as Error
    } finally {
      wire.stream.uncork()
    }
  }

  /** Closed first: an earlier packet that failed may have got as far as preparing it. */
  #prepare(wire: Wire, name: string, text: string): void {
    if (name !== '') {
      wire.close({ type: 'S', name })
      this.#fresh.set(name, [])
    }
    wire.parse({ name, text })
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      read: pg.types.getTypeParser(dataTypeID, 'text'),
    }))
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.#failure !== undefined) return
    try {
      this.#columns ??= this.#known.get(this.statements[this.results.length]?.name ?? '') ?? []
      const row: Record<string, unknown> = {}
      for (const [n, { name, read }] of this.#columns.entries()) {
        const text = fields[n] ?? null
        row[name] = text === null ? null : read(text)
      }
      this.#rows.push(row)
    } catch (error) {
      this.#failure = error
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const name = this.statements[this.results.length]?.name
    if (name !== undefined && this.#fresh.has(name)) this.#fresh.set(name, this.#columns ?? [])
    const [, command = '', rowCount = '0'] = /^([A-Z]+).*?(\d+)?$/.exec(text) ?? []
    this.results.push({ rows: this.#rows, rowCount: Number(rowCount), command })
    this.#rows = []
    this.#columns = undefined
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleCopyInResponse(connection: unknown): void {
    ;(connection as Wire).sendCopyFail('not here')
  }

  handlePortalSuspended(): void {}
  handleCopyData(): void {}

  handleError(error: unknown): void {
    this.#done.reject(error)
  }

  handleReadyForQuery(): void {
    for (const [name, columns] of this.#fresh) this.#known.set(name, columns)
    const ended = this.statements.findIndex(({ text }) => text === COMMIT.text)
    const { command } = this.results[ended] ?? {}
    // The server undoes a transaction in which something failed, and calls that an answer.
    if (ended >= 0 && command !== COMMIT.text)
      this.#failure ??= new Error(`a transaction ended with ${command}`)
    if (this.#failure === undefined) this.#done.resolve(this.results)
    else this.#done.reject(this.#failure)
  }
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils

/** Sends statements in one packet; the results come in their order. @throws what the first that fails throws */
export function sendTogether(
  client: Pick<PoolClient, 'query'>,
  statements: readonly Statement[],
): Promise<StatementResult[]> {
  return new Promise((resolve, reject) => {
    client.query(new Packet(statements, { resolve, reject }))
  })
}
