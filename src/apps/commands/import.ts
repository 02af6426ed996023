import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import {
  type By,
  type FirstPassword,
  findActor,
  giveFirstPasswords,
  operator,
  type Role,
  roleWords,
} from '#features/accounts/index.ts'
import {
  type Imported,
  ImportKind,
  importFile,
  importingAs,
  previewFile,
  type Reading,
  type SheetFile,
  writeRejected,
} from '#features/imports/index.ts'
import { slipSheet } from '#features/organizations/index.ts'
import { cleanFileName } from '#platform/files/index.ts'
import { sha256OfFile } from '#platform/history/checkpoint.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createWorlds } from '#platform/world.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'
import { mustBeNew } from './template.ts'

const usage = `bihuan import problems|organizations|people|appeals FILE.xlsx|csv
  --good-only        有错的行不导入，其余导入 · leaves the bad rows out
  --bad FILE.xlsx    把有错的行写成工作簿，改好后可再导入 · writes the bad rows as a workbook
  --dry-run          只检查，不写入 · checks, writes nothing
  --as 登录名        以谁的名义，不写则记为服务器操作员；诉求须写登记人 · on whose behalf, else the server's operator
  --confirm 规则     录入边界的询问，已核对不是该类内容 · an asking boundary rule that was looked at
  --passwords        people：为新用户生成首次密码并打印一次 · makes and prints first passwords of new users
  --slips FILE.html  首次密码写成可打印的密码条（A4 每页 8 张），不再列在屏幕上 · as slips to print, A4, 8 a page
  --address 网址     印在密码条上的登录网址 · the address on the slips
  --county 县编码    有几个县时指明 · when there are several`

const options = {
  'good-only': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  passwords: { type: 'boolean', default: false },
  slips: { type: 'string' },
  address: { type: 'string' },
  bad: { type: 'string' },
  as: { type: 'string' },
  confirm: { type: 'string', multiple: true, default: [] as string[] },
  county: { type: 'string' },
} as const

type Asked = ReturnType<typeof readAsked>['values']
const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

/** Exit code: 0 every row is in the system now, 1 some or all are not, 2 the command is wrong. */
export const command: Command = {
  name: 'import',
  usage: '从 Excel 或 CSV 导入问题、单位、人员、诉求 · imports problems, organizations, people, appeals',
  run: (args, io) =>
    told(io, async () => {
      const { values, positionals } = readAsked(args)
      const kind = ImportKind.safeParse(positionals[0])
      const path = positionals[1] && resolve(positionals[1])
      if (!kind.success || !path || positionals.length > 2) throw new UsageError(usage)
      if (!existsSync(path)) throw new CannotError(`没有文件 ${path}，请核对。There is no file of that name.`)
      for (const file of [values.bad, values.slips]) if (file !== undefined) mustBeNew(resolve(file))
      let allIn = false
      const code = await inCounty(io, values.county, async (place) => {
        allIn = await importInto(place, kind.data, path, values, io)
      })
      return code === 0 && !allIn ? 1 : code
    }),
}

async function importInto(
  place: InCounty,
  kind: ImportKind,
  path: string,
  asked: Asked,
  io: CommandIo,
): Promise<boolean> {
  const { database, county, now } = place
  const { countyId } = county
  const file: SheetFile = {
    ...{ countyId, kind, path, sealing: place.sealing, appealKeys: place.appealKeys },
    world: await createWorlds(database).of(countyId, now),
    by: await actingAs(place, kind, asked.as),
    fileName: cleanFileName(basename(path)),
    fileHash: await sha256OfFile(path),
    confirmed: new Set(asked.confirm),
  }
  const imported = asked['dry-run']
    ? await dryRun(place, file)
    : await importFile(database, { ...file, commandId: newId(), goodOnly: asked['good-only'] })
  if ('problem' in imported) throw new CannotError(imported.problem.message)
  const bad = imported.reading?.bad ?? []
  for (const { reason, confirm } of bad)
    io.out(confirm ? `${reason}（确认不是的，加 --confirm ${confirm}）` : reason)
  if (imported.reading && bad.length > 0 && asked.bad !== undefined) {
    await writeRejected(file, imported.reading, resolve(asked.bad))
    io.err(`有错的行已写入 ${asked.bad}，改好后可再导入 · the bad rows are in that file`)
  }
  sayTotals(imported, asked, io)
  if (asked.passwords && kind === 'people' && imported.answer && !asked['dry-run'])
    await passwords(place, asked, io)
  return bad.length === 0
}

async function actingAs(
  { database, county: { countyId }, now }: InCounty,
  kind: ImportKind,
  username: string | undefined,
): Promise<By> {
  if (username === undefined) return operator
  const known = await database.read(countyId, (tx) => findActor(tx, countyId, { username }, now))
  if (!known)
    throw new CannotError(`没有登录名为 ${username} 的在用用户。Nobody has the user name ${username}.`)
  try {
    return importingAs(known.actor, kind)
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'not_yours') throw error
    const roles = error.refusal.by.map((role) => roleWords.zh[role as Role]).join('或')
    throw new CannotError(
      `${username} 不能导入这类内容：须在县一级有${roles}的角色。\n${username} has no role in the county that may import these.`,
    )
  }
}

type Done = Exclude<Imported, { problem: unknown }>

/** The same words as for what is done, of what would be. */
async function dryRun({ database }: InCounty, file: SheetFile): Promise<Imported> {
  const reading = await previewFile(database, file)
  if ('problem' in reading) return reading
  const { created, changed, unchanged } = reading.outcome
  return { reading, answer: { created, changed, unchanged, rejected: rejectedOf(reading) } }
}

const rejectedOf = ({ total, good }: Reading<unknown>): number => total - good.length

function sayTotals({ reading, answer }: Done, asked: Asked, { out, err }: CommandIo): void {
  if (answer === null) {
    const rejected = reading ? rejectedOf(reading) : 0
    err(
      `有 ${rejected} 行不能导入，一行都没有写入：请改正后再导入，或加 --good-only 只导入其余 ${reading?.good.length ?? 0} 行。\n` +
        `${rejected} rows cannot be imported and nothing was written: correct them, or leave them out with --good-only.`,
    )
    return
  }
  const { created, changed, unchanged, rejected } = answer
  const what = asked['dry-run'] ? '试导入 dry run：' : ''
  out(
    `${what}新增 ${created} 行，更改 ${changed} 行，原已有 ${unchanged} 行，未导入 ${rejected} 行 · ` +
      `${created} created, ${changed} changed, ${unchanged} unchanged, ${rejected} not imported`,
  )
}

/** For whoever has a user name and no account yet; printed once and kept nowhere. */
async function passwords(place: InCounty, { slips, address = '' }: Asked, io: CommandIo): Promise<void> {
  const { out, err } = io
  const { database, county, now } = place
  const { countyId } = county
  const people = await database.read(countyId, (tx) =>
    tx
      .selectFrom('people')
      .select('id')
      .where('county_id', '=', countyId)
      .where('account_id', 'is', null)
      .where('username', 'is not', null)
      .where('status', '=', 'active')
      .execute(),
  )
  const auth = await place.openAuth()
  const ids = people.map(({ id }) => id)
  if (ids.length > 100)
    err(
      `正在生成 ${ids.length} 个首次密码，每秒约 10 个 · making ${ids.length} first passwords, some 10 a second`,
    )
  const given = await giveFirstPasswords({ auth, database }, countyId, ids, operator, now)
  if (slips !== undefined && given.length > 0) {
    await writeSlips(place, given, { file: resolve(slips), address })
    err(`首次密码条已写入 ${slips}：打印后请删除该文件 · print the slips, then delete the file`)
    return
  }
  if (given.length > 0) err('首次密码只显示这一次，请转交本人 · first passwords, shown this once:')
  for (const { username, name, password } of given) out([username, name, password].join('\t'))
}

/** Readable for whoever runs the command only: the file holds passwords in clear until it is printed and deleted. */
async function writeSlips(
  { database, county: { countyId } }: InCounty,
  given: readonly FirstPassword[],
  { file, address }: { file: string; address: string },
): Promise<void> {
  const places = await database.read(countyId, (tx) =>
    tx
      .selectFrom('people')
      .innerJoin('posts', (join) =>
        join.onRef('posts.county_id', '=', 'people.county_id').onRef('posts.person_id', '=', 'people.id'),
      )
      .innerJoin('organizations', (join) =>
        join
          .onRef('organizations.county_id', '=', 'posts.county_id')
          .onRef('organizations.id', '=', 'posts.organization_id'),
      )
      .select(['people.username', 'organizations.name', 'organizations.code'])
      .where('people.county_id', '=', countyId)
      .where('people.username', 'is not', null)
      .where('posts.valid_to', 'is', null)
      .orderBy('organizations.code')
      .execute(),
  )
  const placeOf = new Map(places.toReversed().map(({ username, ...place }) => [username, place]))
  const slips = given
    .map((one) => ({
      ...one,
      organization: placeOf.get(one.username)?.name ?? '',
      code: placeOf.get(one.username)?.code ?? '',
    }))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  await writeFile(file, slipSheet(slips, address), { flag: 'wx', mode: 0o600 })
}
