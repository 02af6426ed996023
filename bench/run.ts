import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { databasePlace } from '#platform/database/embedded/place.ts'
import { openDatabase } from '#platform/database/open.ts'
import { sendTogether } from '#platform/database/packet.ts'
import { poolConfig, portalPoolConfig } from '#platform/database/pool-config.ts'
import { prepareDatabase } from '../src/apps/prepare-database.ts'
import { appealOperations, issueReceipts } from './appeal-operations.ts'
import { addAppeals } from './appeals.ts'
import { type BenchCounty, COUNTY, makeCounty } from './county.ts'
import { type Cpu, cpu, perTurn } from './cpu.ts'
import { type Driven, drive } from './drive.ts'
import { measureFlood } from './flood.ts'
import { Connection } from './http-client.ts'
import { addProblems, mixedStates } from './ledger.ts'
import type { Material, Operation, Target } from './operation.ts'
import { measurePortal, publishSome } from './portal.ts'
import { reads } from './reads.ts'
import { Recorder, type Recording } from './recording.ts'
import { type BenchServer, startServer } from './server.ts'
import { writes } from './writes.ts'

/**
 * `npm run bench`: the ledger over loopback HTTP with 16 clients; clients, server and database on one machine, fsync
 * on. Beside each figure stands the limit: the rate of the same statements from a bare loop in the same run; for the
 * public pages, that of Node's bare HTTP server sending the same bytes. Figures are of one machine and moment; ratios
 * can be compared. With `--data` the folder is filled once and kept, to be measured again.
 */
const usage =
  'npm run bench -- [--json FILE] [--problems N] [--appeals N] [--seconds S] [--only list,detail] [--data DIR] [--profile DIR]'
const CLIENTS = 16
/** So many turns are written down for the limit; reads begin again at the first, writes end with the last. */
const RECORDED = { read: 800, create: 6_000, register: 6_000, loop: 1_500 }
/** Until each connection has its plans and has touched the pages: what a process touches for the first time is dear. */
const WARM_SECONDS = { read: 4, write: 1 }
/** So many appeals came in lately, however many there are: what lies on desks is the same, what lies behind it grows. */
const LATELY = { count: 9_000, days: 90 }
/** Plenty for the loops of a second, server or limit. */
const LOOPS_A_SECOND = 1_500

type Figure = { name: string; rate: number; limitRate: number; ratio: number; p50Ms: number; p99Ms: number }
type House = {
  server: BenchServer
  look: () => Cpu
  owner: pg.Pool
  app: pg.Pool
  portal: pg.Pool
  material: Material
}

const { values: given } = parseArgs({
  options: {
    json: { type: 'string' },
    problems: { type: 'string', default: '20000' },
    appeals: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '4' },
    data: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
})
const seconds = Number(given.seconds)
const problems = Number(given.problems)
const appeals = Number(given.appeals)
const isAsked = (name: string) => given.only === undefined || given.only.split(',').includes(name)
const operations = [...reads, ...writes, ...(appeals > 0 ? appealOperations : [])].filter(({ name }) =>
  isAsked(name),
)
if (
  (operations.length === 0 && !isAsked('portal') && !isAsked('flood')) ||
  !(seconds > 0) ||
  !(problems >= 1_000)
)
  throw new Error(usage)

const dataDir = given.data ? resolve(given.data) : mkdtempSync(join(tmpdir(), 'bihuan-bench-'))
try {
  const county = await filled()
  const server = await startServer(dataDir, given.profile)
  const figures = await measureAll(server, county).finally(server.stop)
  print(figures)
  if (given.json) writeFileSync(given.json, `${JSON.stringify(figures, null, 2)}\n`)
} finally {
  if (!given.data) rmSync(dataDir, { recursive: true, force: true })
}

/** The county in the folder: made and filled, or as it was filled before. */
async function filled(): Promise<BenchCounty> {
  const known = join(dataDir, 'bench-county.json')
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8')) as BenchCounty
  const database = await openDatabase({ dataDir, databaseUrl: undefined })
  const owner = new pg.Pool({ ...poolConfig(database, 'owner'), max: 2 })
  await prepareDatabase(database)
  const begun = performance.now()
  const county = await makeCounty(owner)
  if (isAsked('portal')) await publishSome(owner, county)
  await addProblems(owner, { count: problems, states: mixedStates })
  if (appeals > 0) await bringAppeals(owner)
  note(`${problems} problems in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
  await owner.end()
  await database.stop()
  writeFileSync(known, JSON.stringify(county))
  return county
}

/** As they would have come in over three years until now. */
async function bringAppeals(owner: pg.Pool): Promise<void> {
  const until = new Date()
  const daysAgo = (days: number) => new Date(until.getTime() - days * 86_400_000)
  const begun = performance.now()
  const recent = Math.min(appeals, LATELY.count)
  const lately = daysAgo(LATELY.days)
  if (appeals > recent) {
    const count = appeals - recent
    await addAppeals(owner, {
      countyId: COUNTY,
      count,
      from: daysAgo(3 * 365),
      to: lately,
      until,
      whole: true,
    })
  }
  await addAppeals(owner, { countyId: COUNTY, count: recent, from: lately, to: until, until, whole: true })
  note(`${appeals} appeals in ${((performance.now() - begun) / 1_000).toFixed(1)} s`)
}

async function measureAll(server: BenchServer, county: BenchCounty): Promise<Figure[]> {
  const shared = await openDatabase({ dataDir, databaseUrl: undefined }, { share: true })
  const owner = new pg.Pool({ ...poolConfig(shared, 'owner'), max: 2 })
  const app = new pg.Pool({ ...poolConfig(shared, 'app'), max: CLIENTS })
  const portal = new pg.Pool({ ...portalPoolConfig(shared), max: CLIENTS })
  const plannedOn = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
  const some = await owner.query<{ id: string }>(
    "SELECT id FROM problems WHERE state <> 'reported' ORDER BY md5(id::text) LIMIT $1",
    [RECORDED.read],
  )
  const receipts = appeals > 0 ? await issueReceipts(owner, dataDir, RECORDED.read) : []
  const material = {
    county,
    problems: some.rows.map(({ id }) => id),
    loops: [],
    plannedOn,
    receipts,
    dataDir,
  }
  const { folder } = databasePlace(dataDir, () => undefined)
  const look = () => cpu(server.pid, folder)
  try {
    const figures: Figure[] = []
    for (const operation of operations)
      figures.push(await measure(operation, { server, look, owner, app, portal, material }))
    if (isAsked('portal')) figures.push(await portalFigure(server, look))
    if (given.only?.split(',').includes('flood'))
      note(JSON.stringify(await measureFlood(server.port, { county, dataDir, owner }), null, 2))
    note(`memory of the server: ${server.memory()} MB`)
    return figures
  } finally {
    await Promise.all([owner.end(), app.end(), portal.end()])
  }
}

async function measure(operation: Operation, house: House): Promise<Figure> {
  const { owner, material } = house
  const pool = house[operation.as ?? 'app']
  if (operation.name === 'loop') material.loops = await loopTargets(owner)
  const over = await overHttp(operation, house)
  const recordings = await record(operation, pool, material)
  const before = house.look()
  const limit = await bare(operation, pool, recordings)
  const limitCpu = perTurn(before, house.look(), limit.turns)
  const figure = figureOf(operation.name, over, limit)
  note(
    `${JSON.stringify(figure)} µs ${JSON.stringify(over.cpu)} limit ${JSON.stringify(limitCpu)} load ${loadavg()[0]?.toFixed(1)}`,
  )
  return figure
}

async function portalFigure({ port }: BenchServer, look: () => Cpu): Promise<Figure> {
  const looks: Cpu[] = []
  const { over, limit, bytes } = await measurePortal(port, {
    ...{ clients: CLIENTS, seconds },
    look: () => looks.push(look()),
  })
  const figure = figureOf('portal', over, limit)
  const [before, after] = looks as [Cpu, Cpu]
  note(
    `${JSON.stringify(figure)} µs ${JSON.stringify(perTurn(before, after, over.turns))} ${bytes} bytes a page`,
  )
  return figure
}

function figureOf(name: string, over: Driven, limit: Driven): Figure {
  return {
    name,
    rate: Math.round(over.rate),
    limitRate: Math.round(limit.rate),
    ratio: Number((over.rate / limit.rate).toFixed(2)),
    p50Ms: Number(over.p50Ms.toFixed(2)),
    p99Ms: Number(over.p99Ms.toFixed(2)),
  }
}

/** A short run to warm up, then the one that counts. What writes goes on where the warm-up ended. */
async function overHttp({ ask, writes }: Operation, { server, look, material }: House) {
  const connections = await Promise.all(Array.from({ length: CLIENTS }, () => Connection.open(server.port)))
  const one = (connection: Connection, turn: number) => ask(connection, material, turn)
  try {
    const warm = await drive({ connections, seconds: WARM_SECONDS[writes ? 'write' : 'read'], one })
    const from = writes ? warm.turns : 0
    const before = look()
    const driven = await drive({ connections, seconds, from, one })
    material.loops.splice(0, from + driven.turns)
    return { ...driven, cpu: perTurn(before, look(), driven.turns) }
  } finally {
    for (const connection of connections) connection.close()
  }
}

async function record(operation: Operation, pool: pg.Pool, material: Material): Promise<Recording[][]> {
  const turns = RECORDED[operation.writes ? (operation.name as 'create' | 'register' | 'loop') : 'read']
  const recordings: Recording[][] = []
  let turn = 0
  const work = async (recorder: Recorder) => {
    while (turn < turns) recordings.push(await operation.record(recorder, material, turn++))
  }
  await Promise.all(Array.from({ length: 4 }, () => work(new Recorder(pool))))
  return recordings
}

async function bare({ writes }: Operation, pool: pg.Pool, recordings: Recording[][]) {
  const connections = await Promise.all(Array.from({ length: CLIENTS }, () => pool.connect()))
  try {
    const one = async (client: pg.PoolClient, turn: number) => {
      const times: number[] = []
      for (const packets of recordings[turn % recordings.length] ?? []) {
        const begun = performance.now()
        for (const packet of packets) await sendTogether(client, packet)
        times.push(performance.now() - begun)
      }
      return times
    }
    if (!writes) await drive({ connections, seconds: WARM_SECONDS.read, one })
    return await drive({ connections, seconds, one, ...(writes ? { most: recordings.length } : {}) })
  } finally {
    for (const connection of connections) connection.release()
  }
}

async function loopTargets(owner: pg.Pool): Promise<Target[]> {
  const count = Math.ceil(LOOPS_A_SECOND * (seconds + 1)) + RECORDED.loop
  await addProblems(owner, { count, states: ['awaiting_claim'], kinds: ['village'], year: 2029 })
  const { rows } = await owner.query<Target>(
    `SELECT id, organization_id AS organization, version FROM problems
     WHERE state = 'awaiting_claim' AND source_year = 2029 ORDER BY md5(id::text)`,
  )
  return rows
}

function print(figures: Figure[]): void {
  const columns = ['name', 'rate', 'limitRate', 'ratio', 'p50Ms', 'p99Ms'] as const
  console.log(columns.map((column) => column.padStart(9)).join(' '))
  for (const figure of figures) console.log(columns.map((c) => String(figure[c]).padStart(9)).join(' '))
}

function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
