/**
 * `npm test`: the logic on one shared PostgreSQL, then the journeys in a real browser. Words after `--` choose files
 * whose path contains one of them: `npm test -- calendar`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { startEmbedded } from '#platform/database/embedded/index.ts'
import { testSettings, variable } from '#tests/support/shared-postgres.ts'
import { findChromium } from './prepare/chromium.mjs'

type Counts = { passed: number; failed: number; skipped: number }

const root = resolve(import.meta.dirname, '..')
process.chdir(root)
const words = process.argv.slice(2)
const chosen = (file: string) => words.length === 0 || words.some((word) => file.includes(word))

const scratch = mkdtempSync(join(tmpdir(), 'bihuan-npm-test-'))
const database = await startEmbedded({ dataDir: join(scratch, 'data'), settings: testSettings })
const { ownerUrl, appUrl, portalUrl, adminUrl } = database
process.env[variable] = JSON.stringify({ ownerUrl, appUrl, portalUrl, adminUrl })
// Files are processes of their own, and many start the program besides: what they load is compiled once for all.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/compiled')
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await finish()
    process.exit(1)
  })

const counts = [await testLogic(), await testInBrowser()]
await finish()

const sum = (of: keyof Counts) => counts.reduce((total, each) => total + each[of], 0)
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`)
process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0)

async function finish(): Promise<void> {
  await database.stop()
  rmSync(scratch, { recursive: true, force: true })
}

async function testLogic(): Promise<Counts> {
  const files = globSync(['src/**/*.test.ts', 'tests/**/*.test.ts']).filter(
    (file) => !file.startsWith('tests/e2e/') && chosen(file),
  )
  const counted: Counts = { passed: 0, failed: 0, skipped: 0 }
  if (files.length === 0) return counted
  const stream = run({
    files: inProcesses(files.sort()),
    concurrency: Math.min(4, availableParallelism()),
    // Only ends what hangs; a file takes as long as the machine needs.
    timeout: 1_800_000,
  })
  stream.on('test:summary', (summary) => {
    // Each file has a summary of its own; the last one, without a file, is of all.
    if (summary.file !== undefined) return
    counted.passed = summary.counts.passed
    counted.skipped = summary.counts.skipped + summary.counts.todo
    counted.failed = summary.counts.tests - counted.passed - counted.skipped
    if (!summary.success) counted.failed = Math.max(1, counted.failed)
  })
  await pipeline(stream, spec(), process.stdout, { end: false })
  return counted
}

/**
 * A process for every file of the whole program, of its commands and of the platform, the long ones first, so that none
 * of them runs on while the other cores have nothing. What is decided without a database shares one process, and the
 * features, each file on a database of its own, share a few: loading the same sources took two thirds of their time.
 */
function inProcesses(files: readonly string[]): string[] {
  const pure = files.filter((file) => isPure(file))
  const features = files.filter((file) => !isPure(file) && file.startsWith('src/features/'))
  const whole = files.filter((file) => file.startsWith('tests/'))
  const alone = files.filter((file) => ![pure, features, whole].some((shared) => shared.includes(file)))
  const dealt = Array.from({ length: 4 }, (_, hand) => features.filter((_file, at) => at % 4 === hand))
  const shared = [...dealt, pure].filter((group) => group.length > 0)
  return [...[...whole, ...alone].map((file) => resolve(file)), ...shared.map(inOneProcess)]
}

/** Sheets are read by workers and measured by the memory of their process. */
function isPure(file: string): boolean {
  return /^src\/(?!platform\/sheets\/)/.test(file) && !file.endsWith('.db.test.ts')
}

/** A file that is all of these; a suite each keeps their hooks apart. */
function inOneProcess(files: readonly string[], number: number): string {
  const suites = files.map((file) => {
    const address = pathToFileURL(resolve(file)).href
    return `suite(${JSON.stringify(file)}, async () => { await import(${JSON.stringify(address)}) })`
  })
  const made = join(scratch, `group-${number + 1}.mjs`)
  writeFileSync(made, ["import { suite } from 'node:test'", ...suites, ''].join('\n'))
  return made
}

async function testInBrowser(): Promise<Counts> {
  const none: Counts = { passed: 0, failed: 0, skipped: 0 }
  const files = globSync('tests/e2e/**/*.spec.ts').filter(chosen)
  if (!existsSync('playwright.config.ts') || files.length === 0) return none
  const chromium = findChromium()
  if (chromium === undefined) {
    const required = process.env.BIHUAN_REQUIRE_BROWSER === '1'
    console.log(
      `浏览器测试未运行：请安装 chromium（apt-get install chromium），或用 BIHUAN_CHROMIUM 指定路径。The tests in the browser did NOT run: install chromium, or name one in BIHUAN_CHROMIUM.`,
    )
    return required ? { ...none, failed: 1 } : { ...none, skipped: files.length }
  }
  const report = join(scratch, 'browser.json')
  const cli = 'node_modules/@playwright/test/cli.js'
  const done = spawnSync(process.execPath, [cli, 'test', '--reporter=list,json', ...words], {
    stdio: 'inherit',
    env: { ...process.env, BIHUAN_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  const stats = existsSync(report) ? readStats(report) : undefined
  if (stats === undefined) return { ...none, failed: 1 }
  const failed = stats.unexpected + stats.flaky
  return {
    passed: stats.expected,
    failed: done.status === 0 ? failed : Math.max(1, failed),
    skipped: stats.skipped,
  }
}

/** Playwright's summary; a test that passed only at a second try counts as failed. */
function readStats(file: string): { expected: number; unexpected: number; flaky: number; skipped: number } {
  return JSON.parse(readFileSync(file, 'utf8')).stats
}
