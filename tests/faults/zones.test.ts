import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type ChildProgram, startProgram, untilGone } from '#tests/support/child-program.ts'

/** The parts of the program, each a process of its own on one data folder, as `serve --role` starts them. */
const onLinux = { skip: existsSync('/proc/self/cwd') ? false : 'needs /proc' }
let dataDir: string
const started: ChildProgram[] = []

before(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'bihuan-zones-'))
})
after(async () => {
  // The desk opened the database that the others joined.
  for (const program of started.reverse()) {
    program.process.kill('SIGTERM')
    await program.exited
  }
  await untilGone(dataDir, 10_000)
  rmSync(dataDir, { recursive: true, force: true })
})

async function serve(role: string, env: Record<string, string> = {}): Promise<string> {
  const program = startProgram(['src/apps/cli.ts', 'serve', '--role', role], {
    ...{ PORT: '0', BIHUAN_DATA: dataDir, BIHUAN_LOG: 'error' },
    ...env,
  })
  started.push(program)
  const [address] = await program.said(/http:\/\/127\.0\.0\.1:\d+/)
  return address
}

test(
  'desk, worker and portal run apart on one database, each with nothing of the others',
  onLinux,
  async () => {
    const desk = await serve('desk')
    const [worker, portal] = await Promise.all([serve('worker'), serve('portal')])
    const status = async (address: string, path: string) =>
      (await fetch(`${address}${path}`, { redirect: 'manual' })).status
    for (const address of [desk, worker, portal]) assert.equal(await status(address, '/health/ready'), 200)
    assert.equal(await status(desk, '/api/v1/me'), 404 /* no county yet */)
    assert.equal(await status(desk, '/api/openapi.json'), 200)
    for (const path of ['/published', '/portal.css']) assert.equal(await status(desk, path), 404, path)
    for (const path of ['/api/openapi.json', '/api/v1/session', '/desk', '/published'])
      assert.equal(await status(worker, path), 404, path)
    assert.equal(await status(portal, '/portal.css'), 200)
    for (const path of ['/api/openapi.json', '/api/v1/session', '/desk'])
      assert.equal(await status(portal, path), 404, path)
  },
)

test('what is no part is refused with what may be written', onLinux, async () => {
  const program = startProgram(['src/apps/cli.ts', 'serve', '--role', 'king'], { BIHUAN_DATA: dataDir })
  assert.equal(await program.exited, 2)
})
