import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { resolve } from 'node:path'
import { openDatabase } from '#platform/database/open.ts'
import type { Settings } from '#platform/settings.ts'
import { buildHttp } from './http.ts'
import { prepareDatabase } from './prepare-database.ts'
import { createProgram, type Program } from './program.ts'

export type RunOptions = {
  settings: Settings
  say: (line: string) => void
  /** Loads what an empty database should hold (the demo); run before the first request is answered. */
  fill?: (program: Program) => Promise<void>
}

export type Running = { program: Program; address: string; stop(): Promise<void>; lost: Promise<void> }

export const version = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version

/** The port is taken: usually a second copy. */
export class PortTakenError extends Error {}

/**
 * Starts everything in order: the port first, which doubles as the lock against a second copy on the same data,
 * then database, migrations, program; requests get 503 until it is ready.
 */
export async function run({ settings, say, fill }: RunOptions): Promise<Running> {
  const server = await listen(settings)
  try {
    const opened = await openDatabase(settings, { log: say })
    const undo: (() => Promise<void>)[] = [opened.stop]
    try {
      const applied = await prepareDatabase(opened)
      if (applied.length > 0) say(`数据库已更新：${applied.length} 项 · database migrated: ${applied.length}`)
      const onError = (error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`)
      const program = await createProgram({
        ...{ target: opened, dataDir: settings.dataDir, sealing: settings.sealing, onError },
      })
      undo.unshift(() => program.stop())
      await fill?.(program)
      await keepDemoAtHome(program, settings)
      const app = await buildHttp({ program, version, logLevel: settings.logLevel, server })
      undo.unshift(() => app.close())
      await app.ready()
      return {
        program,
        address: addressOf(server),
        lost: opened.lost,
        stop: async () => {
          for (const step of undo) await step()
        },
      }
    } catch (error) {
      for (const step of undo) await step().catch(() => undefined)
      throw error
    }
  } catch (error) {
    server.close()
    throw error
  }
}

function listen({ host, port }: Settings): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
    response.end('正在启动，请稍候。 Starting, please wait.\n')
  })
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new PortTakenError(
              `端口 ${port} 已被占用：可能已有一个在运行；或者换一个端口，例如 PORT=${port + 1}。\n` +
                `Port ${port} is taken: a copy may be running already; or choose another, e.g. PORT=${port + 1}.`,
            )
          : error,
      ),
    )
    server.listen(port, host, () => done(server))
  })
}

/** Demo accounts have known passwords: with them the server answers only to its own machine. */
async function keepDemoAtHome(program: Program, { host }: Settings): Promise<void> {
  const hasDemo = (await program.counties()).some((county) => county.is_demo)
  if (hasDemo && !LOOPBACK.test(host))
    throw new Error(
      `数据中有演示账号（密码公开），只能在本机运行：请去掉 HOST=${host}，或换一个数据文件夹。\n` +
        `The data holds demo accounts with known passwords and is served on this machine only: unset HOST or use another data folder.`,
    )
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

function addressOf(server: Server): string {
  const at = server.address()
  if (at === null || typeof at === 'string') return ''
  const host = at.family === 'IPv6' ? `[${at.address}]` : at.address
  return `http://${host}:${at.port}`
}
