import type { Pool, PoolClient } from 'pg'
import type { Actor } from '#features/accounts/index.ts'
import { actIn } from '#features/problems/perform.ts'
import { countProblems } from '#features/problems/read/counts.ts'
import { findWhole } from '#features/problems/read/detail.ts'
import { readHistory } from '#features/problems/read/history.ts'
import { listProblems } from '#features/problems/read/list.ts'
import { reportIn } from '#features/problems/report.ts'
import { connectDatabase, type Tx } from '#platform/database/transaction.ts'
import { createWorlds } from '#platform/world.ts'
import { loopActs, type Material, newFeedback, type OperationName, pick, searchTerm } from './operations.ts'

type Statement = { name?: string; text: string; values: unknown[] } | string
/** The statements of one transaction after its BEGIN, as the program sent them. */
type Recording = { begin: string; statements: Statement[] }

const scope = { all: true } as const

/**
 * The limit: the very statements the program sends, recorded from its own code in transactions that are rolled
 * back, then sent again from a bare loop: same connections, same transaction, same row-level setting, nothing else.
 */
export async function record(
  name: OperationName,
  pool: Pool,
  material: Material,
  turns: number,
  from: number,
  plannedOn: string,
): Promise<Recording[][]> {
  const recorded: Statement[] = []
  const database = connectDatabase(recordingPool(pool, recorded))
  const world = await createWorlds(database).of(1, new Date())
  const all: Recording[][] = []
  const office = actorOf(material.county.officeId, 'office', '')
  const take = (): Recording => {
    const [begin, ...statements] = recorded.splice(0).filter((s) => s !== 'COMMIT' && s !== 'ROLLBACK')
    return { begin: String(begin), statements }
  }
  const reading = async (work: (tx: Tx) => Promise<unknown>) => {
    recorded.length = 0
    await database.read(1, work)
    return [take()]
  }
  for (let i = 0; i < turns; i++) {
    const turn = from + i
    if (name === 'list')
      all.push(
        await reading((tx) =>
          listProblems(
            tx,
            1,
            scope,
            {
              state: [pick(material.states, turn)] as never,
              organization: pick(material.county.villages, turn).id,
            },
            new Date(),
            { limit: 50 },
          ),
        ),
      )
    else if (name === 'search')
      all.push(
        await reading((tx) =>
          listProblems(tx, 1, scope, { q: searchTerm(material, turn) }, new Date(), { limit: 50 }),
        ),
      )
    else if (name === 'count') all.push(await reading((tx) => countProblems(tx, 1, scope, {})))
    else if (name === 'detail')
      all.push(
        await reading(async (tx) => {
          await findWhole(tx, 1, pick(material.details, turn).id)
          await readHistory(tx, 1, pick(material.details, turn).id, undefined)
        }),
      )
    else if (name === 'create') {
      recorded.length = 0
      const { commandId, ...feedback } = newFeedback(material, turn)
      await rolledBack(database, (tx) =>
        reportIn(tx, world, office, {
          act: 'report',
          number: `limit-${commandId}`,
          feedback,
          commandId,
          requestHash: 'x',
          workdays: null,
        }),
      )
      all.push([take()])
    } else {
      const target = material.loops[turn]
      if (!target) throw new Error('out of problems to loop on')
      const acts: Recording[] = []
      await rolledBack(database, async (tx) => {
        for (const { act, person, role, body } of loopActs(material, target, plannedOn)) {
          const begin = acts[0]?.begin ?? String(recorded[0])
          await actIn(
            { jobs: { sendIn: async () => undefined } },
            tx,
            world,
            actorOf(person, role, target.organization),
            act,
            target.id,
            body as never,
            'x',
          )
          const statements = recorded.splice(0).filter((s) => s !== begin)
          acts.push({ begin, statements })
        }
      })
      recorded.length = 0
      all.push(acts)
    }
  }
  return all
}

async function rolledBack(
  database: ReturnType<typeof connectDatabase>,
  work: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const undo = new Error('rolled back on purpose')
  await database
    .write(1, async (tx) => {
      await work(tx)
      throw undo
    })
    .catch((error) => {
      if (error !== undo) throw error
    })
}

const actorOf = (
  personId: string,
  role: 'office' | 'secretary' | 'clerk',
  organizationId: string,
): Actor => ({
  countyId: 1,
  personId,
  name: '',
  grants: [{ role, organizationId, organizationKind: role === 'office' ? 'county' : 'village' }],
  scopes: null,
})

function recordingPool(pool: Pool, into: Statement[]): Pool {
  const wrapped = (client: PoolClient) => ({
    query: (statement: Statement) => {
      into.push(statement)
      return client.query(statement as never)
    },
    release: () => client.release(),
  })
  return { connect: async () => wrapped(await pool.connect()) } as unknown as Pool
}

/** One turn of the bare loop on one connection; resolves to the milliseconds of each transaction. */
export async function turnBare(client: PoolClient, turn: Recording[]): Promise<number[]> {
  const times: number[] = []
  for (const { begin, statements } of turn) {
    const begun = performance.now()
    await client.query(begin)
    for (const statement of statements) await client.query(statement as never)
    await client.query('COMMIT')
    times.push(performance.now() - begun)
  }
  return times
}
