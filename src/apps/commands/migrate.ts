import { openDatabase } from '#platform/database/open.ts'
import { readSettings } from '#platform/settings.ts'
import { prepareDatabase } from '../prepare-database.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'migrate',
  usage: '把数据库更新到本程序的版本 · brings the database to this program’s level',
  async run(_args, { out, err, env }) {
    const database = await openDatabase(readSettings(env), { log: err, share: true })
    try {
      const applied = await prepareDatabase(database)
      out(applied.length > 0 ? applied.join('\n') : '已是最新 · up to date')
      return 0
    } finally {
      await database.stop()
    }
  },
}
