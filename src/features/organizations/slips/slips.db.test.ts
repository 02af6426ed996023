import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { askGrant, createPerson, operator, setPassword } from '#features/accounts/index.ts'
import { linkAccount } from '#features/accounts/people.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, noon, type TwoCounties } from '#tests/support/two-counties.ts'
import { passwordOf } from './password-of.ts'
import {
  closeRun,
  countWaiting,
  findRun,
  insertRun,
  listGiven,
  listToGive,
  SILENT_MS,
  startRun,
} from './store.ts'
import { createSlipsWork } from './work.ts'

let base: TestDatabase
let house: TwoCounties
const key = 'abcdefghijklmnop'.repeat(4)

before(async () => {
  base = await createTestDatabase()
  house = await createTwoCounties(base)
  for (const county of [house.east, house.west])
    for (const [name, place] of [
      ['甲', county.lower],
      ['乙', county.upper],
      ['丙', county.upper],
    ] as const)
      await house.database.write(county.countyId, (tx) =>
        createPerson(
          tx,
          county.countyId,
          {
            name,
            username: `u${name}`,
            posts: [{ organizationId: place, kind: 'staff', title: '工作人员' }],
          },
          operator,
          noon,
        ),
      )
})
after(() => base.close())

const write = <T>(work: (tx: Tx) => Promise<T>) => house.database.write(1, work)
const read = <T>(work: (tx: Tx) => Promise<T>) => house.database.read(1, work)
const errors: Error[] = []
const newWork = () =>
  createSlipsWork({ ...house, now: () => house.clock.now, onError: (error) => errors.push(error) })
const give = async (id: string) => {
  const slips = newWork()
  assert.equal(await slips.goOn({ countyId: 1, runId: id, key, by: operator }), true)
  await until(async () => (await read((tx) => findRun(tx, 1, house.clock.now, id)))?.done === 3)
  await slips.stop()
}
async function until(is: () => Promise<boolean>) {
  for (let i = 0; !(await is()); i++) {
    assert.ok(i < 200, 'in time')
    await new Promise((done) => setTimeout(done, 50))
  }
}
const request = { method: 'POST', headers: {}, ip: '::1', protocol: 'http' }

test('a run gives everybody who waits a password that works, by organisation, and keeps none of them', async () => {
  const { id, total } = await write((tx) => insertRun(tx, 1, { key, by: null, now: house.clock.now }))
  assert.equal(total, 3)
  await give(id)
  assert.deepEqual(errors, [])
  const given = await read((tx) => listGiven(tx, 1, id, { after: 0, limit: 10, now: house.clock.now }))
  assert.deepEqual(
    given.map(({ position, name, organization }) => `${position} ${name} ${organization}`),
    ['1 丙 上河村', '2 乙 上河村', '3 甲 下河村'],
  )
  const [first] = given
  const password = passwordOf(key, id, first!.personId)
  const { actor } = await house.sessions.signIn({ username: first!.username, password }, 1, request)
  assert.equal(actor.name, first!.name)
  const { rows } = await base.owner.query(
    `SELECT 1 FROM first_password_runs r WHERE r::text LIKE $1 OR r::text LIKE $2`,
    [`%${key}%`, `%${password}%`],
  )
  assert.equal(rows.length, 0)
  const recorded = await base.owner.query(
    "SELECT count(*)::int AS n FROM history WHERE county_id = 1 AND entry->>'act' = 'setPassword'",
  )
  assert.equal(recorded.rows[0].n, 3)
  assert.equal(
    await read((tx) => listGiven(tx, 1, id, { after: 2, limit: 10, now: noon })).then((r) => r.length),
    1,
  )
})

test('what was never printed to the end is void: the next run makes it anew; what was closed stays', async () => {
  const open = await read((tx) => findRun(tx, 1, house.clock.now))
  assert.equal(await read((tx) => countWaiting(tx, 1)), 3)
  const again = await write((tx) => insertRun(tx, 1, { key, by: null, now: house.clock.now }))
  assert.equal(again.total, 3)
  assert.equal(await read((tx) => findRun(tx, 1, house.clock.now, open!.id)), undefined)
  await give(again.id)
  assert.equal(await write((tx) => closeRun(tx, 1, again.id, house.clock.now)), true)
  assert.equal(await write((tx) => closeRun(tx, 1, again.id, house.clock.now)), false)
  assert.equal(await read((tx) => countWaiting(tx, 1)), 0)
  assert.equal(await read((tx) => findRun(tx, 1, house.clock.now)), undefined)
})

test('one works on a run at a time; whoever falls silent is taken over from, and a closed run ends the work', async () => {
  await base.owner.query('UPDATE people SET account_id = NULL WHERE county_id = 1')
  const { id } = await write((tx) => insertRun(tx, 1, { key, by: null, now: house.clock.now }))
  await base.owner.query('UPDATE first_password_runs SET alive_at = $2 WHERE id = $1', [id, house.clock.now])
  const slips = newWork()
  const going = { countyId: 1, runId: id, key, by: operator }
  assert.equal(await slips.goOn(going), false)
  house.clock.now = new Date(house.clock.now.getTime() + SILENT_MS + 1)
  await write((tx) => closeRun(tx, 1, id, house.clock.now))
  assert.equal(await slips.goOn(going), false)
  assert.equal((await read((tx) => listToGive(tx, 1, id, 10))).length, 3)
  await slips.stop()
})

test('two who begin at once: the second finds the first', async () => {
  await base.owner.query('UPDATE first_password_runs SET closed_at = now() WHERE county_id = 1')
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
  const began = await Promise.allSettled(
    ['a', 'b'].map((letter) =>
      write((tx) => startRun(tx, 1, { key: letter.repeat(64), by: null, now: house.clock.now })),
    ),
  )
  assert.deepEqual(began.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const lost = began.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  assert.equal((lost.reason as Refused).refusal?.code, 'wrong_state', String(lost.reason))
  const { rows } = await base.owner.query(
    'SELECT count(*)::int AS n FROM first_password_runs WHERE county_id = 1 AND closed_at IS NULL',
  )
  assert.equal(rows[0].n, 1)
})

test('administrators, and whoever is to become one, get no password from a run', async () => {
  const add = (name: string, role?: 'audit_admin' | 'security_admin') =>
    write((tx) =>
      createPerson(
        tx,
        1,
        {
          ...{ name, username: `u${name}`, posts: [] },
          grants: role ? [{ role, organizationId: house.east.root }] : [],
        },
        operator,
        noon,
      ),
    )
  await add('审计', 'audit_admin')
  const asker = await add('安全', 'security_admin')
  const to = await add('将任')
  const request = {
    ...({ id: newId(), personId: to, role: 'system_admin', organizationId: house.east.root } as const),
    ...{ validFrom: null, validTo: null, reason: '工作需要' },
  }
  await write((tx) => askGrant(tx, 1, request, { personId: asker, as: 'security_admin' }, house.clock.now))
  await base.owner.query('UPDATE people SET account_id = NULL WHERE county_id = 1')
  const { id } = await write((tx) => insertRun(tx, 1, { key, by: null, now: house.clock.now }))
  const given = await read((tx) => listToGive(tx, 1, id, 100))
  assert.deepEqual(given.map(({ username }) => username).sort(), ['u丙', 'u乙', 'u甲'])
})

test('a password that somebody chose is left alone, by the next run and by one under way', async () => {
  const people = await read((tx) =>
    tx
      .selectFrom('people')
      .select(['id', 'username'])
      .where('username', 'in', ['u甲', 'u乙', 'u丙'])
      .execute(),
  )
  const idOf = (username: string) => people.find((person) => person.username === username)!.id
  const chose = async (username: string, mustChange: boolean) => {
    const account = await setPassword(house.auth, 1, username, 'my-own-words-12')
    await write((tx) => linkAccount(tx, 1, idOf(username), account, operator, house.clock.now))
    await base.owner.query('UPDATE password_states SET must_change = $2 WHERE person_id = $1', [
      idOf(username),
      mustChange,
    ])
  }
  const signIn = (username: string) =>
    house.sessions.signIn({ username, password: 'my-own-words-12' }, 1, {
      ...request,
      ip: `::${username.length}`,
    })
  // Everybody was given one in a run that nobody closed; one has changed it since.
  const run = await read((tx) => findRun(tx, 1, house.clock.now))
  await base.owner.query('UPDATE first_password_slips SET given_at = $2 WHERE run_id = $1', [
    run!.id,
    house.clock.now,
  ])
  await chose('u甲', false)
  await chose('u乙', true)
  const next = await write((tx) => insertRun(tx, 1, { key, by: null, now: house.clock.now }))
  assert.deepEqual(
    (await read((tx) => listToGive(tx, 1, next.id, 100))).map(({ username }) => username).sort(),
    ['u丙', 'u乙'],
  )
  // Until it is their turn, one was given another password, and one became an administrator.
  house.clock.now = new Date(house.clock.now.getTime() + 1000)
  await chose('u乙', true)
  await base.owner.query("UPDATE people SET office = 'audit_admin' WHERE id = $1", [idOf('u丙')])
  const slips = newWork()
  assert.equal(await slips.goOn({ countyId: 1, runId: next.id, key, by: operator }), true)
  await until(async () => (await read((tx) => findRun(tx, 1, house.clock.now, next.id)))?.done === 2)
  await slips.stop()
  assert.deepEqual(errors, [])
  assert.deepEqual(await read((tx) => listGiven(tx, 1, next.id, { after: 0, limit: 9, now: noon })), [])
  for (const username of ['u甲', 'u乙']) await signIn(username)
})

test('runs and slips of one county are not there for another', async () => {
  const { id } = await write((tx) => insertRun(tx, 1, { key, by: null, now: house.clock.now }))
  const foreign = await house.database.read(2, async (tx) => [
    await findRun(tx, 2, house.clock.now, id),
    await listGiven(tx, 2, id, { after: 0, limit: 10, now: noon }),
    await countWaiting(tx, 2),
  ])
  assert.deepEqual(foreign, [undefined, [], 3])
  for (const sql of [
    'UPDATE first_password_runs SET key_hash = $1',
    'UPDATE first_password_slips SET person_id = $1',
    'DELETE FROM first_password_slips WHERE run_id::text = $1',
  ])
    await assert.rejects(base.app.query(sql, [id]), /permission denied/)
})
