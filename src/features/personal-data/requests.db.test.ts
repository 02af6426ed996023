import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import {
  createPerson,
  createToken,
  endDuties,
  linkAccount,
  openAuth,
  operator,
  setPassword,
  setPersonStatus,
} from '#features/accounts/index.ts'
import { openArchive } from '#platform/backup/archive.ts'
import { writeBackup } from '#platform/backup/backup.ts'
import { writeCheckpoints } from '#platform/history/checkpoint.ts'
import { checkCheckpoints, type Finding, verifyCases } from '#platform/history/verify.ts'
import { casesInDatabase } from '#platform/history/verify-database.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createPersonalCounty, type PersonalCounty } from '#tests/support/personal-county.ts'
import { erasePerson } from './erasing.ts'
import { revealPhone } from './openings.ts'
import { findPhone, sealPhone, setPhone } from './phones.ts'
import { listRequests } from './request-list.ts'
import { askAboutData, decideRequest, type NewRequest, withdrawRequest } from './requests.ts'
import { forgetOld } from './retention.ts'

/** What people may ask about their own data, from the asking to what is left. */
let house: PersonalCounty
let security: { personId: string; as: string }
let system: { personId: string; as: string }
before(async () => {
  house = await createPersonalCounty()
  security = { personId: house.people.inspector, as: 'security_admin' }
  system = { personId: house.people.inspector2, as: 'system_admin' }
})
after(() => house.close())

const now = new Date('2026-06-10T02:00:00Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const refusedAs = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  assert.equal(error.refusal.code, code)
  return true
}
const nothing = { statement: null, newName: null, newPhone: null }

async function ask(
  kind: NewRequest['kind'],
  personId: string,
  given: Partial<NewRequest> = {},
  by = personId,
) {
  const world = await house.county.world(now)
  const asked = { ...{ countyId: 1, kind, personId, receivedOn: '2026-06-10' }, ...nothing, ...given }
  return house.write((tx) =>
    askAboutData(tx, house.sealing, { ...asked, by: { personId: by, as: null } }, world),
  )
}

async function decide(id: string, verdict: 'grant' | 'refuse' = 'grant', by = security, at = now) {
  const world = await house.county.world(at)
  const decision = { countyId: 1, requestId: id, verdict, reason: '核对无误', version: 1 }
  return house.write((tx) => decideRequest(tx, house.sealing, decision, by, world))
}

const lineOf = async (id: string) => {
  const world = await house.county.world(now)
  const rows = await house.read((tx) => listRequests(tx, house.sealing, 1, { limit: 100 }, world))
  return rows.find((row) => row.id === id)!
}

test('a correction is asked by the person, decided by another, and changes name and number with history', async () => {
  const { townClerk } = house.people
  const id = await ask('correct', townClerk, { newName: '陈立新', newPhone: '13811112222' })
  const waiting = await lineOf(id)
  assert.equal(waiting.newPhone, '138****2222')
  assert.equal(
    waiting.dueAt,
    '2026-07-02T15:59:59.999Z',
    '15 working days, the dragon boat festival left out',
  )
  await assert.rejects(
    decide(id, 'grant', { personId: townClerk, as: 'security_admin' }),
    refusedAs('same_person'),
  )
  await decide(id)
  await assert.rejects(decide(id), refusedAs('stale_version'))
  const { rows } = await house.base.owner.query('SELECT name FROM people WHERE id = $1', [townClerk])
  assert.equal(rows[0].name, '陈立新')
  assert.equal(await house.read((tx) => findPhone(tx, house.sealing, 1, townClerk)), '13811112222')
  const acts = await house.base.owner.query(
    "SELECT entry->>'act' AS act FROM history WHERE case_id IN ($1, $2) ORDER BY case_id, seq",
    [townClerk, id],
  )
  assert.deepEqual(acts.rows.map(({ act }) => act).sort(), [
    ...['askAboutData', 'begin', 'correctPerson', 'decideRequest', 'setPhone'],
  ])
})

test('a refusal changes nothing but the request, and one that was withdrawn is not decided', async () => {
  const { villageClerk } = house.people
  const id = await ask('correct', villageClerk, { newName: '别人' })
  await assert.rejects(ask('correct', villageClerk, { newName: '另一个' }), /data_requests_one_pending/)
  await decide(id, 'refuse')
  const { rows } = await house.base.owner.query('SELECT name FROM people WHERE id = $1', [villageClerk])
  assert.equal(rows[0].name, '人villageClerk')
  assert.deepEqual([(await lineOf(id)).status, (await lineOf(id)).decision], ['refused', '核对无误'])

  const second = await ask('see', villageClerk)
  const foreign = { personId: house.people.viewer, as: null }
  const withdrawal = { countyId: 1, requestId: second, version: 1 }
  await assert.rejects(
    house.write((tx) => withdrawRequest(tx, withdrawal, foreign, now)),
    refusedAs('not_found'),
  )
  await house.write((tx) => withdrawRequest(tx, withdrawal, { personId: villageClerk, as: null }, now))
  await assert.rejects(decide(second), refusedAs('stale_version'))
})

test('what came on paper is due from the day it was handed in, and whoever entered it does not decide it', async () => {
  const { viewer } = house.people
  const id = await ask('see', viewer, { receivedOn: '2026-06-01' }, system.personId)
  assert.deepEqual(
    [(await lineOf(id)).origin, (await lineOf(id)).dueAt],
    ['paper', '2026-06-23T15:59:59.999Z'],
  )
  await assert.rejects(decide(id, 'grant', system), refusedAs('same_person'))
  await assert.rejects(
    house.base.owner.query("UPDATE data_requests SET status = 'done', decided_by = asked_by WHERE id = $1", [
      id,
    ]),
    /check constraint/,
  )
  await decide(id)
  await assert.rejects(
    ask('see', viewer, { receivedOn: '2026-06-11' }, system.personId),
    refusedAs('invalid'),
  )
  await assert.rejects(ask('see', newId()), refusedAs('not_found'))
})

/** Everything that is told of somebody, under words that are nowhere else. */
const PLANTED = { name: '欧阳植物', username: 'ouyang-planted', phone: '13855558888', view: '植下的视图' }
const words = [...Object.values(PLANTED), '植下的理由', '植下的话']

async function enterPlanted() {
  const { base, county } = house
  const { organizations } = county
  const phone = sealPhone(house.sealing, 1, PLANTED.phone)
  const posts = [{ organizationId: organizations.willow, kind: 'staff' as const, title: '干事' }]
  const grants = [{ role: 'clerk' as const, organizationId: organizations.willow }]
  const person = { name: PLANTED.name, username: PLANTED.username, phone, posts, grants }
  const id = await house.write((tx) => createPerson(tx, 1, person, operator, now))
  const auth = await openAuth(base.app, 'f'.repeat(64))
  const accountId = await setPassword(auth, 1, PLANTED.username, 'bihuan-planted')
  await auth.api.signInUsername({ body: { username: `1/${PLANTED.username}`, password: 'bihuan-planted' } })
  await house.write(async (tx) => {
    await linkAccount(tx, 1, id, accountId, operator, now)
    await createToken(
      tx,
      1,
      { personId: id, name: PLANTED.view, scopes: ['problems:read'], days: 9 },
      operator,
      now,
    )
    const view = {
      county_id: 1,
      id: newId(),
      person_id: id,
      name: PLANTED.view,
      query: JSON.stringify({ q: PLANTED.name }),
    }
    await tx.insertInto('saved_views').values(view).execute()
    const opener = { personId: county.people.office, as: 'office', mostPerHour: 9 }
    await revealPhone(tx, house.sealing, { countyId: 1, personId: id, reason: '植下的理由' }, opener, now)
    await sql`WITH run AS (INSERT INTO first_password_runs (county_id, id, started_at, key_hash, total)
        VALUES (1, ${newId()}, ${now}, 'sha256:of a key', 1) RETURNING id)
      INSERT INTO first_password_slips (county_id, run_id, position, person_id, given_at)
        SELECT 1, id, 1, ${id}, ${now} FROM run`.execute(tx)
  })
  return { id, accountId }
}

/** Every table of every schema in which a word can be found; a superuser's view of the whole database. */
async function placesOf(word: string): Promise<string[]> {
  const admin = new pg.Client(house.base.adminUrl)
  await admin.connect()
  try {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    )
    const found: string[] = []
    for (const { name } of rows)
      if ((await admin.query(`SELECT FROM ${name} t WHERE t::text LIKE $1 LIMIT 1`, [`%${word}%`])).rowCount)
        found.push(name)
    return found
  } finally {
    await admin.end()
  }
}

async function findings(files: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = []
  const client = new pg.Client(house.base.ownerUrl)
  await client.connect()
  try {
    const checkpoints = await checkCheckpoints(files, [], (finding) => found.push(finding))
    await verifyCases(casesInDatabase(client), checkpoints, (finding) => found.push(finding))
    return found
  } finally {
    await client.end()
  }
}

test('who has left and holds nothing is erased: no word is left anywhere, and the history verifies', async () => {
  const { base, dataDir } = house
  const { id, accountId } = await enterPlanted()
  for (const word of [PLANTED.name, PLANTED.username, PLANTED.view, '植下的理由'])
    assert.ok((await placesOf(word)).length > 0, word)
  assert.deepEqual(await placesOf(PLANTED.phone), [], 'a number is nowhere in clear, even before')

  // A request of theirs from long ago, forgotten by the sweep since.
  const old = await ask('correct', id, { statement: '植下的旧话', newName: '植下的旧名' })
  await base.owner.query(
    "UPDATE data_requests SET status = 'withdrawn', asked_at = '2019-01-01' WHERE id = $1",
    [old],
  )
  assert.deepEqual(await forgetOld(house.county.deps, 1, await house.county.world(now)), { data_requests: 1 })
  for (const word of ['植下的旧话', '植下的旧名']) assert.deepEqual(await placesOf(word), [], word)

  const request = await ask('erase', id, { statement: '植下的话' })
  await assert.rejects(decide(request), (error) => {
    assert.ok(error instanceof Refused && error.refusal.code === 'missing')
    assert.deepEqual(error.refusal.needs, ['has_left', 'retention_over', 'no_roles', 'no_posts'])
    return true
  })
  assert.deepEqual((await lineOf(request)).missing, ['has_left', 'retention_over', 'no_roles', 'no_posts'])

  const held = async (table: string) =>
    (await base.owner.query(`SELECT id FROM ${table} WHERE person_id = $1`, [id])).rows.map((row) => row.id)
  const duties = { posts: await held('posts'), grants: await held('role_grants') }
  await house.write(async (tx) => {
    await endDuties(tx, 1, id, duties, operator, now)
    await setPersonStatus(tx, 1, id, 'left', operator, now)
  })
  await assert.rejects(decide(request, 'grant', security, later(364)), refusedAs('missing'))

  const client = new pg.Client(base.ownerUrl)
  await client.connect()
  const signed = await writeCheckpoints({ client, dataDir, now }).finally(() => client.end())
  await decide(request, 'grant', security, later(366))

  const backup = join(dataDir, 'after.tar')
  for (const word of [...words, accountId]) assert.deepEqual(await placesOf(word), [], word)
  for (const word of words) assert.deepEqual(await partsOfBackupWith(backup, word), [], word)
  const { rows } = await base.owner.query('SELECT name, username, status FROM people WHERE id = $1', [id])
  assert.deepEqual(rows, [{ name: '原工作人员0001', username: null, status: 'left' }])
  const slips = await base.owner.query('SELECT FROM first_password_slips WHERE person_id = $1', [id])
  assert.equal(slips.rowCount, 0)
  const entries = await base.owner.query('SELECT count(*)::int AS n FROM history WHERE case_id = $1', [id])
  assert.ok(entries.rows[0].n > 6, 'entries stay')
  assert.deepEqual(await findings(signed.map(({ file }) => file)), [])
})

let written = false
/** Looks into the parts of a whole backup, which are compressed. */
async function partsOfBackupWith(file: string, word: string): Promise<string[]> {
  if (!written) {
    const client = new pg.Client(house.base.ownerUrl)
    await client.connect()
    const order = { client, dataDir: house.dataDir, file, now, app: 'test', withSecrets: true }
    await writeBackup(order).finally(() => client.end())
    written = true
  }
  const archive = await openArchive(file)
  try {
    const found: string[] = []
    for (const table of archive.manifest.tables)
      for await (const rows of archive.rows(table)) if (rows.includes(word)) found.push(table.name)
    return found
  } finally {
    await archive.close()
  }
}

test('nobody is erased twice, comes back, or is erased past the door', async () => {
  const { rows } = await house.base.owner.query('SELECT id FROM people WHERE erased_at IS NOT NULL')
  const personId = rows[0].id
  const again = (tx: Parameters<typeof erasePerson>[0]) =>
    erasePerson(tx, { countyId: 1, personId, keepDays: 1 }, operator, later(400))
  await assert.rejects(house.write(again), refusedAs('wrong_state'))
  await assert.rejects(ask('erase', personId, {}, system.personId), refusedAs('wrong_state'))
  await assert.rejects(
    house.write((tx) =>
      setPhone(tx, house.sealing, { countyId: 1, personId, phone: '13855558888' }, operator, now),
    ),
    refusedAs('wrong_state'),
  )
  await assert.rejects(
    house.write((tx) => setPersonStatus(tx, 1, personId, 'active', operator, now)),
    refusedAs('wrong_state'),
  )
  await assert.rejects(
    house.base.owner.query("UPDATE people SET status = 'active' WHERE id = $1", [personId]),
    /check constraint/,
  )
  const direct = (text: string) => house.base.app.query(`BEGIN; SET LOCAL app.county = 1; ${text}`)
  for (const id of [personId, house.people.office])
    await assert
      .rejects(direct(`SELECT erase_person('${id}', 'x', now())`), /only somebody who has left/)
      .finally(() => house.base.app.query('ROLLBACK'))
})

test('a list stays readable when the key of one number in it is missing', async () => {
  const { office } = house.people
  const id = await ask('correct', office, { newPhone: '13800004444' })
  assert.deepEqual(
    [(await lineOf(id)).newPhone, (await lineOf(id)).newPhoneUnreadable],
    ['138****4444', false],
  )
  await house.base.owner.query(
    "UPDATE data_requests SET new_phone = replace(new_phone, split_part(new_phone, ':', 2), '9-ffffffff') WHERE id = $1",
    [id],
  )
  assert.deepEqual([(await lineOf(id)).newPhone, (await lineOf(id)).newPhoneUnreadable], [null, true])
})
