/**
 * Keeps one PostgreSQL for tests that are run by hand. Every test process holds a connection to this process; some
 * seconds after the last one has gone, the server is stopped and its data deleted.
 */
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '#platform/database/embedded/index.ts'
import { processesIn } from '#platform/database/embedded/processes.ts'
import { keeperAddress, key, testSettings } from './shared-postgres.ts'

const lingerMs = 8_000
const prefix = `bihuan-test-${key}-`

const server = createServer()
server.on('error', () => process.exit(0)) // another keeper was faster
server.listen(keeperAddress, async () => {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    const left = join(realpathSync(tmpdir()), name)
    if (processesIn(join(left, 'postgres'), undefined).length === 0)
      rmSync(left, { recursive: true, force: true })
  }
  const dataDir = mkdtempSync(join(tmpdir(), prefix))
  const starting = startEmbedded({ dataDir, settings: testSettings })
  starting.catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })

  let users = 0
  let timer = setTimeout(finish, 30_000)
  let finishing = false
  server.on('connection', async (socket) => {
    if (finishing) return socket.destroy()
    users++
    clearTimeout(timer)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      users--
      if (users === 0) timer = setTimeout(finish, lingerMs)
    })
    socket.resume()
    const { ownerUrl, appUrl, portalUrl, adminUrl } = await starting
    socket.write(`${JSON.stringify({ ownerUrl, appUrl, portalUrl, adminUrl })}\n`)
  })

  async function finish(): Promise<void> {
    if (finishing) return
    finishing = true
    await (await starting).stop()
    rmSync(dataDir, { recursive: true, force: true })
    process.exit(0)
  }
  process.on('SIGTERM', finish)
  process.on('SIGINT', finish)
})
