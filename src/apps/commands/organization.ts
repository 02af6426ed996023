import { operator } from '#features/accounts/index.ts'
import { findOrganizationByCode, type Reorganizing, reorganize } from '#features/organizations/index.ts'
import { createWorlds } from '#platform/world.ts'
import { business } from '../business.ts'
import type { Command } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'

const usage = `bihuan organization merge --code 编码 --into 编码   并入另一单位，问题随之移交 · merges, problems go along
bihuan organization split --code 编码 --new-code 编码 --name 名称 [--below 编码]… [--problem 编号]…
                   分设新单位：指明的下属单位和未完成问题归新单位 · a new one of part of it
bihuan organization move --code 编码 --to 编码      改属另一上级 · puts it below another
bihuan organization close --code 编码               撤销（须无未完成问题） · closes one that leaves nothing behind
bihuan organization rename --code 编码 --name 名称 [--short-name 简称]   更名 · renames
  --county 县编码    有几个县时指明 · when there are several`

const options = {
  county: { type: 'string' },
  code: { type: 'string' },
  into: { type: 'string' },
  to: { type: 'string' },
  name: { type: 'string' },
  'short-name': { type: 'string' },
  'new-code': { type: 'string' },
  below: { type: 'string', multiple: true, default: [] as string[] },
  problem: { type: 'string', multiple: true, default: [] as string[] },
} as const

type Asked = ReturnType<typeof readAsked>['values']
const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

export const command: Command = {
  name: 'organization',
  usage: '单位的合并、分设、改属、撤销、更名 · merges, splits, moves, closes and renames organisations',
  run: (args, io) =>
    told(io, () => {
      const { values, positionals } = readAsked(args)
      const { code } = values
      const wanted = positionals.length === 1 ? acts[positionals[0] ?? ''] : undefined
      if (!code || !wanted?.fits(values)) throw new UsageError(usage)
      return inCounty(io, values.county, async (place) => {
        const id = await idOf(place, code)
        const asked = await wanted.act(place, values)
        const { database, county, now } = place
        const world = await createWorlds(database).of(county.countyId, now)
        const order = { id, by: operator, world, business }
        const { problemsMoved, publicationsMoved, appealsMoved, campaignsMoved } = await database.write(
          county.countyId,
          (tx) => reorganize(tx, county.countyId, order, asked),
        )
        if (asked.act === 'merge' || asked.act === 'split' || asked.act === 'move')
          io.out(
            `移交问题 ${problemsMoved} 个、公示 ${publicationsMoved} 条、诉求 ${appealsMoved} 件、评价活动 ${campaignsMoved} 个 · moved: problems ${problemsMoved}, publications ${publicationsMoved}, appeals ${appealsMoved}, evaluation campaigns ${campaignsMoved}`,
          )
        io.err('已完成 · done')
      })
    }),
}

type Act = {
  fits: (asked: Asked) => boolean
  act: (place: InCounty, asked: Asked) => Promise<Reorganizing>
}

const acts: Record<string, Act> = {
  merge: {
    fits: ({ into }) => !!into,
    act: async (place, { into = '' }) => ({ act: 'merge', into: await idOf(place, into) }),
  },
  split: {
    fits: ({ name, 'new-code': code }) => !!name && !!code,
    act: async (place, { name = '', 'new-code': code = '', 'short-name': shortName, below, problem }) => ({
      ...{ act: 'split', into: { code, name, ...(shortName ? { shortName } : {}) }, problems: problem },
      below: await Promise.all(below.map((each) => idOf(place, each))),
    }),
  },
  move: {
    fits: ({ to }) => !!to,
    act: async (place, { to = '' }) => ({ act: 'move', to: await idOf(place, to) }),
  },
  close: { fits: () => true, act: async () => ({ act: 'close' }) },
  rename: {
    fits: ({ name }) => !!name,
    act: async (_place, { name = '', 'short-name': shortName }) => ({
      ...{ act: 'rename', name, ...(shortName ? { shortName } : {}) },
    }),
  },
}

async function idOf({ database, county: { countyId } }: InCounty, code: string): Promise<string> {
  const found = await database.read(countyId, (tx) => findOrganizationByCode(tx, countyId, code))
  if (!found)
    throw new CannotError(`没有编码为 ${code} 的单位，请核对。\nNo organisation has the code ${code}.`)
  return found.id
}
