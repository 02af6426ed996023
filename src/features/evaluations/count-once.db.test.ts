import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { content, cross, EvaluationWalk, evaluationDeps } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'

/**
 * A count that breaks off after its first INSERT leaves what it counted in dead rows, which whoever owns the database
 * can read. Two counts of different ballots would tell by their difference what the ballots between them say.
 */
let db: TestDatabase
let county: SmallCounty
let deps: Deps
let dataDir: string
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  ;({ deps, dataDir } = evaluationDeps(county))
})
after(() => db.close())

const invalid = (reason: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === 'invalid', String(error))
  assert.equal(error.refusal.issues[0]?.reason, reason)
  return true
}

async function toBeCounted() {
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await w.wait(20).toClosureRequested()
  await w.toAwaitingEvaluation()
  const c = await new EvaluationWalk(county, deps, deps.database, w.at).open([w.acted.id])
  const codes = await c.issue(8)
  for (const [i, code] of codes.slice(0, 6).entries()) await c.answer(code, i === 0 ? cross : content)
  return { c: await c.act('townClerk', 'endAnswers', {}), paper: codes[6] ?? '' }
}

/** As an owner of the database can have it: the last thing a count does fails. */
async function breakingOff(work: () => Promise<void>): Promise<void> {
  await db.owner.query(`
    CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken off''; END';
    CREATE TRIGGER break_off BEFORE UPDATE ON evaluation_invitations
      FOR EACH ROW WHEN (OLD.sealed IS NOT NULL AND NEW.sealed IS NULL) EXECUTE FUNCTION break_off()`)
  try {
    await work()
  } finally {
    await db.owner.query('DROP FUNCTION break_off CASCADE')
  }
}

const stateOf = async ({ acted }: EvaluationWalk) =>
  (await db.owner.query('SELECT state, counts FROM evaluation_campaigns WHERE id = $1', [acted.id])).rows[0]

test('a count that broke off is done again of the same ballots, and of no others', async () => {
  const { c, paper } = await toBeCounted()
  await breakingOff(() => assert.rejects(c.act('townClerk', 'close', {}), /broken off/))
  assert.deepEqual(await stateOf(c), { state: 'counting', counts: null })
  await assert.rejects(c.read('townClerk', { code: paper, answers: content }), invalid('count_begun'))
  const one = `(SELECT id FROM evaluation_invitations WHERE campaign_id = $1 AND used ORDER BY id LIMIT 1)`
  const taken = await db.owner.query(
    `SELECT id, sealed, form FROM evaluation_invitations WHERE id = ${one}`,
    [c.acted.id],
  )
  const [{ id, sealed, form }] = taken.rows
  await db.owner.query(
    'UPDATE evaluation_invitations SET used = false, sealed = NULL, form = NULL WHERE id = $1',
    [id],
  )
  await assert.rejects(c.act('townClerk', 'close', {}), invalid('ballots_changed'))
  await db.owner.query(
    'UPDATE evaluation_invitations SET used = true, sealed = $2, form = $3 WHERE id = $1',
    [id, sealed, form],
  )
  await c.act('townClerk', 'close', {})
  const { state, counts } = await stateOf(c)
  assert.deepEqual([state, counts.places[0].classes.residents.valid], ['closed', 6])
  assert.deepEqual(readdirSync(join(dataDir, 'ballots')), [])
})

test('what broke off and is cancelled instead leaves neither key nor what it was bound to', async () => {
  const { c } = await toBeCounted()
  await breakingOff(() => assert.rejects(c.act('townClerk', 'close', {}), /broken off/))
  assert.equal(readdirSync(join(dataDir, 'ballots')).length, 2)
  await c.act('office', 'cancel', { reason: '数据库故障，重新组织' })
  assert.deepEqual(readdirSync(join(dataDir, 'ballots')), [])
  assert.ok(existsSync(join(dataDir, 'ballots')))
})

test('a count that is refused before it writes binds nothing', async () => {
  const { c, paper } = await toBeCounted()
  await c.read('townClerk', { code: paper, answers: content })
  await assert.rejects(c.act('townClerk', 'close', {}), (error) => error instanceof Refused)
  assert.equal((await c.read('townSecretary', { code: paper, answers: content })).is, 'settled')
  await c.act('townClerk', 'close', {})
  assert.equal((await stateOf(c)).counts.places[0].classes.residents.valid, 7)
})
