import { randomUUIDv7 } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type pg from 'pg'
import { createReceipts } from '#features/appeals/index.ts'
import { createProofs } from '#features/appeals/portal/proof.ts'
import { type BenchCounty, COUNTY } from './county.ts'
import { Connection } from './http-client.ts'
import { pick, timed } from './operation.ts'

/**
 * `--only flood`: forms sent to the public page while people work at the desk. Every form has solved its proof of work
 * and comes from this machine, so that no limit of an address stands in its way: the worst a flood can be.
 */
const A_SECOND = 50
const SECONDS = 60
const CALM_SECONDS = 20
/** People at the desk, each of whom looks at something, then at the next thing after this long. */
const DESKS = 16
const THINKS_MS = 200
const SENDERS = 32

export type Flood = {
  desk: Record<'calm' | 'flooded', { asked: number; p50Ms: number; p99Ms: number }>
  sent: Record<string, number>
  formP99Ms: number
  /** What lay unopened when the last form was sent, and the seconds until none did. */
  unopened: number
  openedAfterS: number
}

export async function measureFlood(
  port: number,
  { county, dataDir, owner }: { county: BenchCounty; dataDir: string; owner: pg.Pool },
): Promise<Flood> {
  const proofs = await solveProofs(dataDir, A_SECOND * SECONDS)
  const calm = await atTheDesk(port, county, CALM_SECONDS)
  const [flooded, sent] = await Promise.all([
    atTheDesk(port, county, SECONDS),
    sendForms(port, county, proofs),
  ])
  const unopened = await countUnopened(owner)
  const begun = performance.now()
  while ((await countUnopened(owner)) > 0 && performance.now() - begun < 300_000) await pause(1_000)
  return {
    desk: { calm: told(calm), flooded: told(flooded) },
    ...sent,
    unopened,
    openedAfterS: Math.round((performance.now() - begun) / 1_000),
  }
}

const countUnopened = async (owner: pg.Pool): Promise<number> =>
  (
    await owner.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM appeal_inbox WHERE county_id = $1 AND opened_at IS NULL AND failed IS NULL',
      [COUNTY],
    )
  ).rows[0]?.n ?? 0

async function solveProofs(dataDir: string, count: number): Promise<string[]> {
  const proofs = createProofs(createReceipts(dataDir, { makes: false }))
  const made = Array.from({ length: count }, () => proofs.challenge(COUNTY, new Date()))
  const bits = made[0]?.bits ?? 0
  const challenges = made.map(({ challenge }) => challenge)
  const half = Math.ceil(count / 2)
  const solved = await Promise.all(
    [challenges.slice(0, half), challenges.slice(half)].map(async (some) => {
      const worker = new Worker(resolve(import.meta.dirname, 'solve.ts'), {
        workerData: { challenges: some, bits },
      })
      const [answers] = (await once(worker, 'message')) as [string[]]
      await worker.terminate()
      return answers
    }),
  )
  return solved.flat()
}

async function atTheDesk(port: number, county: BenchCounty, seconds: number): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + seconds * 1_000
  await Promise.all(
    Array.from({ length: DESKS }, async (_, n) => {
      const connection = await Connection.open(port)
      await pause((n / DESKS) * THINKS_MS)
      for (let turn = n; performance.now() < until; turn += DESKS) {
        const { clerk, township } = pick(county.villages, turn)
        const [path, token] = pick(
          [
            ['/appeals/work', county.registrar.token],
            ['/appeals?limit=50', county.registrar.token],
            [`/appeals?township=${township}&limit=50`, county.registrar.token],
            ['/appeals/work', clerk.token],
            [`/problems?township=${township}&limit=50`, county.office.token],
          ] as const,
          turn,
        )
        times.push(await timed(connection, 'GET', path, token))
        await pause(THINKS_MS)
      }
      connection.close()
    }),
  )
  return times
}

/** Each at its time, whether or not those before were answered. */
async function sendForms(port: number, county: BenchCounty, proofs: readonly string[]) {
  const sent: Record<string, number> = {}
  const times: number[] = []
  const begun = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      const connection = await Connection.open(port)
      for (let n = next++; n < proofs.length; n = next++) {
        await pause(Math.max(0, (n * 1_000) / A_SECOND - (performance.now() - begun)))
        const form = new URLSearchParams({
          ...{ form: randomUUIDv7(), place: pick(county.villages, n * 7).id, proof: proofs[n] ?? '' },
          text: `村口的路灯坏了${n}天，晚上看不见路，请派人来修。`,
          ...{
            openness: 'registrar',
            name: '王秀英',
            phone: `138${String(n).padStart(8, '0')}`,
            village: '',
          },
        })
        const at = performance.now()
        const { status } = await connection.send('POST', '/appeals/new', '', form)
        times.push(performance.now() - at)
        sent[status] = (sent[status] ?? 0) + 1
      }
      connection.close()
    }),
  )
  return { sent, formP99Ms: told(times).p99Ms }
}

function told(times: number[]) {
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    Number((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1))
  return { asked: times.length, p50Ms: at(0.5), p99Ms: at(0.99) }
}
