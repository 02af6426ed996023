import { readFile } from 'node:fs/promises'
import { operator, recordBeginning } from '#features/accounts/index.ts'
import {
  addSource,
  endSource,
  giveSourceKey,
  listSources,
  SmsSettings,
  setGateway,
} from '#features/appeals/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'
import { readHidden } from './password-input.ts'

const usage = `bihuan appeals source add --name 代号 --title 名称   登记一个转来诉求的系统，密钥只显示一次 · registers a system that hands appeals over
bihuan appeals source end --name 代号
bihuan appeals source key --name 代号   发 Open311 密钥，只显示一次 · a key for Open311, shown once
bihuan appeals source list
bihuan appeals sms 设置.json --secret-stdin   短信网关 · the gateway for text messages
  --county 县编码    有几个县时指明 · when there are several`

const options = {
  county: { type: 'string' },
  name: { type: 'string' },
  title: { type: 'string' },
  'secret-stdin': { type: 'boolean', default: false },
} as const

type Asked = ReturnType<typeof readAsked>['values']

export const command: Command = {
  name: 'appeals',
  usage: '转来诉求的系统、短信网关 · systems that hand appeals over, text messages',
  run: (args, io) =>
    told(io, () => {
      const { values, positionals } = readAsked(args)
      const [what, which, more] = positionals
      const work =
        what === 'source' && more === undefined
          ? sources[which ?? '']
          : what === 'sms' && which !== undefined && more === undefined
            ? setSms(which)
            : undefined
      if (!work) throw new UsageError(usage)
      return inCounty(io, values.county, (place) => work(place, values, io))
    }),
}

const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

type Work = (place: InCounty, asked: Asked, io: CommandIo) => Promise<void>

const sources: Record<string, Work> = {
  async add({ database, sealing, county, now }, { name, title }, { out, err }) {
    if (!name || !title || !/^[a-z0-9-]{2,40}$/.test(name)) throw new UsageError(usage)
    const { secret } = await database.write(county.countyId, async (tx) => {
      if ((await listSources(tx, county.countyId)).some((s) => s.name === name && s.endedAt === null))
        throw new CannotError(`已经有 ${name}：先 end 再 add。There is one of that name: end it first.`)
      const added = await addSource(tx, sealing, county.countyId, { name, title }, now)
      await recorded(tx, county.countyId, now, `appeal_source.${name}`, title)
      return added
    })
    err('密钥只显示这一次，请交给对方保存。The secret is shown once.')
    out(secret)
  },
  async end({ database, county, now }, { name }, { err }) {
    if (!name) throw new UsageError(usage)
    await database.write(county.countyId, async (tx) => {
      if (!(await endSource(tx, county.countyId, name, now)))
        throw new CannotError(`没有 ${name}。There is no ${name}.`)
      await recorded(tx, county.countyId, now, `appeal_source.${name}`, 'ended')
    })
    err('已停用 · ended')
  },
  async key({ database, county, now }, { name }, { out, err }) {
    if (!name) throw new UsageError(usage)
    const { key } = await database.write(county.countyId, async (tx) => {
      const given = await giveSourceKey(tx, county.countyId, name)
      if (!given) throw new CannotError(`没有 ${name}，先 add。There is no ${name}: add it first.`)
      await recorded(tx, county.countyId, now, `appeal_source.${name}`, 'open311 key')
      return given
    })
    err('密钥只显示这一次，请交给对方保存。The key is shown once.')
    out(key)
  },
  async list({ database, county }, _, { out }) {
    for (const { name, title, addedAt, endedAt } of await database.read(county.countyId, (tx) =>
      listSources(tx, county.countyId),
    ))
      out([name, title, addedAt.toISOString(), endedAt?.toISOString() ?? ''].join('\t'))
  },
}

const setSms =
  (file: string): Work =>
  async ({ database, sealing, county, now }, asked, io) => {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new CannotError(`读不了文件 ${file}。The file ${file} cannot be read.`)
    })
    const settings = SmsSettings.safeParse(jsonIn(text))
    if (!settings.success) {
      const [issue] = settings.error.issues
      throw new CannotError(
        `设置写错：${issue?.path.join('.')} ${issue?.message}。The settings are wrong: ${issue?.path.join('.')}.`,
      )
    }
    // Others make it: as long or short as theirs are.
    const secret = asked['secret-stdin']
      ? await readHidden(io, '请输入网关密钥（不会显示）· secret of the gateway (not shown):')
      : ''
    await database.write(county.countyId, async (tx) => {
      await setGateway(tx, sealing, county.countyId, settings.data, secret, now)
      await recorded(tx, county.countyId, now, 'sms_gateway', new URL(settings.data.url).host)
    })
    io.err('已设置 · set')
  }

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** In the log like a rule that was laid down; no secret among it. */
const recorded = (tx: Tx, countyId: number, now: Date, key: string, value: string) => {
  const id = newId()
  return recordBeginning(tx, countyId, {
    ...{ kind: 'rules', case: id, act: 'changeRule', by: operator, now },
    rows: { [`rules/${id}`]: { kind: 'appeal', key, value: JSON.stringify(value), basis: 'bihuan appeals' } },
  })
}
