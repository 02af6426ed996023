import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createPerson, giveDuties, operator } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, noon, type TwoCounties } from '#tests/support/two-counties.ts'
import { createCounty, listCounties } from './county.ts'
import { closeOrganization, type Merger, mergeOrganization } from './merging.ts'
import { moveOrganization } from './moving.ts'
import { createOrganization, renameOrganization } from './organization-acts.ts'
import { countHolders, findOrganizationDetail, listOrganizationHistory } from './read-organization.ts'
import { type Split, splitOrganization } from './splitting.ts'
import {
  findOrganization,
  findOrganizationPeople,
  getRoot,
  listOrganizations,
  listPeopleByRole,
} from './store.ts'

let base: TestDatabase
let house: TwoCounties

before(async () => {
  base = await createTestDatabase()
  house = await createTwoCounties(base)
})
after(() => base.close())

const write = <T>(work: (tx: Tx) => Promise<T>) => house.database.write(1, work)
const read = <T>(work: (tx: Tx) => Promise<T>) => house.database.read(1, work)
const days = (n: number) => new Date(noon.getTime() + n * 86_400_000)
const refusal = (expected: object) => (error: { refusal?: object }) => {
  assert.deepEqual(error.refusal, expected)
  return true
}
const invalid = (path: string, reason: string) => refusal({ code: 'invalid', issues: [{ path, reason }] })
const actsOf = async (caseId: string) =>
  (await base.owner.query('SELECT entry FROM history WHERE case_id = $1 ORDER BY seq', [caseId])).rows.map(
    ({ entry }) => entry.act,
  )

test('a county begins with its root, which is in the history, and its code is its own', async () => {
  const root = await read((tx) => getRoot(tx, 1))
  assert.deepEqual(
    [root.code, root.kind, root.name, root.parent_id, root.township_id],
    ['E', 'county', '东山县', null, null],
  )
  assert.deepEqual(await actsOf(root.id), ['createOrganization'])
  assert.deepEqual(
    (await listCounties(base.app)).map(({ countyId, code }) => [countyId, code]),
    [
      [1, 'E'],
      [2, 'W'],
    ],
  )
  await assert.rejects(
    createCounty(base.owner, { code: 'E', name: '又一个', isDemo: false }),
    invalid('code', 'taken'),
  )
  await assert.rejects(
    createCounty(base.app, { code: 'X', name: '不许', isDemo: false }),
    /permission denied/,
  )
})

test('an organisation stands where its kind may stand, under a code of its own, in its own county', async () => {
  const add = (kind: 'village' | 'township', code: string, parentId: string) =>
    write((tx) => createOrganization(tx, 1, { kind, code, name: code, parentId }, operator, noon))
  await assert.rejects(add('village', 'V9', house.east.root), invalid('parentId', 'wrong_kind'))
  await assert.rejects(add('township', 'T9', house.east.bridge), invalid('parentId', 'wrong_kind'))
  await assert.rejects(add('village', 'V1', house.east.bridge), invalid('code', 'taken'))
  await assert.rejects(add('village', 'V9', house.west.bridge), invalid('parentId', 'unknown'))
  const row = await read((tx) => findOrganization(tx, 1, house.east.upper))
  assert.equal(row?.township_id, house.east.bridge)
  assert.equal(
    (await read((tx) => findOrganization(tx, 1, house.east.bridge)))?.township_id,
    house.east.bridge,
  )
  assert.equal((await read((tx) => findOrganization(tx, 1, house.east.farming)))?.township_id, null)
})

test('the tree has parents before children and the secretary of today', async () => {
  const { bridge } = house.east
  const name = (name: string) => write((tx) => createPerson(tx, 1, { name }, operator, noon))
  const secretary = { posts: [{ organizationId: bridge, kind: 'secretary' as const, title: '党委书记' }] }
  const [first, second] = [await name('前任'), await name('现任')]
  await write((tx) => giveDuties(tx, 1, first, secretary, operator, noon))
  await write((tx) => giveDuties(tx, 1, second, secretary, operator, days(10)))
  const secretaryOn = async (day: number) =>
    (await read((tx) => listOrganizations(tx, 1, days(day)))).find(({ id }) => id === bridge)?.secretaryName
  assert.equal(await secretaryOn(9), '前任')
  assert.equal(await secretaryOn(10), '现任')
  const tree = await read((tx) => listOrganizations(tx, 1, noon))
  const seen = new Set<string | null>([null])
  for (const { id, parentId } of tree) {
    assert.ok(seen.has(parentId))
    seen.add(id)
  }
  assert.equal(tree.length, 7)
})

test('the people of a village: its own by post, then the township’s leaders who are its contact', async () => {
  const { upper, bridge } = house.east
  const add = (
    name: string,
    organizationId: string,
    kind: 'secretary' | 'deputy' | 'staff',
    contacts: string[] = [],
  ) =>
    write((tx) =>
      createPerson(
        tx,
        1,
        { name, posts: [{ organizationId, kind, title: `${name}职` }], contacts },
        operator,
        noon,
      ),
    )
  await add('文书', upper, 'staff')
  await add('支书', upper, 'secretary')
  await add('副镇长', bridge, 'deputy', [upper])
  await add('驻村', upper, 'deputy', [upper])
  const people = await read((tx) => findOrganizationPeople(tx, 1, upper, noon))
  assert.deepEqual(
    people?.map(({ name, title, post, isContact }) => [name, title, post, isContact]),
    [
      ['支书', '支书职', 'secretary', false],
      ['驻村', '驻村职', 'deputy', true],
      ['文书', '文书职', 'staff', false],
      ['副镇长', '副镇长职', 'deputy', true],
    ],
  )
  assert.equal(await read((tx) => findOrganizationPeople(tx, 1, house.west.upper, noon)), undefined)
})

test('people by role come once each, with where they work', async () => {
  await house.addPerson(1, 'kong', 'inspector', house.east.root)
  const two = {
    name: '邓',
    username: 'deng',
    posts: [{ organizationId: house.east.farming, kind: 'head' as const, title: '局长' }],
  }
  const deng = await write((tx) => createPerson(tx, 1, two, operator, noon))
  const grants = [house.east.root, house.east.farming].map((organizationId) => ({
    role: 'inspector' as const,
    organizationId,
  }))
  await write((tx) => giveDuties(tx, 1, deng, { grants }, operator, noon))
  assert.deepEqual(
    (await read((tx) => listPeopleByRole(tx, 1, 'inspector', noon))).map(({ name, organizationName }) => [
      name,
      organizationName,
    ]),
    [
      ['人kong', '东山县'],
      ['邓', '农业农村局'],
    ],
  )
  assert.deepEqual(await house.database.read(2, (tx) => listPeopleByRole(tx, 2, 'inspector', noon)), [])
})

test('renaming records what changed and nothing when nothing did', async () => {
  const { lower } = house.east
  await write((tx) => renameOrganization(tx, 1, lower, { name: '下河新村' }, operator, noon))
  await write((tx) => renameOrganization(tx, 1, lower, { name: '下河新村', sort: 0 }, operator, noon))
  const row = await read((tx) => findOrganization(tx, 1, lower))
  assert.deepEqual([row?.name, row?.short_name, row?.version], ['下河新村', '下河村', 2])
  assert.deepEqual(await actsOf(lower), ['createOrganization', 'renameOrganization'])
  await assert.rejects(
    house.database.write(2, (tx) => renameOrganization(tx, 2, lower, { name: 'x' }, operator, noon)),
    refusal({ code: 'not_found' }),
  )
})

test('a merged township hands on its villages, ends what was held in it, and tells who has business there', async () => {
  const { willow, bridge, bank } = house.east
  const id = await house.addPerson(1, 'liu', 'secretary', willow)
  const posts = [{ organizationId: willow, kind: 'secretary' as const, title: '书记' }]
  await write((tx) => giveDuties(tx, 1, id, { posts }, operator, noon))
  const told: Merger[] = []
  const merge = (from: string, into: string, now = days(30)) =>
    write((tx) =>
      mergeOrganization(tx, 1, {
        from,
        into,
        by: operator,
        now,
        onMerged: async (_, merger) => void told.push(merger),
      }),
    )
  await assert.rejects(merge(willow, bank), invalid('into', 'cannot_merge'))
  await assert.rejects(merge(willow, willow), invalid('into', 'cannot_merge'))
  await assert.rejects(merge(willow, house.east.upper), invalid('into', 'wrong_kind'))
  await assert.rejects(merge(house.east.root, bridge), invalid('into', 'cannot_merge'))
  await assert.rejects(merge(willow, house.west.bridge), refusal({ code: 'not_found' }))
  await assert.rejects(merge(house.west.willow, bridge), refusal({ code: 'not_found' }))
  assert.equal(told.length, 0)

  await merge(willow, bridge)
  assert.deepEqual(
    told.map(({ from, into, moved }) => [from.id, into.id, moved]),
    [[willow, bridge, [bank]]],
  )
  const rows = await base.owner.query('SELECT id, status, successor_id FROM organizations WHERE id = $1', [
    willow,
  ])
  assert.deepEqual(rows.rows, [{ id: willow, status: 'merged', successor_id: bridge }])
  const village = await read((tx) => findOrganization(tx, 1, bank))
  assert.deepEqual([village?.parent_id, village?.township_id], [bridge, bridge])
  const held = await base.owner.query(
    `SELECT valid_to FROM posts WHERE person_id = $1 UNION ALL SELECT valid_to::date FROM role_grants WHERE person_id = $1`,
    [id],
  )
  assert.ok(held.rows.length === 2 && held.rows.every(({ valid_to }) => valid_to !== null))
  assert.deepEqual(await actsOf(willow), ['createOrganization', 'mergeOrganization'])
  assert.deepEqual(await actsOf(bank), ['createOrganization', 'moveOrganization'])
  assert.deepEqual(await actsOf(id), ['createPerson', 'giveDuties', 'endDuties'])
  const done = { code: 'wrong_state', state: 'merged', act: 'mergeOrganization' }
  await assert.rejects(merge(willow, bridge), refusal(done))
  await assert.rejects(merge(bank, willow), refusal(done))
})

test('a merger that cannot be finished leaves nothing of itself', async () => {
  const { farming, bridge } = house.east
  await assert.rejects(
    write((tx) =>
      mergeOrganization(tx, 1, {
        ...{ from: farming, into: bridge, by: operator, now: noon },
        onMerged: () => Promise.reject(new Error('problems could not move')),
      }),
    ),
    /could not move/,
  )
  assert.equal((await read((tx) => findOrganization(tx, 1, farming)))?.status, 'active')
  assert.deepEqual(await actsOf(farming), ['createOrganization'])
})

test('an organisation closes only when nobody there answers for anything and nothing stands below', async () => {
  const { farming, bridge } = house.east
  const close = (id: string, open: boolean) =>
    write((tx) =>
      closeOrganization(tx, 1, id, {
        by: operator,
        now: noon,
        listUnfinished: async () => (open ? ['noOpenProblems'] : []),
      }),
    )
  await assert.rejects(
    close(bridge, true),
    refusal({ code: 'missing', needs: ['noOpenProblems', 'nothingBelow'] }),
  )
  await assert.rejects(close(farming, true), refusal({ code: 'missing', needs: ['noOpenProblems'] }))
  const id = await house.addPerson(1, 'bai', 'clerk', farming)
  await close(farming, false)
  assert.equal((await read((tx) => findOrganization(tx, 1, farming)))?.status, 'closed')
  const { rows } = await base.owner.query('SELECT valid_to FROM role_grants WHERE person_id = $1', [id])
  assert.deepEqual(rows, [{ valid_to: noon }])
  await assert.rejects(
    close(farming, false),
    refusal({ code: 'wrong_state', state: 'closed', act: 'closeOrganization' }),
  )
})

test('a split makes a new one beside the old; each names the other, and what was named stands below the new', async () => {
  const { bridge, upper, lower } = house.west
  const other = (work: (tx: Tx) => Promise<unknown>) => house.database.write(2, work)
  const told: Split[] = []
  const split = (below: string[], code = 'T8') =>
    other((tx) =>
      splitOrganization(tx, 2, {
        ...{
          from: bridge,
          into: { code, name: '新桥镇', shortName: '新桥' },
          below,
          by: operator,
          now: days(40),
        },
        onSplit: async (_, done) => void told.push(done),
      }),
    )
  await assert.rejects(split([house.west.bank]), invalid('below', 'unknown_reference'))
  await assert.rejects(split([house.east.upper]), invalid('below', 'unknown_reference'))
  await assert.rejects(split([], 'T2'), invalid('code', 'taken'))
  await assert.rejects(
    other((tx) =>
      splitOrganization(tx, 2, {
        ...{ from: house.west.root, into: { code: 'C2', name: '新县' }, below: [], by: operator, now: noon },
        onSplit: async () => undefined,
      }),
    ),
    invalid('from', 'cannot_split'),
  )
  assert.equal(told.length, 0)
  await split([upper])
  const made = told[0]!.into.id
  assert.deepEqual([told[0]!.from.id, told[0]!.moved], [bridge, [upper]])
  const detail = (id: string) => house.database.read(2, (tx) => findOrganizationDetail(tx, 2, id))
  const [old, fresh, village] = [await detail(bridge), await detail(made), await detail(upper)]
  assert.deepEqual(
    old?.splitOff.map(({ id, name }) => [id, name]),
    [[made, '新桥镇']],
  )
  assert.deepEqual([fresh?.origin?.id, fresh?.kind, fresh?.parent?.id], [bridge, 'township', house.west.root])
  assert.deepEqual(
    [fresh?.below.map(({ id }) => id), old?.below.map(({ id }) => id), village?.parent?.id],
    [[upper], [lower], made],
  )
  const history = (id: string) => house.database.read(2, (tx) => listOrganizationHistory(tx, 2, id))
  const [entry] = await history(bridge)
  assert.deepEqual([entry?.act, entry?.splitOff, entry?.name], ['splitOrganization', '新桥镇', null])
  assert.equal((await history(made)).at(-1)?.origin, '石桥镇')
  assert.equal((await history(upper))[0]?.parent, '新桥镇')
})

test('a village moves below another township and keeps who works there', async () => {
  const { lower, willow, bridge, root } = house.west
  const id = await house.addPerson(2, 'kang', 'clerk', lower)
  const moved: unknown[] = []
  const move = (to: string, what = lower) =>
    house.database.write(2, (tx) =>
      moveOrganization(tx, 2, {
        ...{ id: what, to, by: operator, now: days(41) },
        onMoved: async (_, move) => void moved.push([move.moved.id, move.moved.township_id]),
      }),
    )
  await assert.rejects(move(root), invalid('to', 'wrong_kind'))
  await assert.rejects(move(bridge), invalid('to', 'cannot_move'))
  await assert.rejects(move(house.east.bridge), refusal({ code: 'not_found' }))
  await assert.rejects(move(willow, root), invalid('to', 'cannot_move'))
  await move(willow)
  assert.deepEqual(moved, [[lower, willow]])
  const row = await house.database.read(2, (tx) => findOrganization(tx, 2, lower))
  assert.deepEqual([row?.parent_id, row?.township_id], [willow, willow])
  const { rows } = await base.owner.query('SELECT valid_to FROM role_grants WHERE person_id = $1', [id])
  assert.deepEqual(rows, [{ valid_to: null }])
  assert.equal(await house.database.read(2, (tx) => countHolders(tx, 2, lower, days(41))), 1)
})
