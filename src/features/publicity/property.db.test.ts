import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { personNames } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { ActOnPublication } from './acts/index.ts'
import { pageKeysOf } from './content.ts'
import { type PublicationState, publicationLifecycle } from './lifecycle.ts'
import { partiesOf } from './policy.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

/** A body that is right in form for every act; whether it is right in substance is for the act to say. */
async function bodyFor(w: PublicationWalk, act: ActOnPublication, choice: number): Promise<object> {
  const text = '说明情况'
  const any = { reason: text, opinion: text, edits: [], marks: [], lifts: [], evidenceIds: [] }
  const withholding = {
    reasonClass: 'hype',
    note: text,
    reviewOn: w.at.toISOString().slice(0, 8).concat('28'),
  }
  if (act === 'confirmPage') {
    const pages = pageKeysOf((await w.row()).row.content)
    return { ...any, page: pages[choice % pages.length] }
  }
  if (act === 'withhold' || act === 'keepWithheld') return withholding
  const comment = { commentId: county.organizations.county, forward: true, answer: text }
  const channel = { channel: 'site', place: text, happenedOn: w.at.toISOString().slice(0, 10) }
  const picture = {
    pictureId: county.organizations.county,
    facesClear: true,
    platesClear: true,
    leaveOut: false,
  }
  return { ...any, ...comment, ...channel, ...picture }
}

test('random acts by random people never leave the table, and every acknowledged act is recorded once', async () => {
  const acts = [
    ...new Set(Object.values(publicationLifecycle.table).flatMap((rows) => Object.keys(rows))),
  ].filter((act) => act !== 'endPeriod' && act !== 'supersede') as ActOnPublication[]
  const step = fc.record({ by: fc.constantFrom(...personNames), choice: fc.nat(), wild: fc.boolean() })
  const people = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 50 }),
      fc.constantFrom('society' as const, 'party' as const),
      async (steps, audience) => {
        const w = await new PublicationWalk(county, '2026-06-03T02:00:00Z').begin('townClerk', {
          ...{ kind: 'organization', audience, organizationId: county.organizations.upperVillage },
        })
        let state: PublicationState = w.acted.state
        let done = 1
        const did = new Map<string, Set<string>>([['begin', new Set(['townClerk'])]])
        for (const { by, choice, wild } of steps) {
          const own = Object.keys(publicationLifecycle.table[state]).filter((a) =>
            acts.includes(a as ActOnPublication),
          ) as ActOnPublication[]
          const from = wild || own.length === 0 ? acts : own
          const act = from[choice % from.length] as ActOnPublication
          const row = publicationLifecycle.table[state][act]
          const before = state
          try {
            await w.act(by, act, (await bodyFor(w, act, choice)) as never)
          } catch (error) {
            assert.ok(error instanceof Refused, `${before}.${act} by ${by}: ${error}`)
            if (!row) assert.equal(error.refusal.code, 'wrong_state', `${before}.${act}`)
            continue
          }
          assert.ok(row, `${act} was done in ${before}, where the table has no such act`)
          state = w.acted.state
          done += 1
          assert.equal(state, row.to, `${before}.${act}`)
          const belonging = {
            organization_id: county.organizations.upperVillage,
            township_id: county.organizations.stoneBridge,
          }
          const parties = partiesOf(county.actor(by), belonging)
          assert.ok(
            row.by.some((p) => parties.has(p)),
            `${by} did ${before}.${act}`,
          )
          for (const other of row.apartFrom ?? [])
            assert.ok(!did.get(other)?.has(by), `${by} did ${act} after having done ${other}`)
          did.set(act, (did.get(act) ?? new Set()).add(by))
          people.add(by)
        }
        const { rows } = await db.owner.query(
          `SELECT count(*)::int AS entries, max(seq)::int AS last, (SELECT length FROM case_chains c WHERE c.case_id = h.case_id) AS chain
         FROM history h WHERE case_id = $1 GROUP BY case_id`,
          [w.acted.id],
        )
        assert.deepEqual(rows[0], { entries: done, last: done, chain: done })
      },
    ),
    { numRuns: 60 },
  )
  assert.ok(people.size > 5)
  const leaked = await db.owner.query(
    `SELECT 1 FROM published s JOIN publications p ON p.county_id = s.county_id AND p.id = s.publication_id
     WHERE p.audience <> 'society' OR p.state NOT IN ('published', 'withdrawn')`,
  )
  assert.equal(leaked.rowCount, 0)
})
