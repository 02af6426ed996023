import {
  createToken,
  findByUsername,
  listTokens,
  operator,
  revokeToken,
  TOKEN_DAYS,
  TOKEN_SCOPES,
} from '#features/accounts/index.ts'
import type { Command, CommandIo } from './command.ts'
import { readArgs, UsageError } from './expected-errors.ts'
import { CannotError, type InCounty, inCounty, told } from './in-county.ts'

const usage = `bihuan token create --user 登录名 --scopes 权限,权限 --days 天数 [--name 用途]
bihuan token list
bihuan token revoke 编号
  --county 县编码    有几个县时指明 · when there are several
  --scopes           ${TOKEN_SCOPES.join(' ')}
  --days             ${TOKEN_DAYS.min}-${TOKEN_DAYS.max}`

const options = {
  county: { type: 'string' },
  user: { type: 'string' },
  scopes: { type: 'string' },
  days: { type: 'string' },
  name: { type: 'string', default: '' },
} as const

type Asked = ReturnType<typeof readAsked>['values']
type Act = (place: InCounty, asked: Asked, io: CommandIo, id: string | undefined) => Promise<void>

export const command: Command = {
  name: 'token',
  usage: '为程序签发、列出、作废接口令牌 · makes, lists and revokes API tokens for programs',
  run: (args, io) =>
    told(io, () => {
      const { values, positionals } = readAsked(args)
      const [act, id, ...more] = positionals
      const work = act !== undefined && more.length === 0 ? acts[act] : undefined
      if (!work || (id !== undefined) !== (act === 'revoke')) throw new UsageError(usage)
      return inCounty(io, values.county, (place) => work(place, values, io, id))
    }),
}

const readAsked = (args: string[]) => readArgs(usage, { args, allowPositionals: true, options })

const acts: Record<string, Act> = { create, list, revoke }

/** The token alone goes to standard output, so that it can be piped into where it is needed. */
async function create(
  { database, county, now }: InCounty,
  asked: Asked,
  { out, err }: CommandIo,
): Promise<void> {
  const { user, scopes, days, name } = asked
  if (!user || !scopes || !days) throw new UsageError(usage)
  const { countyId } = county
  const { token, id, expiresAt } = await database.write(countyId, async (tx) => {
    const person = await findByUsername(tx, countyId, user)
    if (!person)
      throw new CannotError(
        `${county.name}没有登录名为 ${user} 的人。Nobody in this county has that user name.`,
      )
    const asking = {
      personId: person.id,
      name,
      scopes: scopes.split(',').filter(Boolean),
      days: Number(days),
    }
    return createToken(tx, countyId, asking, operator, now)
  })
  err(`令牌 ${id}，有效到 ${expiresAt.toISOString()}，只显示这一次 · valid until then, shown this once:`)
  out(token)
}

async function list({ database, county, now }: InCounty, _asked: Asked, { out }: CommandIo): Promise<void> {
  const tokens = await database.read(county.countyId, (tx) => listTokens(tx, county.countyId))
  for (const { id, username, name, scopes, expires_at, revoked_at } of tokens) {
    const state = revoked_at ? '已作废 revoked' : expires_at <= now ? '已过期 expired' : '有效 valid'
    out([id, username ?? '-', name, scopes.join(','), expires_at.toISOString(), state].join('\t'))
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function revoke(
  { database, county, now }: InCounty,
  _asked: Asked,
  { err }: CommandIo,
  id: string | undefined,
): Promise<void> {
  if (!id || !UUID.test(id))
    throw new CannotError('请写 bihuan token list 列出的编号。Give an id that bihuan token list shows.')
  await database.write(county.countyId, (tx) => revokeToken(tx, county.countyId, id, operator, now))
  err(`令牌 ${id} 已作废，最多 10 秒后失效。The token is revoked, within 10 seconds at most.`)
}
