import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Role } from '#features/accounts/index.ts'
import { peopleSheet, SheetPerson } from './people-sheet.ts'
import { type KnownPerson, type PlaceOfPeople, planPeople } from './plan-people.ts'

const places: PlaceOfPeople[] = [
  { id: 'c', code: 'C', kind: 'county', name: '东山县', status: 'active' },
  { id: 't', code: 'T', kind: 'township', name: '石桥镇', status: 'active' },
  { id: 'v', code: 'V', kind: 'village', name: '上河村', status: 'active' },
  { id: 'w', code: 'W', kind: 'village', name: '下河村', status: 'active' },
  { id: 'o', code: 'O', kind: 'village', name: '旧村', status: 'merged' },
]
const person = (id: string, name: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  ...{ id, name, username: null, status: 'active', posts: [], grants: [], contacts: [] },
  ...{ asked: [], office: null },
  ...more,
})
const row = (name: string, organizationCode: string, more: Partial<SheetPerson> = {}): SheetPerson => ({
  name,
  organizationCode,
  ...more,
})
const plan = (known: KnownPerson[], ...rows: SheetPerson[]) => planPeople(known, places, rows)
const said = (known: KnownPerson[], ...rows: SheetPerson[]) =>
  plan(known, ...rows).outcome.faults.map(({ index, column, reason }) => `${index} ${column} ${reason}`)

test('rows of one user name are one person; county roles are granted on the county, others where they are written', () => {
  const { steps, outcome } = plan(
    [],
    row('陈立新', 'T', { username: 'chen', post: 'secretary', title: '党委书记', role: 'secretary' }),
    row('陈立新', 'T', { username: 'chen', role: 'inspector', contactCodes: ['V', 'W'] }),
    row('王敏', 'V', { username: 'wang', role: 'viewer' }),
    row('王敏', 'V', { username: 'wang', role: 'personnel' }),
  )
  assert.deepEqual(outcome, { created: 4, changed: 0, unchanged: 0, faults: [] })
  const nothing = { posts: [], contacts: [], phone: null, ends: { posts: [], grants: [] } }
  assert.deepEqual(steps, [
    {
      ...{ id: null, name: '陈立新', username: 'chen', ends: { posts: [], grants: [] } },
      posts: [{ organizationId: 't', kind: 'secretary', title: '党委书记' }],
      grants: [
        { role: 'secretary', organizationId: 't' },
        { role: 'inspector', organizationId: 'c' },
      ],
      contacts: ['v', 'w'],
      phone: null,
    },
    {
      ...{ id: null, name: '王敏', username: 'wang', ...nothing },
      grants: [
        { role: 'viewer', organizationId: 'v' },
        { role: 'personnel', organizationId: 'c' },
      ],
    },
  ])
})

test('somebody without a user name is known by name and organisation, and may be given one later', () => {
  const zhou = person('p', '周平', {
    posts: [{ id: 'x', organizationId: 'v', kind: 'staff', title: '工作人员' }],
  })
  const { steps, outcome } = plan([zhou], row('周平', 'V', { username: 'zhou', post: 'staff' }))
  assert.deepEqual(outcome, { created: 0, changed: 1, unchanged: 0, faults: [] })
  assert.deepEqual(
    steps.map(({ id, username, posts }) => [id, username, posts]),
    [['p', 'zhou', []]],
  )
  assert.equal(
    plan([zhou], row('周平', 'W', { post: 'staff' })).outcome.created,
    1,
    'elsewhere it is another person',
  )
})

test('a telephone number is set where there is none, and no sheet tries or changes one that is kept', () => {
  const post = { id: 'x', organizationId: 'v', kind: 'staff' as const, title: '工作人员' }
  const phones = (hasPhone: boolean, ...given: string[]) =>
    planPeople(
      [person('p', '周平', { posts: [post], hasPhone })],
      places,
      given.map((phone) => row('周平', 'V', { post: 'staff', phone })),
    )
  for (const guessed of ['13800001234', '13900001234'])
    assert.deepEqual(phones(true, guessed), {
      ...{ steps: [], outcome: { created: 0, changed: 0, unchanged: 1, faults: [] } },
    })
  assert.deepEqual(
    phones(false, '13900001234', '13900001234').steps.map(({ id, phone }) => [id, phone]),
    [['p', '13900001234']],
  )
  const { faults } = phones(false, '13900001234', '13700001234').outcome
  assert.deepEqual(
    faults.map(({ index, column }) => [index, column]),
    [[1, 'phone']],
  )
})

test('a new secretary takes over: the old post ends, and the role with it unless the sheet gives it anew', () => {
  const old = person('p', '周平', {
    username: 'zhou',
    posts: [
      { id: 'x', organizationId: 'v', kind: 'secretary', title: '书记' },
      { id: 'y', organizationId: 'w', kind: 'secretary', title: '书记' },
    ],
    grants: [
      { id: 'g', organizationId: 'v', role: 'secretary' },
      { id: 'h', organizationId: 'w', role: 'secretary' },
      { id: 'i', organizationId: 'v', role: 'clerk' },
    ],
  })
  const next = row('吴兰', 'V', { username: 'wu', post: 'secretary', role: 'secretary' })
  const endsOf = (steps: ReturnType<typeof plan>['steps']) => steps.find(({ id }) => id === 'p')?.ends
  assert.deepEqual(endsOf(plan([old], next).steps), { posts: ['x'], grants: ['g'] })
  const kept = row('周平', 'V', { username: 'zhou', post: 'deputy', role: 'secretary' })
  assert.deepEqual(endsOf(plan([old], next, kept).steps), { posts: ['x'], grants: [] })
  const retitled = row('周平', 'V', { username: 'zhou', post: 'secretary', title: '党总支书记' })
  assert.deepEqual(endsOf(plan([old], retitled).steps), { posts: ['x'], grants: [] })
})

test('what cannot be is said of the row and column, with what to do', () => {
  const li = person('l', '李四', { username: 'li' })
  const gone = person('m', '赵六', { username: 'zhao', status: 'left' })
  const two = ['a', 'b'].map((id) =>
    person(id, '张伟', { posts: [{ id: `${id}1`, organizationId: 'v', kind: 'staff', title: '工作人员' }] }),
  )
  assert.deepEqual(
    said(
      [li, gone, ...two],
      row('王五', 'V', { username: 'li', post: 'staff' }),
      row('赵六', 'V', { username: 'zhao', post: 'staff' }),
      row('张伟', 'V', { post: 'member' }),
      row('钱七', 'NO', { post: 'staff' }),
      row('钱七', 'O', { post: 'staff' }),
      row('钱七', 'T', { contactCodes: ['T'] }),
      row('孙一', 'V', { post: 'secretary' }),
      row('孙二', 'V', { post: 'secretary' }),
    ),
    [
      '0 username 登录名「li」属于「李四」，请核对姓名或换一个登录名',
      '1 name 「赵六」已停用，请先恢复再导入',
      '2 username 「上河村」有几位「张伟」，请填登录名以便区分',
      '3 organizationCode 没有编码为「NO」的单位，请核对或先导入单位',
      '4 organizationCode 「旧村」已撤并，请改为接续它的单位',
      '5 contactCodes 「石桥镇」不是村或社区，请核对编码',
      '7 post 表里已有「上河村」的书记「孙一」，一个单位只能有一名，请核对',
    ],
  )
})

test('a row of the sheet says on its own what is missing in it', () => {
  const issues = (value: object) =>
    SheetPerson.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ??
    []
  const base = { name: '陈立新', organizationCode: 'T' }
  assert.deepEqual(issues(base), ['post 职务类别、角色、联系村编码至少填一项'])
  assert.deepEqual(issues({ ...base, contactCodes: 'V1' }), ['post 不填登录名的人，请选择职务类别'])
  assert.deepEqual(issues({ ...base, title: '镇长', role: 'viewer', username: 'a1' }), [
    'post 填了职务名称，请同时选择职务类别',
  ])
  assert.deepEqual(issues({ ...base, post: 'staff', role: 'viewer' }), [
    'username 有角色的人要登录系统，请填登录名',
  ])
  assert.deepEqual(issues({ ...base, contactCodes: 'V1、坏 编码' }), [
    'contactCodes 「坏」不是单位编码，请核对',
  ])
  const parsed = SheetPerson.parse({ ...base, username: 'Ｃhen', contactCodes: 'V1、V2，V1' })
  assert.deepEqual([parsed.username, parsed.contactCodes], ['chen', ['V1', 'V2']])
  assert.equal(peopleSheet.naturalKey(parsed), 'chen|T||||V1 V2')
})

const roles: Role[] = ['office', 'secretary', 'clerk', 'viewer']
const anyRow: fc.Arbitrary<SheetPerson> = fc
  .record(
    {
      name: fc.constantFrom('甲', '乙', '丙'),
      username: fc.constantFrom('aa', 'bb', 'zz'),
      organizationCode: fc.constantFrom('C', 'T', 'V', 'W', 'O'),
      post: fc.constantFrom('secretary', 'deputy', 'staff'),
      title: fc.constantFrom('书记', '主任'),
      role: fc.constantFrom(...roles),
      contactCodes: fc.subarray(['V', 'W', 'T']),
    },
    { requiredKeys: ['name', 'organizationCode'] },
  )
  .filter((row) => SheetPerson.safeParse({ ...row, contactCodes: row.contactCodes?.join('、') }).success)
const before: KnownPerson[] = [
  person('p', '甲', {
    username: 'aa',
    posts: [{ id: 'x', organizationId: 'v', kind: 'secretary', title: '书记' }],
    grants: [{ id: 'g', organizationId: 'v', role: 'secretary' }],
  }),
  person('q', '乙', { posts: [{ id: 'y', organizationId: 'w', kind: 'staff', title: '主任' }] }),
  person('r', '丙', { username: 'zz', status: 'left' }),
]

/** Carries the steps out on plain objects, as the import does on tables. */
function carriedOut(known: KnownPerson[], rows: SheetPerson[]): KnownPerson[] {
  let made = 0
  const named = <T extends object>(all: T[]) => all.map((one) => ({ ...one, id: `n${made++}` }))
  const after = known.map((one) => ({ ...one }))
  for (const step of plan(known, ...rows).steps) {
    let target = after.find(({ id }) => id === step.id)
    if (!target) {
      target = person(`new${made++}`, step.name)
      after.push(target)
    }
    Object.assign(target, {
      username: step.username ?? target.username,
      posts: [...target.posts.filter(({ id }) => !step.ends.posts.includes(id)), ...named(step.posts)],
      grants: [...target.grants.filter(({ id }) => !step.ends.grants.includes(id)), ...named(step.grants)],
      contacts: [...target.contacts, ...step.contacts],
    })
  }
  return after
}

test('the good rows alone are all good, importing them twice changes nothing, and a place has one secretary', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 10 }), (rows) => {
      const bad = new Set(plan(before, ...rows).outcome.faults.map(({ index }) => index))
      const good = rows.filter((_, index) => !bad.has(index))
      const first = plan(before, ...good).outcome
      assert.deepEqual(first.faults, [])
      assert.equal(first.created + first.changed + first.unchanged, good.length)
      const after = carriedOut(before, good)
      const again = plan(after, ...good)
      assert.deepEqual(again.steps, [])
      assert.deepEqual(again.outcome, { created: 0, changed: 0, unchanged: good.length, faults: [] })
      const secretaries = after.flatMap(({ posts }) => posts.filter(({ kind }) => kind === 'secretary'))
      assert.equal(new Set(secretaries.map(({ organizationId }) => organizationId)).size, secretaries.length)
      const usernames = after.flatMap(({ username }) => username ?? [])
      assert.equal(new Set(usernames).size, usernames.length)
    }),
    { numRuns: 1000 },
  )
})
