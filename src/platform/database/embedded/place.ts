import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { EmbeddedDatabaseError } from './errors.ts'
import { canEnter, dropUser, folderOutside, type HostUser } from './host-user.ts'

/** The database's own folder and the system user it belongs to (undefined: ourselves). */
export type Place = { folder: string; user: HostUser | undefined }

/**
 * The database's own folder for a data folder: `postgres` inside it, or, when root started us and the user that
 * PostgreSQL runs as cannot enter the data folder, one outside, remembered in `postgres.location`. The name outside
 * is random and remembered (not derived from the path), so that a moved data folder keeps its database and a new
 * one at the same path begins empty.
 * @throws EmbeddedDatabaseError when the folder cannot be made or belongs to another user.
 */
export function databasePlace(dataDir: string, log: (line: string) => void): Place {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw notOurs(dataDir, (error as Error).message)
  }
  const location = join(dataDir, 'postgres.location')
  const inside = join(realpathSync(dataDir), 'postgres')
  const folder = existsSync(location) ? readFileSync(location, 'utf8').trim() : inside
  const user = dropUser(folder)
  if (user === undefined) checkOurs(folder)
  // The leaf is ours to open for passing through; its parents are not.
  else chmodSync(dataDir, statSync(dataDir).mode | 0o011)
  if (folder !== inside) return told({ folder, user }, dataDir, log)
  if (user === undefined || canEnter(user, dataDir)) return { folder, user }
  const chosen = folderOutside()
  writeFileSync(location, `${chosen}\n`)
  return told({ folder: chosen, user }, dataDir, log)
}

function told(place: Place, dataDir: string, log: (line: string) => void): Place {
  log(`数据库文件位于 ${place.folder}（运行数据库的系统用户无法进入 ${dataDir}）`)
  log(`The database's files are in ${place.folder} (the user that runs it cannot enter ${dataDir})`)
  return place
}

function checkOurs(folder: string): void {
  if (!existsSync(dirname(folder))) throw notOurs(folder, 'the folder is gone')
  const made = statSync(folder, { throwIfNoEntry: false })
  if (made && made.uid !== process.getuid?.()) throw notOurs(folder, `it belongs to user ${made.uid}`)
}

function notOurs(folder: string, reason: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `无法使用数据文件夹 ${folder}（${reason}）：请以建立它的用户启动，检查权限和磁盘，或用 BIHUAN_DATA 另选文件夹。\n` +
      `The data folder ${folder} cannot be used (${reason}): start as the user who made it, check its permissions and the disk, or choose another with BIHUAN_DATA.`,
  )
}
