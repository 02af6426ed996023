/**
 * Completes package-lock.json: `node tools/complete-lock.mjs`, after any change of packages; `--check` only tells.
 *
 * Packages with native parts name one optional package per platform. A registry mirror that has only some of them
 * makes `npm install` write a lock file without the others, which `npm ci` then refuses on every machine. They are
 * added with version and platform, so npm skips them elsewhere; npm fills in the checksum when it first sees them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './prepare/paths.mjs'

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
]
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !resolves(path, name))
    .map(([name, version]) => ({ parent: path, name, version, dev: entry.dev })),
)

if (missing.length === 0) {
  console.log('package-lock.json names the packages of every platform')
} else if (process.argv.includes('--check')) {
  console.error(
    `package-lock.json lacks ${missing.length} platform packages: run node tools/complete-lock.mjs`,
  )
  process.exitCode = 1
} else {
  for (const { parent, name, version, dev } of missing) {
    const above = `node_modules/${name}`
    const path = lock.packages[above] ? `${parent}/node_modules/${name}` : above
    lock.packages[path] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries(sorted)
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`added to package-lock.json: ${missing.map(({ name }) => name).join(', ')}`)
}

/** Whether `name` is found from the package at `path`, going up as Node does. */
function resolves(path, name) {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (!at.includes('/node_modules/')) return lock.packages[`node_modules/${name}`] !== undefined
  }
}

/** `@scope/thing-linux-x64-musl` → the lists npm compares with the machine it runs on. */
function platformOf(name) {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-')
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  if (os.length === 0 && !words.includes('wasm32')) throw new Error(`which platform is ${name} for?`)
  const libc = words.some((word) => word.startsWith('musl'))
    ? { libc: ['musl'] }
    : words.some((word) => word.startsWith('gnu'))
      ? { libc: ['glibc'] }
      : {}
  return words.includes('wasm32') ? { cpu: ['wasm32'] } : { os, cpu, ...libc }
}
