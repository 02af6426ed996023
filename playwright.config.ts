import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium } from './tools/prepare/chromium.mjs'

// Workers read this file too: in the environment, all of them share one folder.
process.env.BIHUAN_E2E_OUTPUT ??= mkdtempSync(join(tmpdir(), 'bihuan-e2e-output-'))

/** The journeys in a real browser, all on one running program with the demo county; see tests/support/e2e-program. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: process.env.BIHUAN_E2E_OUTPUT,
  globalSetup: './tests/support/e2e-program.ts',
  workers: 2,
  // Limits only end what hangs. A slow or busy machine takes its time, and that is no failure.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  use: {
    baseURL: process.env.BIHUAN_E2E_ADDRESS,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1366, height: 768 },
    // What is kept of a failure: calls, network, console, one picture and the page's outline. Filming every page and
    // copying it at every step took a third of the whole run; `--trace on` does that for one test.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    actionTimeout: 60_000,
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A page lives for seconds here: compiling what runs often a second and third time costs more than it gives.
        '--js-flags=--no-opt,--no-maglev',
      ],
    },
  },
})
