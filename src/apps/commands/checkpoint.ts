import { resolve } from 'node:path'
import { writeCheckpoints } from '#platform/history/checkpoint.ts'
import { fingerprint, signingKey } from '#platform/history/keys.ts'
import { readSettings } from '#platform/settings.ts'
import type { Command } from './command.ts'
import { withExistingDatabase } from './existing-database.ts'
import { isExpected, readArgs, UsageError } from './expected-errors.ts'

const usage = 'bihuan checkpoint [--out FILE] [--county ID]'

export const command: Command = {
  name: 'checkpoint',
  usage: '签署各案历史的检查点，供他人保存 · signs the state of every history, for others to keep',
  async run(args, { out, err, env }) {
    try {
      const { values } = readArgs(usage, {
        args,
        options: { out: { type: 'string' }, county: { type: 'string' } },
      })
      if (values.county !== undefined && !/^[1-9]\d{0,8}$/.test(values.county)) throw new UsageError(usage)
      const settings = readSettings(env)
      const written = await withExistingDatabase(settings, err, (client) =>
        writeCheckpoints({
          ...{ client, dataDir: settings.dataDir, now: new Date() },
          countyId: values.county === undefined ? undefined : Number(values.county),
          out: values.out === undefined ? undefined : resolve(values.out),
        }),
      )
      for (const { file, county, cases, entries } of written)
        out(`${file}  ${county.name}：${cases} 案、${entries} 条记录 · ${cases} cases, ${entries} entries`)
      const key = fingerprint(signingKey(settings.dataDir).publicKey)
      err(
        `密钥 ${key}。请把检查点文件和公钥 ${settings.dataDir}/keys/checkpoint-ed25519.pub.pem 交由他人另行保存。\n` +
          `Key ${key}. Let somebody else keep the checkpoint and the public key.`,
      )
      return 0
    } catch (error) {
      if (!isExpected(error)) throw error
      err(error.message)
      return error instanceof UsageError ? 2 : 1
    }
  },
}
