import type { Pool, PoolClient } from 'pg'
import type { Statement } from '#platform/database/county-dialect.ts'
import { connectDatabase, type Database, type Tx } from '#platform/database/transaction.ts'

/** One transaction as the program sent it: its statements, those of one packet together. */
export type Recording = Statement[][]

/** Runs the program's own code and writes down what it sends to the database. */
export class Recorder {
  readonly database: Database
  #packets: Statement[][] = []
  #packet: Statement[] | undefined

  constructor(pool: Pool) {
    this.database = connectDatabase(this.#listeningTo(pool))
  }

  async reading(read: (database: Database) => Promise<unknown>): Promise<Recording> {
    this.#packets = []
    await read(this.database)
    return this.#packets
  }

  /** Does the work for nothing: it is rolled back, so that whoever plays the recording can do it in earnest. */
  async writing(countyId: number, work: (tx: Tx) => Promise<unknown>): Promise<Recording> {
    this.#packets = []
    const undo = new Error('rolled back on purpose')
    try {
      await this.database.write(countyId, async (tx) => {
        await work(tx)
        throw undo
      })
    } catch (error) {
      if (error !== undo) throw error
    }
    this.#packets.pop()
    return [...this.#packets, ['COMMIT']]
  }

  /** What was sent since the last look, as a transaction of its own that opens like `first`. */
  part(first: Recording | undefined): Recording {
    const [opening, ...rest] = this.#packets
    this.#packets = []
    if (first === undefined) return [opening ?? [], ...rest, ['COMMIT']]
    return [[first[0]?.[0] ?? '', ...(opening ?? [])], ...rest, ['COMMIT']]
  }

  /** What is sent without waiting in between travels in one packet. */
  #note(statement: Statement): void {
    if (!this.#packet) {
      this.#packet = []
      this.#packets.push(this.#packet)
      queueMicrotask(() => {
        this.#packet = undefined
      })
    }
    this.#packet.push(statement)
  }

  #listeningTo(pool: Pool): Pool {
    const query = (client: PoolClient) => (statement: Statement) => {
      this.#note(statement)
      return client.query(statement as never)
    }
    const heard = (client: PoolClient) =>
      new Proxy(client, {
        get: (real, name) => (name === 'query' ? query(real) : Reflect.get(real, name, real)),
      })
    return { connect: async () => heard(await pool.connect()) } as unknown as Pool
  }
}
