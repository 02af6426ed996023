import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type pg from 'pg'
import { publish } from '#tests/support/published.ts'
import type { BarePage } from './bare-server.ts'
import { type BenchCounty, COUNTY } from './county.ts'
import { type Driven, drive } from './drive.ts'
import { Connection } from './http-client.ts'
import { pick } from './operation.ts'

const PUBLICATIONS = 400

/** What stands in public, spread over the villages; written as the owner, since nobody measures writing it. */
export async function publishSome(owner: pg.Pool, { villages }: BenchCounty): Promise<void> {
  for (let n = 1; n <= PUBLICATIONS; n++) {
    const { id, township } = pick(villages, n)
    await publish(owner, COUNTY, {
      slug: slugOf(n),
      organization: { id, name: `第${n}村` },
      township: { id: township, name: '东山镇' },
      publishedAt: new Date(Date.UTC(2026, 0, 1) + n * 3_600_000),
    })
  }
}

const slugOf = (n: number) => `2026-${String(n).padStart(4, '0')}`

/** Front page, list and progress as often as single publications, which are spread over all there are. */
const pathOf = (turn: number): string =>
  turn % 2 === 0
    ? pick(['/', '/published', '/progress', '/report'], turn / 2)
    : `/published/${slugOf(1 + ((turn * 7) % PUBLICATIONS))}`

export type PortalFigures = { over: Driven; limit: Driven; bytes: number }

/** Pages a second of the program, and of a bare HTTP server of Node that sends the same bytes, in the same run. */
export async function measurePortal(
  port: number,
  { clients, seconds, look }: { clients: number; seconds: number; look: () => void },
): Promise<PortalFigures> {
  const pages = await readPages(port)
  await runAgainst(port, clients, Math.min(1, seconds))
  look()
  const over = await runAgainst(port, clients, seconds)
  look()
  const child = fork(resolve(import.meta.dirname, 'bare-server.ts'))
  try {
    child.send(pages)
    const [bare] = (await once(child, 'message')) as [number]
    await runAgainst(bare, clients, Math.min(1, seconds))
    const limit = await runAgainst(bare, clients, seconds)
    const bytes = pages.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0) / pages.length
    return { over, limit, bytes: Math.round(bytes) }
  } finally {
    child.kill()
  }
}

async function readPages(port: number): Promise<BarePage[]> {
  const paths = new Set(Array.from({ length: PUBLICATIONS * 2 }, (_, turn) => pathOf(turn)))
  const pages: BarePage[] = []
  for (const path of paths) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { 'accept-encoding': 'identity' },
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    const body = await answer.text()
    const { date: _, connection: __, 'keep-alive': ___, ...headers } = Object.fromEntries(answer.headers)
    pages.push({ path, headers, body })
  }
  return pages
}

async function runAgainst(port: number, clients: number, seconds: number): Promise<Driven> {
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(port)))
  try {
    return await drive({ connections, seconds, one: read })
  } finally {
    for (const connection of connections) connection.close()
  }
}

async function read(connection: Connection, turn: number): Promise<number[]> {
  const begun = performance.now()
  const { status } = await connection.send('GET', pathOf(turn), '')
  if (status !== 200) throw new Error(`${pathOf(turn)}: ${status}`)
  return [performance.now() - begun]
}
