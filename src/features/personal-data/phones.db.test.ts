import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Seal } from '#features/accounts/factors/seal.ts'
import { createPerson, openTotpSecret, operator, sealTotpSecret } from '#features/accounts/index.ts'
import { identityColumns } from '#features/appeals/resealing.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createSealing, DoesNotOpen, partsOf } from '#platform/sealing/index.ts'
import { createPersonalCounty, type PersonalCounty } from '#tests/support/personal-county.ts'
import { listOpenings, lookUpPhone, revealPhone } from './openings.ts'
import { findPeopleByPhone, findPhone, sealPhone, setPhone } from './phones.ts'
import { countByKey, keptWithTheirKey, reseal, sealedColumns } from './resealing.ts'

/** Telephone numbers in the database: sealed, found again, opened with a reason, sealed anew. */
let house: PersonalCounty
before(async () => {
  house = await createPersonalCounty()
})
after(() => house.close())

const now = new Date('2026-06-10T02:00:00Z')
const give = (personId: string, phone: string | null, sealing = house.sealing) =>
  house.write((tx) => setPhone(tx, sealing, { countyId: 1, personId, phone }, operator, now))
const phoneOf = (personId: string, sealing = house.sealing) =>
  house.read((tx) => findPhone(tx, sealing, 1, personId))
const refusedAs = (code: string) => (error: unknown) =>
  error instanceof Refused && error.refusal.code === code
const entriesOf = async (personId: string) => {
  const { rows } = await house.base.owner.query(
    "SELECT entry->>'act' AS act FROM history WHERE case_id = $1 ORDER BY seq",
    [personId],
  )
  return rows.map(({ act }) => act)
}

test('a number is kept sealed, found by its index, and only changes are entries', async () => {
  const { viewer } = house.people
  await give(viewer, '13800001111')
  await give(viewer, '13800001111')
  assert.equal(await phoneOf(viewer), '13800001111')
  const found = await house.read((tx) => findPeopleByPhone(tx, house.sealing, 1, '13800001111'))
  assert.deepEqual(
    found.map(({ id }) => id),
    [viewer],
  )
  await give(viewer, null)
  assert.equal(await phoneOf(viewer), null)
  assert.deepEqual(await entriesOf(viewer), ['begin', 'setPhone', 'setPhone'])
})

test('somebody who comes with a number has it in the first entry, as what it is found by', async () => {
  const phone = sealPhone(house.sealing, 1, '13800002222')
  const id = await house.write((tx) => createPerson(tx, 1, { name: '新来', phone }, operator, now))
  assert.equal(await phoneOf(id), '13800002222')
  const { rows } = await house.base.owner.query(
    "SELECT content FROM row_versions WHERE case_id = $1 AND ref LIKE 'person_phones/%'",
    [id],
  )
  assert.deepEqual(Object.keys(rows[0].content), ['blind_index'])
})

test('the database takes no number in clear, nor one in part', async () => {
  const insert = (sealed: string, index: string) =>
    house.base.owner.query('INSERT INTO person_phones VALUES (1, $1, $2, $3)', [
      house.people.leader,
      sealed,
      index,
    ])
  const good = sealPhone(house.sealing, 1, '13800001111')(house.people.leader)
  for (const sealed of ['13800001111', 'aes-256-gcm:13800001111', `${good.sealed} 13800001111`])
    await assert.rejects(insert(sealed, good.blind_index), /check constraint/)
  await assert.rejects(insert(good.sealed, '13800001111'), /check constraint/)
})

test('a sealed number that was moved to another row does not open', async () => {
  const { clerkA, clerkB } = { clerkA: house.people.townClerk, clerkB: house.people.villageClerk }
  await give(clerkA, '13800003333')
  await give(clerkB, '13800004444')
  await house.base.owner.query(
    `UPDATE person_phones SET sealed = (SELECT sealed FROM person_phones WHERE person_id = $1) WHERE person_id = $2`,
    [clerkA, clerkB],
  )
  await assert.rejects(phoneOf(clerkB), DoesNotOpen)
  await house.base.owner.query('DELETE FROM person_phones WHERE person_id = $1', [clerkB])
})

test('opening needs a person who has one, says who, when and why, and is an entry', async () => {
  const { personnel, office } = house.people
  const opener = { personId: office, as: 'office', mostPerHour: 20 }
  const reveal = (personId: string) =>
    house.write((tx) =>
      revealPhone(tx, house.sealing, { countyId: 1, personId, reason: '通知开会' }, opener, now),
    )
  assert.equal(await reveal(personnel), null)
  assert.deepEqual(await house.read((tx) => listOpenings(tx, 1, personnel)), [])
  await assert.rejects(reveal(newId()), refusedAs('not_found'))
  await give(personnel, '13800005555')
  assert.equal(await reveal(personnel), '13800005555')
  assert.deepEqual(await house.read((tx) => listOpenings(tx, 1, personnel)), [
    { at: now.toISOString(), kind: 'reveal', by: '人office', as: 'office', reason: '通知开会' },
  ])
  assert.deepEqual(await entriesOf(personnel), ['begin', 'setPhone', 'revealPhone'])
})

test('nobody opens more in an hour than the rule allows, at once or one by one, found or not', async () => {
  const { office2, discipline } = house.people
  await give(discipline, '13800006666')
  const opener = { personId: office2, as: 'system_admin', mostPerHour: 3 }
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  const look = (phone: string, when: Date) =>
    house.write((tx) => lookUpPhone(tx, house.sealing, { countyId: 1, phone }, opener, when))
  const answers = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) => look(i % 2 ? '13800006666' : '13999999999', at(0))),
  )
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 3)
  await assert.rejects(look('13800006666', at(59)), (error) => {
    assert.ok(error instanceof Refused && error.refusal.code === 'too_many_attempts')
    assert.equal(error.refusal.retryAfter, 60)
    return true
  })
  assert.equal((await look('13800006666', at(61))).length, 1)
})

test('without the key a number is not shown, and the answer names the key', async () => {
  const { leader } = house.people
  await give(leader, '13800007777')
  const { rows } = await house.base.owner.query('SELECT sealed FROM person_phones WHERE person_id = $1', [
    leader,
  ])
  const { keyId } = partsOf(rows[0].sealed)
  const secrets = join(house.dataDir, 'secrets')
  const aside = join(house.dataDir, 'aside')
  mkdirSync(aside)
  for (const name of readdirSync(secrets)) renameSync(join(secrets, name), join(aside, name))
  const without = createSealing({ dataDir: house.dataDir })
  await assert.rejects(phoneOf(leader, without), (error) => {
    assert.ok(error instanceof Refused)
    assert.deepEqual(error.refusal, { code: 'key_missing', keyId })
    return true
  })
  for (const name of readdirSync(aside)) renameSync(join(aside, name), join(secrets, name))
  assert.equal(await phoneOf(leader, without), '13800007777')
})

test('sealing anew can be interrupted at any batch: all opens all the time, and the next run ends it', async () => {
  const many = 450
  await house.write(async (tx) => {
    for (let i = 0; i < many; i++) {
      const phone = sealPhone(house.sealing, 1, `137${String(i).padStart(8, '0')}`)
      await createPerson(tx, 1, { name: `众${i}`, phone }, operator, now)
    }
  })
  const rotated = createSealing({ dataDir: house.dataDir, algorithm: 'sm4-gcm' })
  const sessionsSecret = 'e'.repeat(64)
  // Authenticator apps: one sealed before there were keys for it, one since, one that nothing opens.
  const totp = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const apps = [newId(), newId(), newId()] as const
  const sealedApps = [
    new Seal(sessionsSecret, 'second-factors').close(totp, apps[0]),
    sealTotpSecret(house.sealing, 1, apps[1], totp),
    new Seal('another', 'second-factors').close(totp, apps[2]),
  ]
  for (const [at, id] of apps.entries())
    await house.base.owner.query(
      `INSERT INTO second_factors (county_id, id, person_id, kind, name, secret, made_at)
        VALUES (1, $1, $2, 'totp', '手机', $3, now())`,
      [id, house.people.office, sealedApps[at]],
    )
  const secretOf = async (id: string, sealing = rotated) => {
    const { rows } = await house.base.owner.query('SELECT secret FROM second_factors WHERE id = $1', [id])
    return openTotpSecret({ sealing, sessionsSecret }, 1, id, rows[0].secret)
  }
  for (const id of apps.slice(0, 2)) assert.equal(await secretOf(id), totp)
  const stop = new Error('interrupted')
  const run = (progress?: (n: number) => void) =>
    reseal(house.database, { sealing: rotated, sessionsSecret }, 1, () => now, progress)
  await assert.rejects(
    run(() => {
      throw stop
    }),
    stop,
  )
  const counts = async () => {
    const all = await house.read((tx) => countByKey(tx, 1))
    return (purpose: string, id: string) => all.get(`${purpose} ${id}`) ?? 0
  }
  const [old, fresh] = [house.sealing.keys.current().id, rotated.keys.current().id]
  const half = await counts()
  assert.ok(half('seal', old) > 0 && half('seal', fresh) > 0)
  for (const sealing of [house.sealing, rotated])
    for (const phone of ['13700000000', '13700000449']) {
      const [one] = await house.read((tx) => findPeopleByPhone(tx, sealing, 1, phone))
      assert.equal(await phoneOf(one!.id, sealing), phone)
    }
  assert.ok((await run()) > 200)
  for (const id of apps.slice(0, 2)) assert.equal(await secretOf(id), totp)
  assert.equal(await secretOf(apps[2]), undefined)
  const left = await house.base.owner.query(
    "SELECT count(*)::int AS n FROM second_factors WHERE secret LIKE 'sm4-gcm:%'",
  )
  assert.equal(left.rows[0].n, 2, 'the keys of the installation seal them, the national ones too')
  const whole = await counts()
  assert.equal(whole('seal', old), 0)
  assert.equal(whole('index', house.sealing.indexKeys.current().id), 0)
  assert.equal(await run(), 0, 'nothing is left, and nothing is written twice')
  const { rows } = await house.base.owner.query(
    "SELECT sum((content->>'values')::int)::int AS n FROM row_versions WHERE ref LIKE 'keys/%'",
  )
  assert.equal(rows[0].n, whole('seal', fresh))
})

test('every column that holds sealed values is among those that are sealed anew', async () => {
  const { rows } = await house.base.owner.query<{ place: string }>(
    `SELECT conrelid::regclass || '.' || a.attname AS place FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
     WHERE c.contype = 'c' AND pg_get_constraintdef(c.oid) LIKE '%[A-Za-z0-9_-]{16}:%{22}$%' ORDER BY 1`,
  )
  assert.deepEqual(
    rows.map(({ place }) => place),
    [
      ...[...sealedColumns, ...identityColumns].map(({ table, column }) => `${table}.${column}`),
      ...keptWithTheirKey,
    ].sort(),
  )
})
