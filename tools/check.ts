/** `npm run check`: everything a machine can say about the sources without running them, one line each. */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** One step: `run` returns what is wrong, or undefined. */
type Step = { name: string; run(): string | undefined }

const root = resolve(import.meta.dirname, '..')
const tool = (path: string) => resolve(root, 'node_modules', path)

const steps: Step[] = [
  // Biome's own launcher is a script, as are all of these; each runs on the Node of the checkout.
  {
    name: 'format and lint',
    run: () => command(tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'),
  },
  {
    name: 'types',
    // By path: another package may own .bin/tsc. What it finds out is kept beside the packages: the next check takes a
    // quarter of the time.
    run: () =>
      command(
        tool('typescript/bin/tsc'),
        ...[
          '--noEmit',
          '-p',
          '.',
          '--incremental',
          '--tsBuildInfoFile',
          'node_modules/.cache/types.tsbuildinfo',
        ],
      ),
  },
  { name: 'import zones', run: importZones },
  { name: 'dead code', run: () => command(tool('knip/bin/knip.js'), '--no-progress') },
  { name: 'lock file', run: () => command('tools/complete-lock.mjs', '--check') },
  { name: 'generated files', run: () => command('tools/generate.ts', '--check') },
]

let failed = 0
for (const { name, run } of steps) {
  const begun = performance.now()
  const wrong = run()
  const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`
  console.log(wrong === undefined ? `ok      ${name} (${took})` : `FAILED  ${name} (${took})\n${wrong}\n`)
  if (wrong !== undefined) failed++
}
if (failed > 0) process.exitCode = 1

function command(script: string, ...args: string[]): string | undefined {
  const { status, output } = execute(script, args)
  return status === 0 ? undefined : output
}

/**
 * dependency-cruiser reports success when it cannot read TypeScript at all (without @swc/core beside TypeScript 7),
 * so what it read is counted too.
 */
function importZones(): string | undefined {
  const cruiser = tool('dependency-cruiser/bin/dependency-cruiser.mjs')
  const folders = ['src', 'tests', 'tools', 'bench', 'examples']
  const { output } = execute(cruiser, ['--output-type', 'json', ...folders])
  let summary: CruiseSummary
  try {
    summary = (JSON.parse(output) as { summary: CruiseSummary }).summary
  } catch {
    return output
  }
  const { totalCruised, totalDependenciesCruised = 0, violations } = summary
  if (totalCruised <= 20 || totalDependenciesCruised === 0)
    return `only ${totalCruised} modules and ${totalDependenciesCruised} imports were read: is @swc/core installed?`
  if (violations.length === 0) return undefined
  const sentences = new Map(summary.ruleSetUsed.forbidden.map((rule) => [rule.name, rule.comment]))
  return violations
    .map(({ rule, from, to }) => `${from} → ${to}\n  ${rule.name}: ${sentences.get(rule.name)}`)
    .join('\n')
}

type CruiseSummary = {
  totalCruised: number
  totalDependenciesCruised?: number
  violations: { rule: { name: string }; from: string; to: string }[]
  ruleSetUsed: { forbidden: { name: string; comment: string }[] }
}

function execute(script: string, args: string[]): { status: number | null; output: string } {
  const done = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : undefined },
  })
  return { status: done.status, output: `${done.stdout}${done.stderr}`.trimEnd() }
}
