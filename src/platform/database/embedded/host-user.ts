import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedDatabaseError } from './errors.ts'

/** The system user that PostgreSQL runs as when we are root, which it refuses to run as. */
export type HostUser = { uid: number; gid: number }

const dedicated = 'bihuan'

/** Where root keeps what the dedicated user must reach when the checkout or data folder is closed to it. */
const sharedRoot = '/var/lib/bihuan'

/**
 * The user to drop to, or undefined when we are an ordinary user already. A database keeps the user who made it. As
 * root a system user of its own is made for a new one (so that no other service shares its files); where that is
 * impossible `nobody` serves.
 */
export function dropUser(folder: string): HostUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const made = statSync(folder, { throwIfNoEntry: false })
  if (made && made.uid !== 0) return { uid: made.uid, gid: made.gid }
  const existing = lookUp(dedicated)
  if (existing) return existing
  const options = [
    '--system',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ]
  spawnSync('useradd', [...options, '--user-group', dedicated], { stdio: 'ignore' })
  const user = lookUp(dedicated) ?? lookUp('nobody')
  if (user) return user
  throw new EmbeddedDatabaseError(
    'PostgreSQL 不能以 root 身份运行，且系统中没有可用的普通用户：请以普通用户启动，或先创建系统用户 bihuan。\n' +
      'PostgreSQL does not run as root and no other user exists: start as an ordinary user, or create a system user bihuan.',
  )
}

function lookUp(name: string): HostUser | undefined {
  const number = (flag: '-u' | '-g') => {
    const found = spawnSync('id', [flag, name], { encoding: 'utf8' })
    return found.status === 0 ? Number(found.stdout.trim()) : Number.NaN
  }
  const uid = number('-u')
  const gid = number('-g')
  return uid > 0 && gid > 0 ? { uid, gid } : undefined
}

/** Whether `user` can enter the folder (a parent such as root's home may be closed to it). */
export function canEnter(user: HostUser | undefined, folder: string): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...ids(user), cwd: '/', stdio: 'ignore' })
  return tried.status === 0
}

/** Gives the folder to the user PostgreSQL runs as and closes it to everybody else. */
export function makePrivate(user: HostUser | undefined, folder: string): void {
  chmodSync(folder, 0o700)
  if (user) chownSync(folder, user.uid, user.gid)
}

/** Binaries that `user` can run: those of the package, or a copy (60 MB, once per version) where it can go. */
export function reachableBinaries(user: HostUser | undefined, native: string, version: string): string {
  if (canEnter(user, join(native, 'bin'))) return native
  const copy = join(sharedRoot, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  openFolder(sharedRoot)
  const partial = `${copy}.${process.pid}`
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  chmodSync(partial, 0o755)
  try {
    renameSync(partial, copy)
  } catch (error) {
    // Another start was faster: its copy is the same.
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** A new name for a database folder outside a data folder that the user cannot enter. */
export function folderOutside(): string {
  const folder = join(sharedRoot, 'data')
  openFolder(sharedRoot)
  openFolder(folder)
  return join(folder, crypto.randomUUID())
}

function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o711)
}

/** spawn options that run a child as `user`. */
export function ids(user: HostUser | undefined): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {}
}
