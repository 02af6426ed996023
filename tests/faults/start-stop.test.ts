import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import {
  type ChildProgram,
  killProcessesOf,
  processesOf,
  startProgram,
  untilGone,
} from '#tests/support/child-program.ts'
import { type MadeData, makeData } from '#tests/support/made-data.ts'

/** The whole program as an operator runs it, `bihuan serve`, ended in the ways programs end. */
const onLinux = { skip: existsSync('/proc/self/cwd') ? false : 'needs /proc' }

const ready = /http:\/\/127\.0\.0\.1:\d+/

let made: MadeData
let dataDir: string
const started: ChildProgram[] = []

before(async () => {
  made = await makeData(async (folder) => {
    const program = launch({ BIHUAN_DATA: folder })
    await program.said(ready)
    program.process.kill('SIGTERM')
    assert.equal(await program.exited, 0)
  })
})
after(() => made.remove())

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bihuan-start-stop-'))
})

afterEach(async () => {
  for (const { process: child } of started.splice(0)) child.kill('SIGKILL')
  await untilGone(dataDir, 10_000)
  rmSync(dataDir, { recursive: true, force: true })
})

test('SIGTERM ends the program with 0 and leaves no process', onLinux, async () => {
  const { program } = await serve()
  program.process.kill('SIGTERM')
  assert.equal(await program.exited, 0)
  assert.deepEqual(processesOf(dataDir), [])
})

test('Ctrl-C, which arrives twice through npm, ends it in order', onLinux, async () => {
  const { program } = await serve()
  program.process.kill('SIGINT')
  program.process.kill('SIGINT')
  assert.equal(await program.exited, 0)
  assert.deepEqual(processesOf(dataDir), [])
})

test('SIGTERM while it is still starting leaves no process', onLinux, async () => {
  const program = launch()
  while (processesOf(dataDir).length === 0) await new Promise((done) => setTimeout(done, 5))
  program.process.kill('SIGTERM')
  await program.exited
  await untilGone(dataDir, 3_000)
})

test('after SIGKILL PostgreSQL is gone within 3 s and the next start is ready', onLinux, async () => {
  const { program } = await serve()
  program.process.kill('SIGKILL')
  await program.exited
  await untilGone(dataDir, 3_000)
  const { address } = await serve()
  assert.equal((await fetch(`${address}/health/ready`)).status, 200)
})

test('after everything was killed at once the next start repairs what is left', onLinux, async () => {
  const { program } = await serve()
  program.process.kill('SIGKILL')
  killProcessesOf(dataDir)
  await program.exited
  await untilGone(dataDir, 3_000)
  assert.ok(existsSync(join(dataDir, 'postgres/postmaster.pid')))
  const { address } = await serve()
  assert.equal((await fetch(`${address}/health/ready`)).status, 200)
})

test('a second copy on the same port says that the port is taken and touches nothing', onLinux, async () => {
  const { address } = await serve()
  const second = launch({ PORT: new URL(address).port })
  assert.equal(await second.exited, 1)
  assert.match(second.output(), /端口 \d+ 已被占用/)
  assert.equal((await fetch(`${address}/health/ready`)).status, 200)
})

test('a wrong setting is told before anything starts', onLinux, async () => {
  const program = launch({ PORT: 'many' })
  assert.notEqual(await program.exited, 0)
  assert.match(program.output(), /环境变量 PORT="many"/)
  assert.equal(existsSync(join(dataDir, 'postgres')), false)
})

/** On data that is there; `launch` alone begins with nothing. */
async function serve(): Promise<{ program: ChildProgram; address: string }> {
  if (!existsSync(join(dataDir, 'postgres'))) made.copyTo(dataDir)
  const program = launch()
  const [address] = await program.said(ready)
  return { program, address }
}

function launch(env: Record<string, string> = {}): ChildProgram {
  const program = startProgram(['src/apps/cli.ts', 'serve'], { PORT: '0', BIHUAN_DATA: dataDir, ...env })
  started.push(program)
  return program
}
