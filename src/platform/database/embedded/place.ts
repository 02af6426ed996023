import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { canEnter, folderOutside, type HostUser } from './host-user.ts'

/**
 * The database's own folder for a data folder: `postgres` inside it, or, when root started us and the user that
 * PostgreSQL runs as cannot enter the data folder, one outside, remembered in `postgres.location`. The name outside
 * is random and remembered (not derived from the path), so that a moved data folder keeps its database and a new
 * one at the same path begins empty.
 */
export function databaseFolder(
  dataDir: string,
  user: HostUser | undefined,
  log: (line: string) => void,
): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const location = join(dataDir, 'postgres.location')
  if (existsSync(location)) return outside(readFileSync(location, 'utf8').trim(), dataDir, log)
  const inside = join(realpathSync(dataDir), 'postgres')
  if (user === undefined) return inside
  // The leaf is ours to open for passing through; its parents are not.
  chmodSync(dataDir, statSync(dataDir).mode | 0o011)
  if (canEnter(user, dataDir)) return inside
  const folder = folderOutside()
  writeFileSync(location, `${folder}\n`)
  return outside(folder, dataDir, log)
}

function outside(folder: string, dataDir: string, log: (line: string) => void): string {
  log(`数据库文件位于 ${folder}(运行数据库的系统用户无法进入 ${dataDir})`)
  log(`The database's files are in ${folder} (the user that runs it cannot enter ${dataDir})`)
  return folder
}
