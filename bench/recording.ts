import type { Pool, PoolClient } from 'pg'
import type { Statement } from '#platform/database/county-dialect.ts'
import { connectDatabase, type Database, type Tx } from '#platform/database/transaction.ts'

/** One transaction as the program sent it: its statements, those of one packet together. */
export type Recording = Statement[][]

/**
 * Runs the program's own code and writes down what it sends to the database. Nothing of it stays: each COMMIT is sent
 * as a ROLLBACK, so that whoever plays the recording can do it in earnest.
 */
export class Recorder {
  readonly database: Database
  #packets: Statement[][] = []
  #packet: Statement[] | undefined

  constructor(pool: Pool) {
    this.database = connectDatabase(this.#listeningTo(pool))
  }

  /** What the work sends, as one transaction. */
  async record(work: (database: Database) => Promise<unknown>): Promise<Recording> {
    this.#packets = []
    await work(this.database)
    return this.#packets
  }

  /**
   * Work of several transactions, each of which must see the one before: done in one, and told apart again. `next`
   * ends a transaction, whose last statement would have closed it.
   */
  async recordChain(
    countyId: number,
    work: (tx: Tx, next: () => void) => Promise<unknown>,
  ): Promise<Recording[]> {
    const recordings: Recording[] = []
    this.#packets = []
    await this.database.write(countyId, (tx) =>
      work(tx, () => {
        const [first = [], ...rest] = this.#packets.splice(0)
        const opening = recordings[0]?.[0]?.[0]
        const all = [opening ? [opening, ...first] : first, ...rest]
        all.at(-1)?.push('COMMIT')
        recordings.push(all)
      }),
    )
    return recordings
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
    const query = (client: PoolClient) => async (statement: Statement) => {
      this.#note(statement)
      if (statement !== 'COMMIT') return client.query(statement as string)
      return { ...(await client.query('ROLLBACK')), command: 'COMMIT' }
    }
    const heard = (client: PoolClient) =>
      new Proxy(client, {
        get: (real, name) => (name === 'query' ? query(real) : Reflect.get(real, name, real)),
      })
    return { connect: async () => heard(await pool.connect()) } as unknown as Pool
  }
}
