/**
 * Takes a picture of every page in every case that has to be looked at before a change of the screens is done:
 *
 *   node tools/contact-sheet.ts FOLDER [WORD …]
 *
 * runs the program on a database of its own and writes the pictures with an index.html into the folder. Words choose
 * the cases and pages whose name contains one of them. It needs a Chromium and some minutes, and is run by hand.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import pg from 'pg'
import { fillWithDemo } from '#apps/demo/index.ts'
import { run } from '#apps/run.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { readSettings } from '#platform/settings.ts'
import { addProblems, mixedStates } from '../bench/ledger.ts'
import { casesOf, type Fullness } from './contact-sheet/cases.ts'
import { Photographer } from './contact-sheet/photographer.ts'
import { writeSheet } from './contact-sheet/sheet.ts'
import { buildBrowserPart } from './prepare/build.mjs'
import { findChromium } from './prepare/chromium.mjs'

const [folder, ...words] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node tools/contact-sheet.ts FOLDER [WORD …]')
  process.exit(2)
}
const out = resolve(folder)
mkdirSync(out, { recursive: true })
buildBrowserPart()

const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-contact-sheet-'))
const settings = readSettings({ PORT: '0', BIHUAN_DATA: dataDir, BIHUAN_LOG: 'fatal' })
const running = await run({
  settings,
  say: console.log,
  fill: (program) => fillWithDemo(program, console.log),
})
const owner = new pg.Pool(poolConfig(running.program.target, 'owner'))
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
try {
  const photographer = new Photographer(browser, running.address, out)
  // The ledger is filled further and then emptied: what is told of it must be taken in this order.
  const fill: Record<Fullness, () => Promise<unknown>> = {
    demo: async () => undefined,
    thousands: () => addProblems(owner, { count: 10_000, states: mixedStates }),
    none: () => emptyLedger(owner),
  }
  for (const fullness of ['demo', 'thousands', 'none'] as const) {
    await fill[fullness]()
    for (const shot of await casesOf(fullness, photographer))
      if (words.length === 0 || words.some((word) => shot.name.includes(word))) await photographer.take(shot)
  }
  writeSheet(out, photographer.taken)
  console.log(`${photographer.taken.length}: ${join(out, 'index.html')}`)
} finally {
  await browser.close()
  await owner.end()
  await running.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit(0)

async function emptyLedger(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query<{ all: string }>(
    `SELECT string_agg(quote_ident(tablename), ', ') AS all FROM pg_tables
     WHERE schemaname = 'public' AND (tablename LIKE 'problem%' OR tablename = 'appeals')`,
  )
  // What hangs on problems and appeals goes along.
  await owner.query(`TRUNCATE ${rows[0]?.all} CASCADE`)
}
