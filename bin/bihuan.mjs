#!/usr/bin/env node
/** Starts the command line with the Node that the checkout brings, whatever Node the host has. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const needed = 26
const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))))

const node = findNode()
if (node === undefined) {
  console.error(
    `找不到 Node.js ${needed}:请先在 ${root} 中运行 node tools/prepare.mjs。\n` +
      `Node.js ${needed} was not found: first run node tools/prepare.mjs in ${root}.`,
  )
  process.exit(1)
}

/** What keeps the memory of a server that runs for months small (docs/performance.md); `npm start` takes it too. */
const flags = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.node.split(' ')
const command = [...flags, join(root, 'src/apps/cli.ts'), ...process.argv.slice(2)]
const child = spawn(node, command, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))

/** Beside the program, or above it when the program is itself an installed package. */
function findNode() {
  for (let folder = root; ; folder = dirname(folder)) {
    const brought = join(folder, 'node_modules/.bin/node')
    if (existsSync(brought)) return brought
    if (folder === dirname(folder)) break
  }
  return Number(process.versions.node.split('.')[0]) >= needed ? process.execPath : undefined
}
