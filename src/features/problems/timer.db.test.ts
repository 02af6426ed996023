import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'
import { expire, expireOverdue } from './timer.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

type Sent = {
  name: string
  data: { caseId: string; countyId: number; commandId: string }
  startAfter?: Date
}

/** A county whose jobs are noted down instead of queued: what is sent and when it would run is what is asked. */
const noting = (sent: Sent[]): SmallCounty => ({
  ...county,
  deps: {
    ...county.deps,
    jobs: {
      sendIn: async (_tx, name, data, options) =>
        void sent.push({ name, data: data as Sent['data'], ...options } as Sent),
    },
  },
})

async function suspended(sent: Sent[]): Promise<ProblemWalk> {
  const w = await new ProblemWalk(noting(sent), '2026-03-02T01:00:00Z').toRectifying()
  await w.act('villageSecretary', 'requestSuspension', {
    until: w.day(30),
    reasonClass: 'funding',
    reason: '等待资金',
  })
  return w.act('leader', 'approveSuspension', {})
}

const at = (now: Date): Deps => ({ ...county.deps, now: () => now })
const stateOf = async (id: string) =>
  (await db.owner.query('SELECT state, due_at FROM problems WHERE id = $1', [id])).rows[0]

test('a suspension that runs out returns by itself, once, and gives the time back', async () => {
  const sent: Sent[] = []
  const w = await suspended(sent)
  assert.equal(sent.length, 1)
  const [job] = sent
  assert.ok(job?.startAfter)
  await expire(at(new Date(job.startAfter.getTime() - 60_000)), job.data)
  assert.equal((await stateOf(w.acted.id)).state, 'suspended', 'not before its time')
  const later = new Date(job.startAfter.getTime() + 60_000)
  await expire(at(later), job.data)
  await expire(at(later), job.data)
  assert.equal((await stateOf(w.acted.id)).state, 'rectifying')
  const { rows } = await db.owner.query(
    "SELECT entry FROM history WHERE case_id = $1 AND entry ->> 'act' = 'resume'",
    [w.acted.id],
  )
  assert.equal(rows.length, 1)
  assert.equal(rows[0].entry.actor, null)
  assert.equal(rows[0].entry.as, 'timer')
})

test('a suspension that was ended by hand is left alone when its day comes', async () => {
  const sent: Sent[] = []
  const w = await suspended(sent)
  await w.act('office', 'resume', {})
  const before = await stateOf(w.acted.id)
  await expire(
    at(new Date('2026-09-01T00:00:00Z')),
    sent[0]?.data ?? { countyId: 1, caseId: newId(), commandId: newId() },
  )
  assert.deepEqual(await stateOf(w.acted.id), before)
})

test('time alone does nothing to a problem that is overdue', async () => {
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await expire(at(new Date('2027-01-01T00:00:00Z')), {
    countyId: 1,
    caseId: w.acted.id,
    commandId: newId(),
  })
  assert.equal((await stateOf(w.acted.id)).state, 'rectifying')
})

/** The same as `at`, with what is sent noted down. */
const notingAt = (sent: Sent[], now: Date): Deps => ({ ...noting(sent).deps, now: () => now })

test('a job that comes a little early, by another machine’s clock, comes again at its time', async () => {
  const sent: Sent[] = []
  await suspended(sent)
  const [job] = sent
  assert.ok(job?.startAfter)
  await expire(notingAt(sent, new Date(job.startAfter.getTime() - 500)), job.data)
  assert.deepEqual(
    sent.map(({ startAfter, data }) => [startAfter, data.caseId]),
    [
      [job.startAfter, job.data.caseId],
      [job.startAfter, job.data.caseId],
    ],
  )
})

test('whose job was lost, as by a restored backup, returns by the daily sweep', async () => {
  const lost = await suspended([])
  const running = await suspended([])
  await running.act('office', 'resume', {})
  const { due_at } = await stateOf(lost.acted.id)
  await expireOverdue(at(new Date(due_at.getTime() - 1)), 1)
  assert.equal((await stateOf(lost.acted.id)).state, 'suspended')
  await expireOverdue(at(new Date(due_at.getTime() + 1)), 1)
  assert.equal((await stateOf(lost.acted.id)).state, 'rectifying')
})
