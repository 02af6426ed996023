import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { node, root } from './paths.mjs'

/** Inside the output, which every build empties first: an interrupted build leaves no stamp. */
const stamp = join(root, 'dist/.sources')

/** Builds the browser part when one of its sources changed since the last build. */
export function buildBrowserPart() {
  if (!existsSync(join(root, 'vite.config.ts'))) return
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('正在生成网页部分…… Building the browser part …')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const done = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (done.status !== 0)
    throw new Error('网页部分生成失败，原因见上。The browser part could not be built; the reason is above.')
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'vite.config.ts', ...sources('src')])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function sources(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  const found = entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sources(path)
    return /\.(ts|tsx|css|html|svg)$/.test(path) && !/\.test\.tsx?$/.test(path) ? [path] : []
  })
  return found.sort()
}
