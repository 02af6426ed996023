import {
  administratorsThereAre,
  createSessions,
  endSessions,
  findByUsername,
  linkAccount,
  listPeople,
  makePassword,
  openNames,
  operator,
  roleWords,
  setPassword,
  setPersonStatus,
} from '#features/accounts/index.ts'
import { importPeople, peopleSheet, SheetPerson } from '#features/organizations/index.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'
import { readPassword } from './password-input.ts'

const usage = `bihuan user create --name 姓名 --username 登录名 --organization 单位编码 [--role 角色]… [--post 职务类别] [--title 职务名称] [--password-stdin]
bihuan user password --username 登录名 [--password-stdin]
bihuan user unlock --username 登录名
bihuan user disable|enable --username 登录名
bihuan user list
  --county 县编码    有几个县时指明 · when there are several
  --role             office leader inspector discipline personnel secretary clerk viewer
                     secrecy registrar system_admin security_admin audit_admin
  --post             secretary head deputy member staff`

const options = {
  county: { type: 'string' },
  name: { type: 'string' },
  username: { type: 'string' },
  organization: { type: 'string' },
  role: { type: 'string', multiple: true, default: [] as string[] },
  post: { type: 'string' },
  title: { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
} as const

type Asked = ReturnType<typeof readAsked>['values']

export const command: Command = {
  name: 'user',
  usage: '新建用户、改密码、解锁、停用、列出 · makes, lists, unlocks, disables users and sets passwords',
  run: (args, io) =>
    told(io, () => {
      const { values, positionals } = readAsked(args)
      const [act, ...more] = positionals
      const work = act !== undefined && more.length === 0 ? acts[act] : undefined
      if (!work) throw new UsageError(usage)
      return inCounty(io, values.county, (place) => work(place, values, io))
    }),
}

const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

const acts: Record<string, (place: InCounty, asked: Asked, io: CommandIo) => Promise<void>> = {
  create: createUser,
  password: changePassword,
  unlock: unlockUser,
  disable: (place, asked, io) => changeStatus(place, asked, io, 'left'),
  enable: (place, asked, io) => changeStatus(place, asked, io, 'active'),
  list: listUsers,
}

/** By the same rules as a row of the people's sheet; one row for each role. */
async function createUser(place: InCounty, asked: Asked, io: CommandIo): Promise<void> {
  const { database, county, now } = place
  const { countyId } = county
  const { name, username, organization, post, title } = asked
  if (!name || !username || !organization) throw new UsageError(usage)
  const roles = asked.role.length > 0 ? asked.role : [undefined]
  const rows = roles.map((role) =>
    readRow({ name, username, organizationCode: organization, post, title, role }),
  )
  const given = asked['password-stdin'] ? await readPassword(io) : undefined
  await database.write(countyId, async (tx) => {
    if (await findByUsername(tx, countyId, username))
      throw new CannotError(`登录名 ${username} 已有人使用。The user name ${username} is taken.`)
    const there = await administratorsThereAre(tx, countyId, now)
    const taken = rows.flatMap(({ role }) => (role && there.includes(role) ? [roleWords.zh[role]] : []))
    if (taken.length > 0)
      throw new CannotError(
        `本县已有${taken.join('、')}。再增加的，由安全管理员申请，审计管理员或领导小组确认。` +
          'The county has one already: a further one is asked for and confirmed on the desk.',
      )
    const { faults } = await importPeople(tx, countyId, rows, operator, now)
    if (faults.length > 0) throw new CannotError([...new Set(faults.map(({ reason }) => reason))].join('\n'))
  })
  await givePassword(place, username, given, io)
}

function readRow(row: Record<string, string | undefined>): SheetPerson {
  const parsed = SheetPerson.safeParse(row)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ code, path, message }) => {
    const column = peopleSheet.columns.find(({ key }) => key === path[0])
    const choices = column?.choices?.map((choice) => `${choice.code} ${choice.label}`).join('、')
    return `${column?.heading ?? ''}：${code === 'invalid_value' ? `请写其中之一：${choices}` : message}`
  })
  throw new CannotError(lines.join('\n'))
}

async function changePassword(place: InCounty, { username, ...asked }: Asked, io: CommandIo): Promise<void> {
  const person = await personOf(place, username)
  const given = asked['password-stdin'] ? await readPassword(io) : undefined
  await givePassword(place, person.username, given, io)
}

/** Forgives the failures that closed the user name or the second factor. */
async function unlockUser(place: InCounty, { username }: Asked, { err }: CommandIo): Promise<void> {
  const person = await personOf(place, username)
  const wasClosed = await forgiveFailures(place, person)
  err(
    wasClosed
      ? `${person.name} 已解除锁定。${person.username} is unlocked.`
      : `${person.name} 没有被锁定。${person.username} was not locked.`,
  )
}

async function forgiveFailures(
  { database, county, now, openAuth }: InCounty,
  person: { id: string; username: string },
): Promise<boolean> {
  const { lock } = createSessions({ auth: await openAuth(), database })
  const { countyId } = county
  return database.write(countyId, (tx) => openNames(tx, lock, { countyId, person, by: operator, now }))
}

/**
 * Ends every session of the person and opens their name if failures closed it; the new password is printed once when it
 * was made here.
 */
async function givePassword(
  place: InCounty,
  username: string,
  given: string | undefined,
  { out, err }: CommandIo,
): Promise<void> {
  const { database, county, now } = place
  const person = await personOf(place, username)
  const password = given ?? makePassword()
  const accountId = await setPassword(await place.openAuth(), county.countyId, person.username, password)
  await database.write(county.countyId, (tx) =>
    linkAccount(tx, county.countyId, person.id, accountId, operator, now),
  )
  await forgiveFailures(place, person)
  err(`${person.name}（${person.username}）的密码已设置。The password of ${person.username} is set.`)
  if (given !== undefined) return
  err('首次密码只显示这一次，请转交本人 · the first password, shown this once:')
  out(password)
}

async function changeStatus(
  place: InCounty,
  { username }: Asked,
  { err }: CommandIo,
  status: 'active' | 'left',
): Promise<void> {
  const { database, county, now } = place
  const person = await personOf(place, username)
  await database.write(county.countyId, (tx) =>
    setPersonStatus(tx, county.countyId, person.id, status, operator, now),
  )
  if (status === 'active') return err(`${person.name} 已恢复。${person.username} is enabled.`)
  if (person.account_id) await endSessions(await place.openAuth(), person.account_id)
  err(
    `${person.name} 已停用，最多 10 秒后不能再操作。${person.username} is disabled, within 10 seconds at most.`,
  )
}

async function listUsers(
  { database, county, now }: InCounty,
  _asked: Asked,
  { out }: CommandIo,
): Promise<void> {
  const people = await database.read(county.countyId, (tx) => listPeople(tx, county.countyId, now))
  for (const { username, name, status, has_account, roles } of people) {
    const state = status === 'left' ? '停用 disabled' : has_account ? '可登录 active' : '无密码 no password'
    const held = roles.map(({ role, organization }) => `${role}@${organization}`).join(' ')
    out([username ?? '-', name, state, held].join('\t'))
  }
}

async function personOf({ database, county }: InCounty, username: string | undefined) {
  if (!username) throw new UsageError(usage)
  const person = await database.read(county.countyId, (tx) => findByUsername(tx, county.countyId, username))
  if (!person?.username)
    throw new CannotError(
      `${county.name}没有登录名为 ${username} 的人。Nobody in this county has that user name.`,
    )
  return { ...person, username: person.username }
}
