import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase } from '#platform/database/open.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { content, cross, EvaluationWalk, evaluationDeps } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty } from '#tests/support/small-county.ts'
import { prepareDatabase } from '../src/apps/prepare-database.ts'
import { startServer } from './server.ts'

/**
 * An evaluation answered by many at once: `node bench/evaluation.ts -- [--answers N] [--seconds S]`. People come evenly
 * through the time, whether or not those before were answered, open the sheet and hand it in; what is measured is from
 * the moment somebody came. Server, database (fsync on) and people on one machine. Then the count.
 */
const { values: given } = parseArgs({
  options: { answers: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '600' } },
  allowPositionals: true,
})
const answers = Number(given.answers)
const seconds = Number(given.seconds)
const BATCH = 500

const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-bench-evaluation-'))
try {
  const { walk, codes } = await prepare()
  const server = await startServer(dataDir, undefined)
  try {
    const base = `http://127.0.0.1:${server.port}`
    for (const code of codes.slice(answers)) await answer(base, code, 0)
    const opened: number[] = []
    const handedIn: number[] = []
    const begun = performance.now()
    await Promise.all(
      codes.slice(0, answers).map(async (code, i) => {
        const due = begun + (i * seconds * 1_000) / answers
        await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())))
        const { open, send } = await answer(base, code, i)
        opened.push(open)
        handedIn.push(send)
      }),
    )
    const took = (performance.now() - begun) / 1_000
    process.stdout.write(
      `${answers} answers in ${took.toFixed(0)} s (${(answers / took).toFixed(1)}/s), server ${server.memory()} MB\n` +
        `open the sheet: p50 ${at(opened, 0.5)} ms, p99 ${at(opened, 0.99)} ms\n` +
        `hand it in:     p50 ${at(handedIn, 0.5)} ms, p99 ${at(handedIn, 0.99)} ms\n`,
    )
  } finally {
    await server.stop()
  }
  await count(walk)
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

/** A campaign of a small county with as many slips, and some to warm up with. */
async function prepare() {
  return withDatabase(async (owner, app) => {
    const county = await createSmallCounty({ owner, app })
    const { deps } = evaluationDeps(county, dataDir)
    const problem = await new ProblemWalk(
      county,
      new Date(Date.now() - 4 * 86_400_000).toISOString(),
    ).toRectifying()
    await problem.toClosureRequested()
    await problem.toAwaitingEvaluation()
    const walk = new EvaluationWalk(county, deps, deps.database, new Date())
    const { places } = walk.plan([problem.acted.id])
    const asked = { residents: answers + 200 + BATCH, delegates: 0, cppcc: 0 }
    await walk.open([problem.acted.id], { places: places.map((place) => ({ ...place, asked })) })
    const codes: string[] = []
    while (codes.length < answers + 200) codes.push(...(await walk.issue(BATCH)))
    return { walk: { id: walk.acted.id }, codes: codes.slice(0, answers + 200) }
  })
}

async function withDatabase<T>(work: (owner: pg.Pool, app: pg.Pool) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir, databaseUrl: undefined })
  const owner = new pg.Pool({ ...poolConfig(database, 'owner'), max: 2 })
  const app = new pg.Pool({ ...poolConfig(database, 'app'), max: 4 })
  try {
    await prepareDatabase(database)
    return await work(owner, app)
  } finally {
    await Promise.all([owner.end(), app.end()])
    await database.stop()
  }
}

async function answer(base: string, code: string, i: number): Promise<{ open: number; send: number }> {
  const before = performance.now()
  const sheet = await (await fetch(`${base}/evaluate?code=${code}`)).text()
  const open = performance.now() - before
  const form = /name="form" value="([^"]+)"/.exec(sheet)?.[1]
  if (!form) throw new Error(sheet.slice(0, 2_000))
  const body = new URLSearchParams({
    code,
    form,
    ...(i % 4 === 0 ? cross : content),
    words: i % 5 === 0 ? '希望管下去' : '',
  })
  const sent = performance.now()
  const told = await (await fetch(`${base}/evaluate/answer`, { method: 'POST', body })).text()
  if (!told.includes('收到了')) throw new Error(told.slice(0, 2_000))
  return { open, send: performance.now() - sent }
}

/** Opens and counts all, without the program's own HTTP in between. */
async function count({ id }: { id: string }): Promise<void> {
  await withDatabase(async (_owner, app) => {
    const { connectDatabase } = await import('#platform/database/transaction.ts')
    const { openAll } = await import('#features/evaluations/counting.ts')
    const { findCampaign } = await import('#features/evaluations/store.ts')
    const { createReceipts } = await import('#features/appeals/index.ts')
    const { openOneTimeKeys } = await import('#platform/sealing/index.ts')
    const deps = {
      receipts: createReceipts(dataDir, { makes: true }),
      ballotKeys: openOneTimeKeys(dataDir, 'ballots'),
    }
    const begun = performance.now()
    const { counts } = await connectDatabase(app).read(1, async (tx) => {
      const found = await findCampaign(tx, 1, id)
      if (!found) throw new Error('the campaign is gone')
      return openAll(deps, tx, found.row)
    })
    const took = performance.now() - begun
    process.stdout.write(
      `count: ${counts.places[0]?.classes.residents.valid} valid, ${(took / 1_000).toFixed(1)} s\n`,
    )
  })
}

function at(all: readonly number[], share: number): string {
  const sorted = [...all].sort((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
}
