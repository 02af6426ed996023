import { operator } from '#features/accounts/index.ts'
import {
  closeOrganization,
  findOrganizationByCode,
  mergeOrganization,
  renameOrganization,
} from '#features/organizations/index.ts'
import { hasOpenProblems, inheritProblems } from '#features/problems/index.ts'
import { createWorlds } from '#platform/world.ts'
import type { Command } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'

const usage = `bihuan organization merge --code 编码 --into 编码   并入另一单位，问题随之移交 · merges, problems go along
bihuan organization close --code 编码               撤销（须无未完成问题） · closes one that leaves nothing behind
bihuan organization rename --code 编码 --name 名称   更名 · renames
  --county 县编码    有几个县时指明 · when there are several`

const options = {
  county: { type: 'string' },
  code: { type: 'string' },
  into: { type: 'string' },
  name: { type: 'string' },
} as const

export const command: Command = {
  name: 'organization',
  usage: '单位的合并、撤销、更名 · merges, closes and renames organisations',
  run: (args, io) =>
    told(io, () => {
      const { values, positionals } = readArgs(usage, { args, allowPositionals: true, options })
      const [act] = positionals
      const { code, into, name } = values
      if (!code || !(act === 'close' || (act === 'merge' && into) || (act === 'rename' && name)))
        throw new UsageError(usage)
      return inCounty(io, values.county, async (place) => {
        const id = await idOf(place, code)
        const { database, county, now } = place
        const { countyId } = county
        if (act === 'rename')
          await database.write(countyId, (tx) =>
            renameOrganization(tx, countyId, id, { name: name ?? '', shortName: name ?? '' }, operator, now),
          )
        else if (act === 'close')
          await database.write(countyId, (tx) =>
            closeOrganization(tx, countyId, id, { by: operator, now, hasOpenProblems }),
          )
        else io.out(`${await merge(place, id, await idOf(place, into ?? ''))}`)
        io.err('已完成 · done')
      })
    }),
}

async function merge(
  { database, county: { countyId }, now }: InCounty,
  from: string,
  into: string,
): Promise<string> {
  const world = await createWorlds(database).of(countyId, now)
  let moved = 0
  // Succession starts no timer of its own, so no job can be asked for here.
  const jobs = { sendIn: () => Promise.reject(new Error('a merger sends no job')) }
  await database.write(countyId, (tx) =>
    mergeOrganization(tx, countyId, {
      ...{ from, into, by: operator, now },
      onMerged: async (inner, merger) => {
        moved = await inheritProblems({ jobs }, inner, world, merger)
      },
    }),
  )
  return `移交问题 ${moved} 个 · problems moved: ${moved}`
}

async function idOf({ database, county: { countyId } }: InCounty, code: string): Promise<string> {
  const found = await database.read(countyId, (tx) => findOrganizationByCode(tx, countyId, code))
  if (!found)
    throw new CannotError(`没有编码为 ${code} 的单位，请核对。\nNo organisation has the code ${code}.`)
  return found.id
}
