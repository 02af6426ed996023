import type { Pool, PoolClient, Submittable } from 'pg'
import { COMMIT, ROLLBACK, type Statement } from '#platform/database/packet.ts'
import { connectDatabase, type Database, type Tx } from '#platform/database/transaction.ts'

/** One transaction as the program sent it: its packets. */
export type Recording = Statement[][]

/** BEGIN and the county's setting. */
const OPENING = 2

/**
 * Runs the program's own code and writes down what it sends to the database. Nothing of it stays: each COMMIT is sent
 * as a ROLLBACK, so that whoever plays the recording can do it in earnest.
 */
export class Recorder {
  readonly database: Database
  #packets: Statement[][] = []

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
        const opening = recordings[0]?.[0]?.slice(0, OPENING) ?? []
        const all = [[...opening, ...first], ...rest]
        all.at(-1)?.push(COMMIT)
        recordings.push(all)
      }),
    )
    return recordings
  }

  #listeningTo(pool: Pool): Pool {
    const query = (client: PoolClient) => (packet: Submittable & { statements: Statement[] }) => {
      this.#packets.push([...packet.statements])
      if (packet.statements.at(-1) === COMMIT) packet.statements.splice(-1, 1, ROLLBACK)
      return client.query(packet)
    }
    const heard = (client: PoolClient) =>
      new Proxy(client, {
        get: (real, name) => (name === 'query' ? query(real) : Reflect.get(real, name, real)),
      })
    return { connect: async () => heard(await pool.connect()) } as unknown as Pool
  }
}
