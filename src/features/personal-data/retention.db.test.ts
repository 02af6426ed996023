import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { operator } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { createPersonalCounty, type PersonalCounty } from '#tests/support/personal-county.ts'
import { revealPhone } from './openings.ts'
import { setPhone } from './phones.ts'
import { agingLogs, forgetOld } from './retention.ts'

/** What is old goes by itself, what is young cannot be made to go. */
let house: PersonalCounty
before(async () => {
  house = await createPersonalCounty()
})
after(() => house.close())

const now = new Date()
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)

async function attempts(days: number, n: number) {
  await house.base.owner.query(
    `INSERT INTO refused_attempts (county_id, id, at, act, reason)
     SELECT 1, gen_random_uuid(), $1, 'x', 'not_yours' FROM generate_series(1, $2)`,
    [ago(days), n],
  )
}
const run = async () => forgetOld(house.county.deps, 1, await house.county.world(now))
const left = async (table: string) =>
  (await house.base.owner.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n
const runs = async () =>
  (
    await house.base.owner.query(
      `SELECT v.content FROM history h JOIN row_versions v USING (county_id, case_id, seq)
       WHERE entry->>'kind' = 'retention' ORDER BY entry->>'entered', h.case_id`,
    )
  ).rows.map(({ content }) => content)

test('what is older than its rule goes, in batches, and each is an entry; what is younger stays', async () => {
  await attempts(366, 5_003)
  await attempts(364, 2)
  assert.deepEqual(await run(), { refused_attempts: 5_003 })
  assert.equal(await left('refused_attempts'), 2)
  assert.deepEqual(await runs(), [{ refused_attempts: 5_000 }, { refused_attempts: 3 }])
  assert.deepEqual(await run(), {})
  assert.deepEqual((await runs()).at(-1), {}, 'that it ran and found nothing is told too')
})

test('a rule that keeps for less than six months is not followed below that', async () => {
  await house.base.owner.query(
    `INSERT INTO rules (county_id, id, kind, key, version, value, basis, source, valid_from)
     VALUES (1, $1, 'retention', 'refused_attempts', 2, '{"days": 1}', 'x', 'x', '2000-01-01')`,
    [newId()],
  )
  house.county.deps.worlds.forget(1)
  await attempts(150, 1)
  await attempts(200, 1)
  assert.deepEqual(await run(), { refused_attempts: 1 + 2 })
  assert.equal(await left('refused_attempts'), 1)
})

test('the role that serves people deletes no log but through the door, and nothing young through it', async () => {
  const client = await house.base.app.connect()
  const tries = async (text: string) => {
    try {
      await client.query(`BEGIN; SET LOCAL app.county = 1`)
      await client.query(text)
    } finally {
      await client.query('ROLLBACK')
    }
  }
  try {
    for (const log of agingLogs) {
      await assert.rejects(tries(`DELETE FROM ${log}`), /permission denied/, log)
      await assert.rejects(
        tries(`SELECT forget_old_rows('${log}', now() - interval '5 months', 9)`),
        /six months/,
      )
    }
    await assert.rejects(
      tries("SELECT forget_old_rows('history', now() - interval '1 year', 9)"),
      /case not found/i,
    )
  } finally {
    client.release()
  }
})

test('what is forgotten leaves no content behind in the history', async () => {
  const { base, people, county } = house
  const opener = { personId: people.office, as: 'office', mostPerHour: 9 }
  await house.write(async (tx) => {
    const asked = { countyId: 1, personId: people.viewer }
    await setPhone(tx, house.sealing, { ...asked, phone: '13811112222' }, operator, now)
    await revealPhone(tx, house.sealing, { ...asked, reason: '通知开会的旧理由' }, opener, now)
  })
  await base.owner.query("UPDATE phone_openings SET at = '2019-01-01'")
  assert.deepEqual(await forgetOld(county.deps, 1, await county.world(now)), { phone_openings: 1 })
  const { rows } = await base.owner.query("SELECT 1 FROM row_versions WHERE content::text LIKE '%旧理由%'")
  assert.deepEqual(rows, [])
})

test('a workbook of people that was only looked at, and a picture that was not used, are gone after a day', async () => {
  const { owner } = house.base
  const sent = { 'text/csv': 'd'.repeat(64), 'image/jpeg': 'e'.repeat(64) }
  for (const [mime, sha256] of Object.entries(sent)) {
    await owner.query('INSERT INTO files VALUES (1, $1, 1, $2, $3)', [sha256, mime, ago(2)])
    await owner.query('INSERT INTO uploads VALUES (1, $1, $2, $3, $4, $5)', [
      ...[newId(), house.people.office, sha256, '名单.csv', ago(2)],
    ])
  }
  assert.deepEqual(await run(), { uploads: 2 })
})

test('a file that was sent and never used goes with its bytes, an imported workbook after a day', async () => {
  const { owner } = house.base
  const send = async (sha256: string, days: number) => {
    await owner.query("INSERT INTO files VALUES (1, $1, 1, 'application/pdf', $2) ON CONFLICT DO NOTHING", [
      sha256,
      ago(days),
    ])
    await owner.query('INSERT INTO uploads VALUES (1, $1, $2, $3, $4, $5)', [
      ...[newId(), house.people.office, sha256, '名单.csv', ago(days)],
    ])
  }
  const [unused, imported, young] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [
    string,
    string,
    string,
  ]
  await send(unused, 31)
  await send(imported, 2)
  await send(young, 29)
  await owner.query(
    `INSERT INTO imports (county_id, id, kind, file_name, file_hash, created, changed, unchanged, rejected, at)
     VALUES (1, $1, 'people', '名单.csv', $2, 1, 0, 0, 0, $3)`,
    [newId(), imported, ago(2)],
  )
  assert.deepEqual(await run(), { uploads: 2 })
  const { rows } = await owner.query('SELECT sha256 FROM files')
  assert.deepEqual(rows, [{ sha256: young }])
})
