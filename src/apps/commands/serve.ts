import { parseArgs } from 'node:util'
import { readSettings } from '#platform/settings.ts'
import { run, runPortal } from '../run.ts'
import { isServeRole, type ServeRole, serveRoles } from '../serve-role.ts'
import { untilTold } from '../until-told.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'serve',
  usage: `serve [--role ${serveRoles.join('|')}]：运行服务，或只运行其中一部分 · runs the service, or one part of it`,
  async run(args, { out, err, env }) {
    const { values } = parseArgs({ args, options: { role: { type: 'string', default: 'all' } } })
    const { role } = values
    if (!isServeRole(role)) {
      err(`用法 usage: bihuan ${command.usage}`)
      return 2
    }
    const settings = readSettings(env)
    return untilTold(async () => {
      const running = await (role === 'portal'
        ? runPortal({ settings, say: out })
        : run({ settings, say: out, role }))
      out(ready(role, running.address))
      return running
    }, out)
  },
}

const ready = (role: ServeRole, address: string): string =>
  ({
    all: `闭环已就绪 Bihuan is ready: ${address}/desk`,
    desk: `工作台已就绪 The desk is ready: ${address}/desk`,
    worker: `后台任务已就绪 The worker is ready: ${address}/health/ready`,
    portal: `公示门户已就绪 The portal is ready: ${address}/`,
  })[role]
