import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { giveFirstPasswords, operator } from '#features/accounts/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, noon, type TwoCounties } from '#tests/support/two-counties.ts'
import { importOrganizations, previewOrganizations } from './import-organizations.ts'
import { importPeople, previewPeople } from './import-people.ts'
import type { SheetOrganization } from './organization-sheet.ts'
import type { SheetPerson } from './people-sheet.ts'
import { findOrganizationPeople, listOrganizations } from './store.ts'

let base: TestDatabase
let house: TwoCounties

before(async () => {
  base = await createTestDatabase()
  house = await createTwoCounties(base)
})
after(() => base.close())

const organizations: SheetOrganization[] = [
  { code: 'N2', name: '新桥村', kind: 'village', parentCode: 'N1', sort: 2 },
  { code: 'N1', name: '新桥镇', shortName: '新桥', kind: 'township' },
  { code: 'V1', name: '上河一村', kind: 'village' },
]
const people: SheetPerson[] = [
  {
    name: '陈立新',
    username: 'chen',
    organizationCode: 'N1',
    post: 'secretary',
    role: 'secretary',
    contactCodes: ['N2'],
  },
  { name: '周平', organizationCode: 'N2', post: 'secretary', title: '党支部书记' },
  { name: '吴兰', username: 'wulan', organizationCode: 'N1', role: 'office' },
]
const importPlaces = (rows = organizations, countyId = 1) =>
  house.database.write(countyId, (tx) => importOrganizations(tx, countyId, rows, operator, noon))
const importThem = (rows = people, now = noon) =>
  house.database.write(1, (tx) => importPeople(tx, 1, rows, operator, now))
const historyLength = async () => (await base.owner.query('SELECT count(*)::int AS n FROM history')).rows[0].n

test('organisations come in with their parents, once however often', async () => {
  const preview = await house.database.read(1, (tx) => previewOrganizations(tx, 1, organizations))
  const first = await importPlaces()
  assert.deepEqual(first, { created: 2, changed: 1, unchanged: 0, faults: [] })
  assert.deepEqual(preview, first)
  const tree = await house.database.read(1, (tx) => listOrganizations(tx, 1, noon))
  const village = tree.find(({ code }) => code === 'N2')
  const town = tree.find(({ code }) => code === 'N1')
  assert.deepEqual(
    [town?.shortName, town?.townshipId, village?.parentId, village?.townshipId],
    ['新桥', town?.id, town?.id, town?.id],
  )
  assert.equal(tree.find(({ code }) => code === 'V1')?.name, '上河一村')
  const before = await historyLength()
  assert.deepEqual(await importPlaces(), { created: 0, changed: 0, unchanged: 3, faults: [] })
  assert.equal(await historyLength(), before)
})

test('with a fault nothing is written, and another county’s codes are unknown', async () => {
  const rows: SheetOrganization[] = [
    { code: 'G1', name: '好镇', kind: 'township' },
    { code: 'G2', name: '坏村', kind: 'village', parentCode: 'N1' },
  ]
  const { faults } = await importPlaces(rows, 2)
  assert.deepEqual(
    faults.map(({ index, column }) => [index, column]),
    [[1, 'parentCode']],
  )
  const tree = await house.database.read(2, (tx) => listOrganizations(tx, 2, noon))
  assert.equal(
    tree.find(({ code }) => code === 'G1'),
    undefined,
  )
})

test('people come in with posts, roles and contact villages, once however often', async () => {
  const preview = await house.database.read(1, (tx) => previewPeople(tx, 1, people, noon))
  const { withoutAccount, ...first } = await importThem()
  assert.deepEqual(first, { created: 3, changed: 0, unchanged: 0, faults: [] })
  assert.deepEqual(preview, first)
  const tree = await house.database.read(1, (tx) => listOrganizations(tx, 1, noon))
  const village = tree.find(({ code }) => code === 'N2')!
  assert.equal(village.secretaryName, '周平')
  const held = await house.database.read(1, (tx) => findOrganizationPeople(tx, 1, village.id, noon))
  assert.deepEqual(
    held?.map(({ name, title, isContact }) => [name, title, isContact]),
    [
      ['周平', '党支部书记', false],
      ['陈立新', '书记', true],
    ],
  )
  const { rows } = await base.owner.query(
    `SELECT p.name, g.role, o.kind FROM role_grants g JOIN people p ON p.id = g.person_id
     JOIN organizations o ON o.id = g.organization_id ORDER BY p.username`,
  )
  assert.deepEqual(rows, [
    { name: '陈立新', role: 'secretary', kind: 'township' },
    { name: '吴兰', role: 'office', kind: 'county' },
  ])
  const before = await historyLength()
  const again = await importThem()
  assert.deepEqual(again, { created: 0, changed: 0, unchanged: 3, faults: [], withoutAccount })
  assert.equal(await historyLength(), before)
})

test('first passwords are made when asked for, work, and are made once', async () => {
  const { withoutAccount } = await importThem()
  assert.equal(withoutAccount.length, 2)
  const given = await giveFirstPasswords(house, 1, withoutAccount, operator, noon)
  assert.deepEqual(
    given.map(({ name, username }) => [name, username]),
    [
      ['陈立新', 'chen'],
      ['吴兰', 'wulan'],
    ],
  )
  house.clock.now = new Date()
  for (const { username, password } of given) {
    const request = { method: 'POST', headers: {}, ip: '::1', protocol: 'http' }
    assert.ok((await house.sessions.signIn({ username, password }, 1, request)).actor.personId)
  }
  const kept = JSON.stringify(
    (await base.owner.query('SELECT * FROM row_versions')).rows.concat(
      (await base.owner.query('SELECT * FROM auth.account')).rows,
    ),
  )
  assert.ok(given.every(({ password }) => !kept.includes(password)))
  assert.deepEqual((await importThem()).withoutAccount, [])
  assert.deepEqual(await giveFirstPasswords(house, 1, withoutAccount, operator, noon), [])
})

test('a new secretary takes over in tree, posts and history', async () => {
  const later = new Date(noon.getTime() + 30 * 86_400_000)
  const next: SheetPerson[] = [
    { name: '许静', username: 'xujing', organizationCode: 'N1', post: 'secretary', role: 'secretary' },
  ]
  await importThem(next, later)
  const tree = await house.database.read(1, (tx) => listOrganizations(tx, 1, later))
  assert.equal(tree.find(({ code }) => code === 'N1')?.secretaryName, '许静')
  const { rows } = await base.owner.query(
    `SELECT x.valid_to, g.valid_to AS role_to FROM people p JOIN posts x ON x.person_id = p.id
     JOIN role_grants g ON g.person_id = p.id WHERE p.username = 'chen'`,
  )
  assert.deepEqual(rows, [{ valid_to: '2024-04-03', role_to: later }])
  assert.deepEqual((await importThem(next, later)).unchanged, 1)
})
