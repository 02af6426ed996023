import { readSettings } from '#platform/settings.ts'
import { run } from '../run.ts'
import { untilTold } from '../until-told.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'serve',
  usage: '运行服务（不载入演示数据） · runs the service, never with demo data',
  async run(_args, { out, env }) {
    const settings = readSettings(env)
    return untilTold(async () => {
      const running = await run({ settings, say: out })
      out(`闭环已就绪 Bihuan is ready: ${running.address}/desk`)
      return running
    }, out)
  },
}
