import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { createSmallCounty } from '#tests/support/small-county.ts'
import { command as figures } from './figures.ts'

let base: TestDatabase
let operator: Operator
before(async () => {
  base = await createTestDatabase()
  const county = await createSmallCounty(base)
  const walk = new AppealWalk(county, appealDeps(county), '2025-05-12T01:00:00Z')
  await (await walk.toHandling()).toCallback()
  await walk.act('townRegistrar', 'closeSolved', { satisfaction: 'fairly' })
  operator = await createOperator(base, 'appealfigures')
})
after(async () => {
  await operator.close()
  await base.close()
})

const run = (...args: string[]) => operator.run(figures, ['--appeals', ...args])

test('the rates are printed with numerators and denominators, frozen once, and verified', async () => {
  const running = await run('--month', '2025-05')
  assert.equal(running.code, 0, running.err)
  assert.match(running.out, /群众诉求 2025-05，未冻结/)
  assert.match(
    running.out,
    /全县\t1\t1\t0\t0\t0\t100\.00% \(1\/1\)\t100\.00% \(1\/1\)\t80\.00% \(0\.8\/1\)\t0\t93/,
  )
  assert.equal((await run('--month', '2025-05', '--verify')).code, 1)
  const frozen = await run('--month', '2025-05', '--freeze')
  assert.deepEqual([frozen.code, frozen.err], [0, '2025-05 已冻结。2025-05 is frozen.'])
  assert.match(frozen.out, /已冻结/)
  assert.match((await run('--month', '2025-05', '--freeze')).err, /早已冻结/)
  const verified = await run('--month', '2025-05', '--verify')
  assert.deepEqual([verified.code, /与冻结时一致/.test(verified.out)], [0, true])
  const json = JSON.parse((await run('--month', '2025-05', '--json')).out)
  assert.deepEqual([json.frozen, json.formula.score], [true, 1])
  assert.ok(json.lines.some(({ name }: { name: string }) => name === '石桥镇'))
})

test('what does not fit is refused with the reason', async () => {
  assert.equal((await run('--month', '2999-01')).code, 1)
  assert.match((await run('--freeze', '--month', new Date().toISOString().slice(0, 7))).err, /还没有结束/)
  for (const args of [
    ['--month', 'May'],
    ['--freeze', '--verify'],
    ['--as-of', '2025-05-01'],
  ])
    assert.equal((await run(...args)).code, 2, args.join(' '))
  assert.equal((await operator.run(figures, ['--freeze'])).code, 2)
})

test('verifying tells when a row is not what it was', async () => {
  await base.owner.query("UPDATE appeal_callbacks SET outcome = 'unsolved'")
  const { code, err } = await run('--month', '2025-05', '--verify')
  assert.equal(code, 1)
  assert.match(err, /与冻结时不一致/)
})
