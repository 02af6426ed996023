import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export type BenchServer = {
  pid: number
  port: number
  /** Megabytes (PSS): what the process has to itself and its share of what it shares. */
  memory(): number
  stop(): Promise<void>
}

const cli = resolve(import.meta.dirname, '../src/apps/cli.ts')
const { config } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')) as {
  config: { node: string }
}

/** The program itself, as an operator runs it. With `profile` it leaves a CPU profile in that folder. */
export async function startServer(dataDir: string, profile: string | undefined): Promise<BenchServer> {
  const port = 9_000 + (process.pid % 1_000)
  const flags = [...config.node.split(' '), ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])]
  const child = spawn(process.execPath, [...flags, cli, 'serve'], {
    env: { ...process.env, PORT: String(port), BIHUAN_DATA: dataDir, BIHUAN_LOG: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let ended = false
  const exit = new Promise<void>((done) =>
    child.once('exit', () => {
      ended = true
      done()
    }),
  )
  const stop = async () => {
    child.kill('SIGTERM')
    await exit
  }
  for (let waited = 0; !ended && waited < 600; waited++) {
    const pid = child.pid as number
    if (await answers(port)) return { pid, port, memory: () => pss(pid), stop }
    await new Promise((done) => setTimeout(done, 100))
  }
  await stop()
  throw new Error('the server did not become ready')
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )

function pss(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes ?? 0) / 1_024)
}
