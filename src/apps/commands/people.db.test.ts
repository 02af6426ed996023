import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { createSessions, openAuth, TOKEN_SCOPES } from '#features/accounts/index.ts'
import { listLog } from '#features/accounts/log-store.ts'
import { secret } from '#platform/secrets.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { createTwoCounties, type TwoCounties } from '#tests/support/two-counties.ts'
import type { Command } from './command.ts'
import { command as rule } from './rule.ts'
import { command as token } from './token.ts'
import { command as user } from './user.ts'

/** Users and tokens as an operator makes them, on a server of the operator's. */

let base: TestDatabase
let house: TwoCounties
let operator: Operator

before(async () => {
  base = await createTestDatabase()
  house = await createTwoCounties(base)
  operator = await createOperator(base, 'people')
})
after(async () => {
  await operator.close()
  await base.close()
})

const run = (command: Command, line: string, input = '') =>
  operator.run(command, line.split(' ').filter(Boolean), { input })

async function signIn(username: string, password: string) {
  const auth = await openAuth(base.app, secret(operator.dir, 'sessions'))
  const sessions = createSessions({ auth, database: house.database })
  const request = { method: 'POST', headers: {}, ip: '::1', protocol: 'http' }
  return sessions.signIn({ username, password }, 1, request)
}

const create = 'create --county E --name 陈立新 --username chen --organization T1'

test('a user is made with post and roles, and the first password is printed once and works', async () => {
  const made = await run(user, `${create} --role secretary --role office --post secretary --title 党委书记`)
  assert.equal(made.code, 0, made.err)
  assert.match(made.out, /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
  const { actor } = await signIn('chen', made.out)
  assert.deepEqual(
    actor.grants.map(({ role, organizationKind }) => [role, organizationKind]),
    [
      ['office', 'county'],
      ['secretary', 'township'],
    ],
  )
  const again = await run(user, `${create} --role clerk`)
  assert.deepEqual([again.code, again.out], [1, ''])
  assert.match(again.err, /chen 已有人使用/)
})

test('a password comes from standard input and is not printed', async () => {
  const word = '一句 足够长的密码 12'
  const changed = await run(user, 'password --county E --username chen --password-stdin', `${word}\n`)
  assert.deepEqual([changed.code, changed.out], [0, ''])
  assert.ok((await signIn('chen', word)).actor)
  const short = await run(user, 'password --county E --username chen --password-stdin', 'short\n')
  assert.equal(short.code, 1)
  assert.match(short.err, /密码要 10 到 200 个字符/)
})

test('a disabled user cannot sign in until enabled again, and the list says so', async () => {
  const { out: password } = await run(user, 'password --county E --username chen')
  assert.equal((await run(user, 'disable --county E --username CHEN')).code, 0)
  await assert.rejects(signIn('chen', password))
  assert.match(
    (await run(user, 'list --county E')).out,
    /^chen\t陈立新\t停用 disabled\toffice@东山县 secretary@石桥镇$/m,
  )
  assert.equal((await run(user, 'enable --county E --username chen')).code, 0)
  assert.ok((await signIn('chen', password)).actor)
})

test('what is written wrongly is answered by the usage, what cannot be by the reason', async () => {
  assert.equal((await run(user, '')).code, 2)
  assert.equal((await run(user, 'create --county E --name 甲')).code, 2)
  assert.equal((await run(user, 'burn --county E')).code, 2)
  assert.equal((await run(user, 'list --no-such-option')).code, 2)
  const said = async (line: string) => {
    const { code, err } = await run(user, line)
    assert.equal(code, 1)
    return err
  }
  assert.match(await said('list'), /有几个县，请用 --county 编码 指明：E 东山县、W 西岭县/)
  assert.match(await said('list --county X'), /没有编码为 X 的县/)
  assert.match(await said('password --county W --username chen'), /西岭县没有登录名为 chen 的人/)
  const wang = 'create --county E --name 王 --username wang'
  assert.match(await said(`${wang} --organization NO --role clerk`), /没有编码为「NO」的单位/)
  assert.match(await said(`${wang} --organization T1 --role boss`), /角色：请写其中之一：office 巡察办/)
  assert.match(await said(`${wang} --organization T1`), /至少填一项/)
})

test('the operator makes the first administrator of each kind, apart from business, and no second', async () => {
  const admin = (who: string, roles: string) =>
    run(user, `create --county E --name ${who} --username ${who} --organization E ${roles}`)
  assert.equal((await admin('甲员', '--role system_admin')).code, 0)
  assert.equal((await admin('乙员', '--role audit_admin')).code, 0)
  assert.match((await admin('丙员', '--role system_admin')).err, /本县已有系统管理员/)
  assert.match((await admin('丁员', '--role security_admin --role office')).err, /管理员不办业务/)
  const { rows } = await base.owner.query(
    `SELECT h.entry->>'as' AS "as" FROM history h JOIN people p ON p.id = h.case_id
     WHERE p.username = '甲员' AND h.entry->>'act' = 'createPerson'`,
  )
  assert.deepEqual(rows, [{ as: 'operator' }])
})

test('a token is printed alone, listed without itself, and revoked', async () => {
  const made = await run(
    token,
    'create --county E --user chen --scopes problems:read,imports:write --days 30 --name 统计',
  )
  assert.equal(made.code, 0, made.err)
  assert.match(made.out, /^bh_[\w-]{43}$/)
  const bearer = {
    method: 'GET',
    headers: { authorization: `Bearer ${made.out}` },
    ip: '::1',
    protocol: 'http',
  }
  const known = () => createSessions({ auth: house.auth, database: house.database }).resolveActor(bearer, 1)
  assert.deepEqual((await known())?.scopes, ['imports:write', 'problems:read'])
  const listed = await run(token, 'list --county E')
  assert.match(listed.out, /\tchen\t统计\timports:write,problems:read\t.*有效 valid$/)
  assert.ok(!listed.out.includes(made.out))
  const [id] = listed.out.split('\t')
  assert.equal((await run(token, `revoke --county W ${id}`)).code, 1)
  assert.equal((await run(token, `revoke --county E ${id}`)).code, 0)
  assert.equal(await known(), null)
  assert.match((await run(token, 'list --county E')).out, /已作废 revoked$/)
})

test('tokens without end, without scope or for nobody are refused', async () => {
  const said = async (line: string, code = 1) => {
    const answer = await run(token, line)
    assert.deepEqual([answer.code, answer.out], [code, ''])
    return answer.err
  }
  assert.match(await said('create --county E --user chen --scopes all --days 30'), /scopes all：没有这一项/)
  assert.match(
    await said('create --county E --user chen --scopes problems:read --days 3650'),
    /days 1-365：超出范围/,
  )
  assert.match(
    await said('create --county E --user nobody --scopes problems:read --days 1'),
    /没有登录名为 nobody 的人/,
  )
  assert.match(await said('create --county E --user chen --scopes problems:read', 2), /bihuan token create/)
  assert.match(await said('revoke --county E 1'), /请写 bihuan token list 列出的编号/)
})

test('every scope that an endpoint asks for can be given to a token', async () => {
  const features = resolve(import.meta.dirname, '../../features')
  const files = globSync('*/*api.ts', { cwd: features })
  const contracts = await Promise.all(files.map((file) => import(resolve(features, file))))
  const scopesIn = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null || value instanceof z.ZodType) return []
    if ('scope' in value && 'path' in value) return typeof value.scope === 'string' ? [value.scope] : []
    return Object.values(value).flatMap(scopesIn)
  }
  const scopes = contracts.flatMap((contract) => Object.values(contract).flatMap(scopesIn))
  assert.deepEqual([...new Set(scopes)].sort(), [...TOKEN_SCOPES].sort())
})

test('a name that failures closed is opened by a new password, and by itself', async () => {
  const { rows } = await base.owner.query("SELECT count(*)::int AS n FROM people WHERE username = 'chen'")
  assert.equal(rows[0].n, 1)
  const locked = async () => {
    for (let i = 0; i < 5; i++) await assert.rejects(signIn('chen', 'wrong-password'))
    await assert.rejects(signIn('chen', 'wrong-password'), /too_many_attempts/)
  }
  await locked()
  const given = await run(user, 'password --county E --username chen')
  assert.equal(given.code, 0, given.err)
  assert.equal((await signIn('chen', given.out)).step, 'password')
  await locked()
  const opened = await run(user, 'unlock --county E --username chen')
  assert.match(opened.err, /已解除锁定/)
  assert.equal((await signIn('chen', given.out)).step, 'password')
  assert.match((await run(user, 'unlock --county E --username chen')).err, /没有被锁定/)
  const log = await base.owner.query(
    "SELECT entry->>'as' AS as FROM history WHERE entry->>'act' = 'unlockSignIn' ORDER BY entry->>'entered'",
  )
  assert.deepEqual(log.rows, [{ as: 'operator' }, { as: 'operator' }])
})

test('a rule is changed with a value that fits it, from the county’s own day, and that is an entry', async () => {
  const value = { hours: 8, idleMinutes: 20, single: false }
  const set = (kind: string, key: string, given: unknown) =>
    run(
      rule,
      `set --county E --kind ${kind} --key ${key} --basis 县委办〔2026〕8号 --value ${JSON.stringify(given)}`,
    )
  const done = await set('sign_in', 'session', value)
  assert.equal(done.code, 0, done.err)
  const { rows } = await base.owner.query(
    "SELECT entry->>'act' AS act, entry->>'as' AS as, case_id FROM history WHERE entry->>'kind' = 'rules'",
  )
  assert.equal(rows.length, 1)
  assert.deepEqual([rows[0].act, rows[0].as], ['changeRule', 'operator'])
  const log = await house.database.read(1, (tx) => listLog(tx, 1, {}))
  assert.ok(log.rows.some(({ act, kind }) => act === 'changeRule' && kind === 'rules'))
  await base.owner.query(
    `INSERT INTO rules (county_id, id, kind, key, version, value, basis, source, valid_from) VALUES
      (1, gen_random_uuid(), 'retention', 'uploads', 1, '{"days":30}', '测试', '测试', '2000-01-01'),
      (1, gen_random_uuid(), 'rights', 'delegation', 1, '{"mostDays":30}', '测试', '测试', '2000-01-01'),
      (1, gen_random_uuid(), 'boundary', 'mine', 1, '{}', '测试', '测试', '2000-01-01'),
      (1, gen_random_uuid(), 'deadline', 'mine', 1, '{}', '测试', '测试', '2000-01-01'),
      (1, gen_random_uuid(), 'limit', 'phone_openings_per_hour', 1, '{}', '测试', '测试', '2000-01-01'),
      (1, gen_random_uuid(), 'dictionary', 'mine', 1, '[]', '测试', '测试', '2000-01-01')`,
  )
  for (const [kind, key] of [
    ...([
      ['sign_in', 'session'],
      ['retention', 'uploads'],
      ['rights', 'delegation'],
    ] as const),
    ...([
      ['boundary', 'mine'],
      ['deadline', 'mine'],
      ['dictionary', 'mine'],
    ] as const),
    ['limit', 'phone_openings_per_hour'] as const,
  ]) {
    const refused = await set(kind, key, { nonsense: 'x' })
    assert.deepEqual([refused.code, refused.err.includes('--value')], [1, true], `${kind}: ${refused.err}`)
  }
  assert.match((await set('sign_in', 'nothing', {})).err, /没有这条规则/)
})
