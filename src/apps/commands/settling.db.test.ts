import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { createTwoCounties } from '#tests/support/two-counties.ts'
import type { Command } from './command.ts'
import { command as contacts } from './contacts.ts'
import { command as import_ } from './import.ts'
import { command as rule } from './rule.ts'

/** What an operator settles for a county: its rules, whom residents phone, and first passwords on paper. */
let base: TestDatabase
let operator: Operator

before(async () => {
  base = await createTestDatabase()
  await createTwoCounties(base)
  operator = await createOperator(base, 'settling')
})
after(async () => {
  await operator.close()
  await base.close()
})

const run = (command: Command, ...args: string[]) => operator.run(command, args)
const at = (name: string) => join(operator.dir, name)

test('a rule gets its next version, and only one that the program reads, in its shape', async () => {
  const set = (key: string, value: string) =>
    run(
      rule,
      'set',
      '--county',
      'E',
      '--kind',
      'sign_in',
      '--key',
      key,
      '--value',
      value,
      '--basis',
      '县办法',
    )
  const list = async (county: string) =>
    (await run(rule, 'list', '--county', county, '--kind', 'sign_in')).out.split('\n')
  const lock = (lines: string[]) => lines.find((line) => line.startsWith('sign_in\tlock\t'))
  const before = lock(await list('E'))
  const changed = await set('lock', '{"failures":3,"minutes":60}')
  assert.equal(changed.code, 0, changed.err)
  assert.equal(lock(await list('E')), 'sign_in\tlock\t2\t{"minutes":60,"failures":3}\t县办法')
  assert.equal(lock(await list('W')), before, 'the other county has its own')
  for (const [key, value, reason] of [
    ['lock', '{failures', /不是 JSON/],
    ['lock', '{"failures":"many","minutes":60}', /--value failures：/],
    ['lok', '{}', /没有这条规则：sign_in lok/],
  ] as const) {
    const { code, err } = await set(key, value)
    assert.equal(code, 1)
    assert.match(err, reason)
  }
  assert.equal((await run(rule, 'set', '--county', 'E')).code, 2)
  assert.equal((await run(rule, 'drop', '--county', 'E')).code, 2)
})

test('contacts are set as the file has them, all or none, with an entry', async () => {
  const set = (text: string) => {
    writeFileSync(at('contacts.csv'), text)
    return run(contacts, 'set', at('contacts.csv'), '--county', 'E')
  }
  const kept = async () =>
    (await base.owner.query('SELECT name, phone, address, hours FROM public_contacts ORDER BY position')).rows
  const done = await set('\uFEFF名称,电话,地点,时间\n县委巡察办,0000-6001001,,工作日\n接待站,,便民中心,\n')
  assert.equal(done.code, 0, done.err)
  const first = [
    { name: '县委巡察办', phone: '0000-6001001', address: null, hours: '工作日' },
    { name: '接待站', phone: null, address: '便民中心', hours: null },
  ]
  assert.deepEqual(await kept(), first)
  const wrong = await set('名称,电话,地点,时间\n没有电话的,,,\n')
  assert.equal(wrong.code, 1)
  assert.match(wrong.err, /每行须有名称，以及电话或地点/)
  assert.deepEqual(await kept(), first)
  assert.match((await run(contacts, 'set', at('none.csv'), '--county', 'E')).err, /读不了文件/)
  assert.equal((await run(contacts, 'get')).code, 2)
  const { rows } = await base.owner.query(
    "SELECT count(*)::int AS n FROM history WHERE entry->>'act' = 'setContacts'",
  )
  assert.equal(rows[0].n, 1)
})

test('first passwords of a list come as slips in a file that nobody else reads, and not on the screen', async () => {
  writeFileSync(
    at('people.csv'),
    '姓名,登录名,单位编码,职务类别\n陈立新,chenlixin,V1,书记\n王<敏>,wangmin,T1,工作人员\n',
  )
  const order = ['people', at('people.csv'), '--county', 'E', '--passwords']
  const file = at('slips.html')
  const made = await run(import_, ...order, '--slips', file, '--address', 'https://bihuan.test/desk')
  assert.equal(made.code, 0, made.err)
  assert.match(made.err, /首次密码条已写入 .*slips\.html：打印后请删除该文件/)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const page = readFileSync(file, 'utf8')
  const passwords = page.match(/[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}/g) ?? []
  assert.equal(passwords.length, 2)
  assert.match(page, /<h2>陈立新<\/h2>\n<p>上河村<\/p>/)
  assert.match(page, /王&#60;敏&#62;/)
  assert.match(page, /https:\/\/bihuan\.test\/desk/)
  for (const password of passwords) assert.ok(!`${made.out}${made.err}`.includes(password))

  const again = await run(import_, ...order, '--slips', file)
  assert.equal(again.code, 1, 'a file that is there is not written over')
  const none = await run(import_, ...order, '--slips', at('more.html'))
  assert.equal(none.code, 0)
  assert.ok(!existsSync(at('more.html')), 'nobody waits any more')
})
