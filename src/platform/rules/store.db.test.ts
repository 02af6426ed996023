import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { connectDatabase, type Database } from '../database/transaction.ts'
import { newId } from '../ids.ts'
import { findRule, rule } from './rule-book.ts'
import { createRuleBooks } from './rule-books.ts'
import { addRuleVersion, loadRuleBook, type NewRuleVersion } from './store.ts'

let postgres: TestDatabase
let database: Database
const county = 1
const neighbour = 2

before(async () => {
  postgres = await createTestDatabase()
  database = connectDatabase(postgres.app)
  await postgres.owner.query(
    "INSERT INTO counties (county_id, code, name) VALUES (1, 'a', '甲县'), (2, 'b', '乙县')",
  )
})
after(() => postgres.close())

const version = (over: Partial<NewRuleVersion>): NewRuleVersion => ({
  id: newId(),
  kind: 'deadline',
  key: 'plan',
  after: 0,
  value: { amount: 30, unit: 'days' },
  basis: '第九条',
  source: '县委办〔2024〕8号',
  validFrom: '2024-02-29',
  note: null,
  createdBy: null,
  createdAt: new Date('2024-02-01T00:00:00Z'),
  ...over,
})
const add = (over: Partial<NewRuleVersion>, to = county) =>
  database.write(to, (tx) => addRuleVersion(tx, to, version(over)))
const load = (of = county) => database.read(of, (tx) => loadRuleBook(tx, of))

test('a rule is read back as it was written, whatever zone the host is in', async () => {
  const added = await add({ key: 'written', note: '试行' })
  assert.ok(added.ok)
  assert.deepEqual(rule(await load(), 'deadline', 'written', '2024-02-29'), added.value)
  assert.equal(findRule(await load(), 'deadline', 'written', '2024-02-28'), undefined)
})

test('a list as a value survives', async () => {
  const value = [{ code: 'audit', label: '审计', sort: 1 }]
  await add({ kind: 'dictionary', key: 'source', value })
  assert.deepEqual(rule(await load(), 'dictionary', 'source', '2026-01-01').value, value)
})

test('a new version leaves the old one to the days before it', async () => {
  await add({ key: 'growing' })
  await add({ key: 'growing', after: 1, validFrom: '2026-01-01', value: { amount: 20, unit: 'days' } })
  const book = await load()
  assert.equal(rule(book, 'deadline', 'growing', '2025-12-31').version, 1)
  assert.equal(rule(book, 'deadline', 'growing', '2026-01-01').version, 2)
})

test('who writes on an old version is told, and nothing is written', async () => {
  await add({ key: 'stale' })
  const late = await add({ key: 'stale', after: 0 })
  assert.deepEqual(late, { ok: false, refusal: { code: 'stale_version', seen: 0, now: 1 } })
  const ahead = await add({ key: 'stale', after: 5 })
  assert.deepEqual(ahead, { ok: false, refusal: { code: 'stale_version', seen: 5, now: 1 } })
})

test('of two who add the next version at once, one wins', async () => {
  const both = await Promise.all([add({ key: 'raced' }), add({ key: 'raced' })])
  assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true])
  const lost = both.find(({ ok }) => !ok)
  assert.deepEqual(lost, { ok: false, refusal: { code: 'stale_version', seen: 0, now: 1 } })
})

test('a value that is no deadline is refused before it is written', async () => {
  const refused = await add({ key: 'bad', value: { amount: 1.5, unit: 'days' } })
  assert.ok(!refused.ok && refused.refusal.code === 'invalid')
  assert.equal(findRule(await load(), 'deadline', 'bad', '2026-01-01'), undefined)
})

test('the database keeps versions from being rewritten or removed', async () => {
  await add({ key: 'kept' })
  for (const statement of ["UPDATE rules SET basis = ''", 'DELETE FROM rules', 'TRUNCATE rules']) {
    await assert.rejects(postgres.app.query(statement), /permission denied/)
  }
})

test('a county sees its own rules only', async () => {
  await add({ key: 'own' })
  await add({ key: 'theirs' }, neighbour)
  assert.equal(findRule(await load(), 'deadline', 'theirs', '2026-01-01'), undefined)
  assert.equal(findRule(await load(neighbour), 'deadline', 'own', '2026-01-01'), undefined)
  const foreign = await database.read(county, (tx) => loadRuleBook(tx, neighbour))
  assert.equal(foreign.kinds.size, 0)
})

test('kept rules are handed out for their time, and read again after it or when told', async () => {
  let time = 0
  const books = createRuleBooks(5_000, () => time)
  const read = () => database.read(county, (tx) => books.of(tx, county))
  const first = await read()
  await add({ key: 'fresh' })
  time = 4_999
  assert.equal(await read(), first)
  time = 5_000
  const second = await read()
  assert.ok(findRule(second, 'deadline', 'fresh', '2026-01-01'))
  await add({ key: 'fresher' })
  books.forget(county)
  assert.ok(findRule(await read(), 'deadline', 'fresher', '2026-01-01'))
})
