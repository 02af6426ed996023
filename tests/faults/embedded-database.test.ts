import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { startEmbedded } from '#platform/database/embedded/index.ts'
import { readPidFile } from '#platform/database/embedded/running.ts'
import {
  type ChildProgram,
  killProcessesOf,
  processesOf,
  startProgram,
  untilGone,
} from '#tests/support/child-program.ts'
import { type MadeData, makeData } from '#tests/support/made-data.ts'

const onLinux = { skip: existsSync('/proc/self/cwd') ? false : 'needs /proc' }

let made: MadeData
let parent: string
let dataDir: string
const started: ChildProgram[] = []

before(async () => {
  made = await makeData(async (folder) => (await startEmbedded({ dataDir: folder })).stop())
})
after(() => made.remove())
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'bihuan-fault-'))
  chmodSync(parent, 0o755)
  dataDir = join(parent, 'data')
})

afterEach(async () => {
  for (const { process: child } of started.splice(0)) child.kill('SIGKILL')
  await untilGone(dataDir, 10_000)
  rmSync(parent, { recursive: true, force: true })
})

test('SIGTERM: the program ends with 0 and leaves no process and no socket', onLinux, async () => {
  const { program, socket } = await start()
  program.process.kill('SIGTERM')
  assert.equal(await program.exited, 0)
  assert.deepEqual(processesOf(dataDir), [])
  assert.equal(existsSync(socket), false)
})

test('Ctrl-C arrives twice through npm: still an orderly end', onLinux, async () => {
  const { program } = await start()
  program.process.kill('SIGINT')
  program.process.kill('SIGINT')
  assert.equal(await program.exited, 0)
  assert.deepEqual(processesOf(dataDir), [])
})

test(
  'SIGKILL: PostgreSQL is gone within 3 s and the next start has what was committed',
  onLinux,
  async () => {
    const { program, url } = await start()
    await query(url, 'CREATE TABLE kept (id integer); INSERT INTO kept VALUES (1)')
    program.process.kill('SIGKILL')
    await program.exited
    await untilGone(dataDir, 3_000)
    const again = await start()
    assert.equal(await query(again.url, 'SELECT count(*)::int AS it FROM kept'), 1)
  },
)

test('the next start does not wait for a dying server to be gone', onLinux, async () => {
  const { program } = await start()
  program.process.kill('SIGKILL')
  await start()
})

test('everything killed at once: the stale postmaster.pid and socket are cleared', onLinux, async () => {
  const { url, socket } = await start()
  await query(url, 'CREATE TABLE kept (id integer)')
  killAll()
  await untilGone(dataDir, 3_000)
  assert.ok(existsSync(join(dataDir, 'postgres/postmaster.pid')))
  const again = await start()
  assert.equal(await query(again.url, 'SELECT count(*)::int AS it FROM kept'), 0)
  assert.equal(existsSync(socket), false)
})

test(
  'a stale postmaster.pid with the number of a foreign living process does not block the start',
  onLinux,
  async () => {
    const { program } = await start()
    program.process.kill('SIGTERM')
    await program.exited
    const lines = [process.pid, join(dataDir, 'postgres'), '1', '5432', '/nowhere', '', '', 'ready']
    writeFileSync(join(dataDir, 'postgres/postmaster.pid'), `${lines.join('\n')}\n`)
    await start()
  },
)

test('a server whose program and guard were killed is stopped and replaced', onLinux, async () => {
  const { program, url, socket } = await start()
  await query(url, 'CREATE TABLE kept (id integer)')
  const postmaster = readPidFile(join(dataDir, 'postgres'))!.pid
  process.kill(parentOf(postmaster), 'SIGKILL')
  program.process.kill('SIGKILL')
  await program.exited
  const again = await start()
  assert.equal(await query(again.url, 'SELECT count(*)::int AS it FROM kept'), 0)
  assert.ok(!processesOf(dataDir).includes(postmaster))
  assert.equal(existsSync(socket), false)
})

test('a first start killed while the cluster is made begins anew', onLinux, async () => {
  mkdirSync(join(dataDir, 'postgres.new/base'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres.new/PG_VERSION'), '18\n')
  await startAnew()
})

test(
  'a second program on the same data is refused with what to do; a command may share',
  onLinux,
  async () => {
    const { url } = await start()
    const second = startProgram(['tests/support/embedded-program.ts', dataDir])
    assert.equal(await second.exited, 1)
    assert.match(second.output(), /正被另一个正在运行的程序使用.*BIHUAN_DATA/)
    const shared = await startEmbedded({ dataDir, share: true })
    assert.equal(shared.ownerUrl, url)
    await shared.stop()
    assert.equal(await query(url, 'SELECT 1 AS it'), 1)
  },
)

test('a data folder that cannot be used is refused with what to do', onLinux, async () => {
  writeFileSync(join(parent, 'file'), '')
  await assert.rejects(startEmbedded({ dataDir: join(parent, 'file') }), /无法使用数据文件夹.*BIHUAN_DATA/)
})

test('a database that cannot start tells the end of its log', onLinux, async () => {
  await assert.rejects(
    startEmbedded({ dataDir, settings: { shared_buffers: 'much' } }),
    /shared_buffers.*much/,
  )
  assert.deepEqual(processesOf(dataDir), [])
})

test('a server that dies by itself is noticed', onLinux, async () => {
  const database = await startEmbedded({ dataDir })
  process.kill(readPidFile(database.folder)!.pid, 'SIGQUIT')
  await database.exited
  await database.stop()
})

test('nobody else can enter the database folder or its socket', onLinux, async () => {
  const { socket } = await startAnew()
  for (const folder of [join(dataDir, 'postgres'), socket]) assert.equal(statSync(folder).mode & 0o077, 0)
})

test('started by root below a closed folder, the database lies outside and the place is told and kept', {
  skip: process.getuid?.() === 0 ? false : 'only root can open a folder that others cannot enter',
}, async () => {
  chmodSync(parent, 0o700)
  const { program, url } = await startAnew()
  await query(url, 'CREATE TABLE kept (id integer)')
  const outside = readFileSync(join(dataDir, 'postgres.location'), 'utf8').trim()
  try {
    assert.ok(program.output().includes(`数据库文件位于 ${outside}`))
    program.process.kill('SIGTERM')
    assert.equal(await program.exited, 0)
    const again = await startAnew()
    assert.equal(await query(again.url, 'SELECT count(*)::int AS it FROM kept'), 0)
    again.program.process.kill('SIGTERM')
    await again.program.exited
  } finally {
    rmSync(outside, { recursive: true, force: true })
    rmSync(`${outside}.log`, { force: true })
  }
})

/** On a cluster that is there. */
function start(): Promise<Started> {
  if (!existsSync(dataDir)) made.copyTo(dataDir)
  return startAnew()
}

type Started = { program: ChildProgram; url: string; socket: string }

/** On whatever there is, making a cluster where there is none. */
async function startAnew(): Promise<Started> {
  const program = startProgram(['tests/support/embedded-program.ts', dataDir])
  started.push(program)
  const [, url = ''] = await program.said(/^ready (.*)$/m)
  return { program, url, socket: new URL(url).searchParams.get('host')! }
}

const killAll = (): void => killProcessesOf(dataDir)

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const result = await client.query(sql)
    return [result].flat().at(-1)?.rows[0]?.it
  } finally {
    await client.end()
  }
}
