import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createPersonalCounty, type PersonalCounty } from '#tests/support/personal-county.ts'
import { copyOf } from './data-copy.ts'
import { knownMatters, wordOf } from './facts.ts'
import { held, notPersonal, officialRecord, ofResidents, retentionTitles, traces } from './registry.ts'
import { agingLogs } from './retention.ts'
import { personalDataRules } from './rules.seed.ts'

/** What the registry says of the schema is what the schema is. */
let house: PersonalCounty
before(async () => {
  house = await createPersonalCounty()
})
after(() => house.close())

const listed = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).flatMap(([table, names]) => names.split(' ').map((name) => `${table}.${name}`))
const declared = held.flatMap(({ schema, table, columns }) =>
  Object.keys(columns).map((name) => `${schema}.${table}.${name}`),
)

test('every column that can hold words is declared as personal, as the official record, or as neither, once', async () => {
  const { rows } = await house.base.owner.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name || '.' || column_name AS name FROM information_schema.columns
     JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema IN ('public', 'auth') AND table_type = 'BASE TABLE'
       AND udt_name IN ('text','varchar','bpchar','name','citext','json','jsonb','bytea','tsvector','_text','_varchar')`,
  )
  const known = [...declared, ...listed(officialRecord), ...listed(ofResidents), ...listed(notPersonal)]
  const columns = rows.map(({ name }) => name)
  assert.ok(columns.length > 100)
  assert.deepEqual(
    columns.filter((name) => !known.includes(name)),
    [],
    'say in registry.ts what these are',
  )
  assert.deepEqual(
    known.filter((name) => !columns.includes(name)),
    [],
    'these are no more',
  )
  assert.deepEqual(
    known.filter((name, at) => known.indexOf(name) !== at),
    [],
    'said twice',
  )
})

test('every column that names a person says so', async () => {
  const { rows } = await house.base.owner.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND udt_name IN ('uuid', '_uuid')
       AND column_name ~ '(^|_)(person|leader|checker|delegate|holder)(_ids?)?$|_by$|_for$'`,
  )
  const owners = held.map(({ table, owner }) => `${table}.${owner}`)
  const named = [
    ...owners,
    ...traces.flatMap(({ table, columns }) => columns.map((name) => `${table}.${name}`)),
  ]
  assert.deepEqual(
    rows.map(({ name }) => name).filter((name) => !named.includes(name)),
    [],
  )
})

test('the copy of anybody can be made, and shows nothing that opens anything', async () => {
  for (const personId of [house.people.office, house.people.villageSecretary]) {
    const copy = await house.read((tx) => copyOf(tx, house.sealing, { countyId: 1, personId, own: true }))
    assert.equal(copy.parts.length, held.length)
    const roles = copy.parts.find(({ title }) => title.en === 'Roles')
    assert.equal(roles?.rows.length, 1)
    assert.ok(!JSON.stringify(copy).includes('sha256:'))
  }
})

test('whoever hands over a copy reads nothing of the person’s work in it', async () => {
  const personId = house.people.villageSecretary
  await house.base.owner.query(
    `INSERT INTO saved_views (county_id, id, person_id, name, query)
     VALUES (1, gen_random_uuid(), $1, '王某家的沟', '{"q": "王某"}')`,
    [personId],
  )
  const copy = async (own: boolean) =>
    JSON.stringify(await house.read((tx) => copyOf(tx, house.sealing, { countyId: 1, personId, own })))
  assert.match(await copy(true), /王某家的沟.*王某/)
  assert.doesNotMatch(await copy(false), /王某/)
})

/** Columns that are in every table, and those that no entry speaks of: what they hold is written without one, or whole. */
const silent = /^(id|county_id|(counties\.(code|name|created_at|is_demo|time_zone)|public_contacts\.\w+))$/

test('every column of every table that the log speaks of has its words', async () => {
  const { rows } = await house.base.owner.query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY($1)`,
    [Object.keys(knownMatters)],
  )
  assert.ok(rows.length > 100)
  const bare = rows.filter(
    ({ table, column }) =>
      !silent.test(column) && !silent.test(`${table}.${column}`) && !wordOf(table, column),
  )
  assert.deepEqual(
    bare.map(({ table, column }) => `${table}.${column}`),
    [],
    'say in facts.ts or registry.ts what these are',
  )
  for (const log of [...agingLogs, 'uploads']) assert.ok(wordOf('retention', log), log)
})

test('every rule of retention has its title, and no other', () => {
  const keys = personalDataRules.filter(({ kind }) => kind === 'retention').map(({ key }) => key)
  assert.deepEqual(keys.toSorted(), Object.keys(retentionTitles).toSorted())
})
