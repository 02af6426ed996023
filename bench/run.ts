import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase } from '#platform/database/open.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { prepareDatabase } from '../src/apps/prepare-database.ts'
import { fill } from './fill.ts'
import { Connection } from './http-client.ts'
import { record, turnBare } from './limit.ts'
import { gather, type Material, type OperationName, operationNames, turnOverHttp } from './operations.ts'

/**
 * `npm run bench [-- --json FILE --problems N --seconds S --only list,detail]`: the ledger over loopback HTTP with
 * 16 clients, server, database and clients on the same machine, fsync on; beside each figure the rate of the same
 * statements from a bare loop in the same run. Figures of one machine and moment: compare ratios.
 */
const CLIENTS = 16
const { values: given } = parseArgs({
  options: {
    json: { type: 'string' },
    problems: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string' },
  },
})
const seconds = Number(given.seconds)
const names = given.only ? (given.only.split(',') as OperationName[]) : operationNames
const plannedOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)

type Figure = { name: string; rate: number; limitRate: number; ratio: number; p50Ms: number; p99Ms: number }
type Measured = { rate: number; p50Ms: number; p99Ms: number; turns: number }

const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-bench-'))
const port = 8400 + Math.floor(Math.random() * 500) + 600
const figures: Figure[] = []
try {
  const database = await openDatabase({ dataDir, databaseUrl: undefined })
  await prepareDatabase(database)
  process.stderr.write(`filling ${given.problems} problems …\n`)
  const county = await fill(database, Number(given.problems))
  await database.stop()
  const server = await startServer()
  const shared = await openDatabase({ dataDir, databaseUrl: undefined }, { share: true })
  const owner = new pg.Pool({ ...poolConfig(shared, 'owner'), max: 2 })
  const app = new pg.Pool({ ...poolConfig(shared, 'app'), max: CLIENTS })
  try {
    const material = await gather(owner, county)
    for (const name of names) figures.push(await measure(name, material, owner, app))
    process.stderr.write(`memory of the server: ${pss(server.pid)} MB PSS\n`)
  } finally {
    await Promise.all([owner.end(), app.end()])
    await shared.stop()
    await server.stop()
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
print()
if (given.json) writeFileSync(given.json, `${JSON.stringify(figures, null, 2)}\n`)

async function measure(
  name: OperationName,
  material: Material,
  owner: pg.Pool,
  app: pg.Pool,
): Promise<Figure> {
  if (name === 'loop') material.loops = await loopTargets(owner)
  const connections = await Promise.all(Array.from({ length: CLIENTS }, () => Connection.open(port)))
  await drive(connections, 0.7, 0, (c, turn) => turnOverHttp(name, c, material, turn, plannedOn))
  const used = name === 'loop' ? 2_000 : 1_000_000
  if (name === 'loop') material.loops = material.loops.slice(await countDone(owner, material))
  const over = await drive(connections, seconds, used * 0 + (name === 'create' ? 100_000 : 0), (c, turn) =>
    turnOverHttp(name, c, material, turn, plannedOn),
  )
  for (const connection of connections) connection.close()
  if (name === 'loop') material.loops = await loopTargets(owner)
  const written = name === 'create' || name === 'loop'
  const recordings = await record(
    name,
    app,
    material,
    written ? (name === 'create' ? 6_000 : 1_500) : 400,
    200_000 * Number(name !== 'loop'),
    plannedOn,
  )
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => app.connect()))
  const limit = await drive(
    clients,
    seconds,
    0,
    (c, turn) => turnBare(c, recordings[written ? turn : turn % recordings.length] ?? []),
    written ? recordings.length : Number.POSITIVE_INFINITY,
  )
  for (const client of clients) client.release()
  const figure = {
    name,
    rate: Math.round(over.rate),
    limitRate: Math.round(limit.rate),
    ratio: Number((over.rate / limit.rate).toFixed(2)),
    p50Ms: Number(over.p50Ms.toFixed(2)),
    p99Ms: Number(over.p99Ms.toFixed(2)),
  }
  process.stderr.write(`${JSON.stringify(figure)}\n`)
  return figure
}

/** Problems that wait to be claimed by a village; made from what the create operation left, else from the ledger. */
async function loopTargets(owner: pg.Pool): Promise<Material['loops']> {
  await owner.query(
    `UPDATE problems p SET state = 'awaiting_claim', clocks = '{}' FROM organizations o
     WHERE p.state = 'reported' AND o.county_id = 1 AND o.id = p.organization_id AND o.kind = 'village' AND p.county_id = 1`,
  )
  const { rows } = await owner.query(
    `SELECT p.id, p.organization_id AS organization, p.version FROM problems p JOIN organizations o
     ON o.county_id = p.county_id AND o.id = p.organization_id AND o.kind = 'village'
     WHERE p.state = 'awaiting_claim' ORDER BY p.id LIMIT 20000`,
  )
  return rows
}

async function countDone(owner: pg.Pool, { loops }: Material): Promise<number> {
  const open = new Set(
    (await owner.query("SELECT id FROM problems WHERE state = 'awaiting_claim'")).rows.map((r) => r.id),
  )
  const first = loops.findIndex((l) => open.has(l.id))
  const last = loops.findLastIndex((l) => !open.has(l.id))
  return Math.max(first, last + 1)
}

/** Runs turns on every connection for so long; a turn's number is given once. */
async function drive<C>(
  connections: C[],
  forSeconds: number,
  firstTurn: number,
  one: (connection: C, turn: number) => Promise<number[]>,
  most = Number.POSITIVE_INFINITY,
): Promise<Measured> {
  const times: number[] = []
  let turn = firstTurn
  let turns = 0
  const begun = performance.now()
  const until = begun + forSeconds * 1_000
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < until && turn - firstTurn < most) {
        times.push(...(await one(connection, turn++)))
        turns += 1
      }
    }),
  )
  const took = (performance.now() - begun) / 1_000
  times.sort((a, b) => a - b)
  const at = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0
  return { rate: turns / took, p50Ms: at(0.5), p99Ms: at(0.99), turns }
}

async function startServer(): Promise<{ pid: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../src/apps/cli.ts'), 'serve'], {
    env: { ...process.env, PORT: String(port), BIHUAN_DATA: dataDir, BIHUAN_LOG: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  for (let i = 0; i < 300; i++) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
      (r) => r.ok,
      () => false,
    )
    if (ready)
      return {
        pid: child.pid ?? 0,
        stop: async () => {
          child.kill('SIGTERM')
          await ended
        },
      }
    await new Promise((done) => setTimeout(done, 100))
  }
  child.kill('SIGKILL')
  throw new Error('the server did not become ready')
}

function pss(pid: number): number {
  const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  return Math.round(Number(kb ?? 0) / 1_024)
}

function print(): void {
  console.log('name     rate/s   limit/s  ratio  p50 ms  p99 ms')
  for (const f of figures)
    console.log(
      [
        f.name.padEnd(7),
        String(f.rate).padStart(7),
        String(f.limitRate).padStart(9),
        f.ratio.toFixed(2).padStart(6),
        f.p50Ms.toFixed(2).padStart(7),
        f.p99Ms.toFixed(2).padStart(7),
      ].join(' '),
    )
}
