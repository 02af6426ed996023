import { strict as assert } from 'node:assert'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { foldCounts } from '#features/problems/index.ts'
import { openDatabase } from '#platform/database/open.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { prepareDatabase } from '../../src/apps/prepare-database.ts'
import { giveTokens } from './api-tokens.ts'
import { killIfThere, processesOf, untilGone } from './child-program.ts'
import { faultsIn } from './kill-check.ts'
import { type Chance, type Crowd, chanceOf, post, streamActs } from './kill-clients.ts'
import { Notebook } from './kill-notebook.ts'
import { launchServer, postmasterOf, type RunningServer, startServer } from './running-server.ts'
import { createSmallCounty } from './small-county.ts'

/** What is killed, with SIGKILL, while the clients act. */
export const killings = [
  'server',
  'server and postmaster',
  'everything',
  'postmaster',
  'server, and again while it starts',
] as const
export type Killing = (typeof killings)[number]

export type Round = {
  killing: Killing
  /** Commands acknowledged in this round, before and after the end. */
  acknowledged: number
  /** Commands nobody was told of: how many had been carried out, how many were then done at the second sending. */
  unanswered: { done: number; lost: number }
  /** From the start on what was left until it answers, in milliseconds. */
  readyAfterMs: number
}

/** A data folder with a small county, the server on it, and clients that remember what they were told. */
export type KillGround = { dataDir: string; crowd: Crowd; server: RunningServer }

export async function layGround(dataDir: string, seed: number): Promise<KillGround> {
  const database = await openDatabase({ dataDir, databaseUrl: undefined })
  await prepareDatabase(database)
  const owner = new pg.Pool(poolConfig(database, 'owner'))
  const app = new pg.Pool(poolConfig(database, 'app'))
  const roster = await createSmallCounty({ owner, app })
  const tokens = await giveTokens(owner, roster)
  await Promise.all([owner.end(), app.end()])
  await database.stop()
  const crowd = { roster, tokens, notebook: new Notebook(), chance: chanceOf(seed) }
  return { dataDir, crowd, server: await startServer(dataDir) }
}

export async function clearGround({ dataDir, server }: KillGround): Promise<void> {
  server.program.process.kill('SIGKILL')
  await untilGone(dataDir, 10_000)
  rmSync(dataDir, { recursive: true, force: true })
}

/** Eight clients act, the end comes, the program starts again on what is left, and everything is looked at. */
export async function killRound(ground: KillGround, killing: Killing): Promise<Round> {
  const { crowd, dataDir } = ground
  const { notebook, chance } = crowd
  const before = notebook.acknowledged.length
  await actUntilKilled(ground, killing)
  if (killing === 'server, and again while it starts') await killWhileStarting(dataDir, chance)
  ground.server = await startServer(dataDir)
  assert.deepEqual(await look(ground), [])
  const unanswered = await sendAgain(ground)
  assert.deepEqual(await look(ground), [])
  // The log may tell of a fault, but not what people wrote.
  assert.doesNotMatch(ground.server.program.output(), /排水沟|清淤|汛期/)
  return {
    killing,
    acknowledged: notebook.acknowledged.length - before,
    unanswered,
    readyAfterMs: ground.server.readyAfterMs,
  }
}

async function actUntilKilled({ crowd, dataDir, server }: KillGround, killing: Killing): Promise<void> {
  const postmaster = postmasterOf(dataDir)
  const victims = (): number[] => {
    const { pid } = server.program.process
    if (pid === undefined) throw new Error('the server has no process')
    if (killing === 'everything') return [pid, ...processesOf(dataDir)]
    if (killing === 'postmaster') return [postmaster]
    return killing === 'server and postmaster' ? [pid, postmaster] : [pid]
  }
  let left = 20 + Math.floor(crowd.chance() * 180)
  const { promise: due, resolve: reached } = Promise.withResolvers<void>()
  const acting = streamActs(crowd, server.address, () => {
    if (--left === 0) reached()
  })
  // A fault among the clients must not leave the round waiting for its moment.
  await Promise.race([due, acting]).catch((error: Error) => {
    throw new Error(`${error.message}\n${server.program.output()}`)
  })
  await sleep(crowd.chance() * 8)
  for (const pid of victims()) killIfThere(pid)
  // Without its database the program ends by itself; until then it may answer that it could not.
  assert.equal(await server.program.exited, killing === 'postmaster' ? 1 : 'SIGKILL')
  await acting
  const { failed } = crowd.notebook
  if (killing !== 'postmaster') assert.deepEqual(failed, [])
  failed.length = 0
}

async function killWhileStarting(dataDir: string, chance: Chance): Promise<void> {
  const program = launchServer(dataDir)
  await sleep(chance() * 1_500)
  program.process.kill('SIGKILL')
  await program.exited
}

/** Everything once as the kill left it, and once folded: whatever was half done shows in one of them. */
function look({ dataDir, crowd: { roster, notebook } }: KillGround): Promise<string[]> {
  return withOwner(dataDir, async (owner) => {
    const found = await faultsIn(owner, roster, notebook)
    await connectDatabase(owner).write(roster.countyId, (tx) => foldCounts(tx, roster.countyId))
    return [...found, ...(await faultsIn(owner, roster, notebook))]
  })
}

/** What a client does that got no answer: it sends the same again, here twice; and some that got theirs do so too. */
async function sendAgain(ground: KillGround): Promise<Round['unanswered']> {
  const { server, crowd } = ground
  const { notebook } = crowd
  const counted = { done: 0, lost: 0 }
  const done = await carriedOut(ground, [...notebook.unanswered.keys()])
  for (const sent of [...notebook.unanswered.values()]) {
    const first = await post(crowd, server.address, sent)
    assert.ok(first)
    counted[done.has(sent.commandId) ? 'done' : 'lost']++
    if (done.has(sent.commandId)) assert.equal(first.status, 200, first.body)
    assert.ok(notebook.told(sent, first.status, first.body), `${first.body}\n${server.program.output()}`)
    const { error, ...second } = JSON.parse((await post(crowd, server.address, sent))?.body ?? '')
    if (first.status === 200) assert.deepEqual(second, JSON.parse(first.body))
    else assert.equal(error.code, 'stale_version')
  }
  for (const { answer, ...sent } of notebook.acknowledged.slice(-30)) {
    const again = await post(crowd, server.address, sent)
    assert.deepEqual([again?.status, JSON.parse(again?.body ?? '')], [200, answer])
  }
  return counted
}

async function carriedOut({ dataDir }: KillGround, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await withOwner(dataDir, (owner) =>
    owner.query<{ command_id: string }>(
      'SELECT command_id FROM commands WHERE command_id = ANY($1::uuid[])',
      [ids],
    ),
  )
  return new Set(rows.map(({ command_id }) => command_id))
}

async function withOwner<T>(dataDir: string, work: (owner: pg.Pool) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir, databaseUrl: undefined }, { share: true })
  const owner = new pg.Pool({ ...poolConfig(database, 'owner'), max: 2 })
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}
