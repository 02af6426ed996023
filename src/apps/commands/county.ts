import { parseArgs } from 'node:util'
import pg from 'pg'
import { listCounties } from '#features/organizations/index.ts'
import { openDatabase } from '#platform/database/open.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { readSettings } from '#platform/settings.ts'
import { setUpCounty } from '../county.ts'
import { prepareDatabase } from '../prepare-database.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'county',
  usage:
    'county create --code 610522 --name 某某县 · county list：建立县、列出县 · creates or lists counties',
  async run(args, { out, err, env }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { code: { type: 'string' }, name: { type: 'string' } },
    })
    const [verb] = positionals
    if (verb !== 'list' && !(verb === 'create' && values.code && values.name)) {
      err(`用法 usage: bihuan ${command.usage}`)
      return 2
    }
    const database = await openDatabase(readSettings(env), { log: err, share: true })
    const owner = new pg.Pool({ ...poolConfig(database, 'owner'), max: 2 })
    try {
      await prepareDatabase(database)
      if (verb === 'create')
        await setUpCounty(owner, { code: values.code ?? '', name: values.name ?? '', isDemo: false })
      for (const county of await listCounties(owner))
        out(`${county.countyId}\t${county.code}\t${county.name}`)
      return 0
    } finally {
      await owner.end()
      await database.stop()
    }
  },
}
