import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { unlinkSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedDatabase } from '#platform/database/embedded/index.ts'

/** How test processes reach the one PostgreSQL that they share. */
export type SharedPostgres = Pick<EmbeddedDatabase, 'ownerUrl' | 'appUrl' | 'portalUrl' | 'adminUrl'>

/** Set by `npm test` for the test processes it starts: a SharedPostgres as JSON. */
export const variable = 'BIHUAN_TEST_POSTGRES'

/** Tests throw their data away: no waiting for the disk, and room for many files at once. */
export const testSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '250',
}

const checkout = resolve(import.meta.dirname, '../..')

/** Tells one checkout and user from another on the same machine. */
export const key = createHash('sha256').update(`${checkout}:${process.getuid?.()}`).digest('hex').slice(0, 12)

/** Where the keeper listens; an abstract name on Linux, which dies with its process and binds only once. */
export const keeperAddress =
  platform() === 'linux' ? `\0bihuan-test-${key}` : join(tmpdir(), `bihuan-test-${key}.socket`)

let found: Promise<SharedPostgres> | undefined

/**
 * The PostgreSQL shared by all test processes of this checkout: the one `npm test` started, else the keeper's
 * (`postgres-keeper.ts`), which the first test run by hand starts and which ends soon after the last one.
 */
export function sharedPostgres(): Promise<SharedPostgres> {
  const given = process.env[variable]
  found ??= given ? Promise.resolve(JSON.parse(given) as SharedPostgres) : askKeeper()
  return found
}

async function askKeeper(): Promise<SharedPostgres> {
  for (const patience = Date.now() + 60_000; Date.now() < patience; await sleep(100)) {
    const answer = await ask()
    if (answer) return answer
    spawn(process.execPath, [join(import.meta.dirname, 'postgres-keeper.ts')], {
      cwd: checkout,
      detached: true,
      // Its life is longer than ours: an inherited pipe would keep whoever reads our output waiting.
      stdio: 'ignore',
    }).unref()
    for (let tries = 0; tries < 100; tries++, await sleep(50)) {
      const started = await ask()
      if (started) return started
    }
  }
  throw new Error(
    'the PostgreSQL for tests did not start; run node tests/support/postgres-keeper.ts to see why',
  )
}

/** The open connection is what keeps the keeper; it does not keep this process. */
function ask(): Promise<SharedPostgres | undefined> {
  return new Promise((done) => {
    const socket: Socket = connect(keeperAddress)
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part) => {
      text += part
      if (!text.endsWith('\n')) return
      socket.unref()
      done(JSON.parse(text) as SharedPostgres)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && !keeperAddress.startsWith('\0')) unlinkSync(keeperAddress)
      done(undefined)
    })
    socket.on('close', () => done(undefined))
  })
}
