import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Acted } from '#platform/lifecycle/act-endpoints.ts'
import { type Lifecycle, statesOf } from '#platform/lifecycle/lifecycle.ts'
import { Refused } from '#platform/refusal.ts'
import type { TestDatabase } from './database.ts'
import { type PersonName, personNames } from './roster.ts'

/** A case in the hands of named people. */
export type Walking<S extends string> = {
  readonly acted: Acted<S>
  /** What was done with it after its beginning, where it sets out further on. */
  readonly did?: readonly (readonly [PersonName, string])[]
}

export type RandomWalk<W extends Walking<S>, S extends string, A extends string, P extends string> = {
  db: TestDatabase
  lifecycle: Lifecycle<S, A, P>
  /** A new case, in one of several ways. */
  begin: (choice: number) => Promise<W>
  /** Who began it, and by which act. */
  begunBy: readonly [PersonName, A]
  /** Acts that are asked for in another way. */
  leaveOut?: readonly A[]
  do: (walk: W, by: PersonName, act: A, body: object) => Promise<unknown>
  /** A body that is right in form for every act; whether it is right in substance is for the act to say. */
  bodyFor: (walk: W, act: A, choice: number) => Promise<object>
  /** What each person is to the case as it is now; asked before the act, which may change it. */
  partiesOf: (walk: W) => Promise<(by: PersonName) => ReadonlySet<P>>
  runs?: number
}

/**
 * Random acts by random people on cases of one kind: none leads where the table does not, none is done by whom the
 * table does not name or by whom it keeps apart, and each that was acknowledged is one entry in one chain.
 * @returns which states were seen and who acted, for the caller to judge whether the walk got anywhere
 */
export async function walkAtRandom<
  W extends Walking<S>,
  S extends string,
  A extends string,
  P extends string,
>(subject: RandomWalk<W, S, A, P>): Promise<{ states: Set<S>; people: Set<PersonName> }> {
  const { db, lifecycle, leaveOut = [], runs = 60 } = subject
  const actsOf = (state: S) =>
    (Object.keys(lifecycle.table[state]) as A[]).filter((a) => !leaveOut.includes(a))
  const acts = [...new Set(statesOf(lifecycle).flatMap(actsOf))]
  const step = fc.record({
    by: fc.constantFrom(...personNames),
    choice: fc.nat(),
    lot: fc.nat(),
    wild: fc.boolean(),
  })
  const states = new Set<S>()
  const people = new Set<PersonName>()
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 45 }),
    fc.nat(),
    async (steps, n) => {
      const walk = await subject.begin(n)
      let did = new Map<string, Set<string>>([[subject.begunBy[1], new Set([subject.begunBy[0]])]])
      let done = 1
      for (const [by, act] of walk.did ?? []) {
        did.set(act, (did.get(act) ?? new Set()).add(by))
        done += 1
      }
      for (const { by: anybody, choice, lot, wild } of steps) {
        const before = walk.acted.state
        states.add(before)
        // Half of the steps choose among the state's own acts and who may do them, so that walks get somewhere.
        const own = actsOf(before).filter((act) => worthWhile(lifecycle, before, act, lot))
        const from = wild || own.length === 0 ? acts : own
        const act = from[choice % from.length] as A
        const row = lifecycle.table[before][act]
        const partiesOf = await subject.partiesOf(walk)
        const able = personNames.filter((name) => row?.by.some((party) => partiesOf(name).has(party)))
        const by = (wild ? undefined : able[lot % able.length]) ?? anybody
        const parties = partiesOf(by)
        try {
          await subject.do(walk, by, act, await subject.bodyFor(walk, act, choice))
        } catch (error) {
          assert.ok(error instanceof Refused, `${before}.${act} by ${by}: ${error}`)
          if (!row) assert.equal(error.refusal.code, 'wrong_state', `${before}.${act}`)
          continue
        }
        assert.ok(row, `${act} was done in ${before}, where the table has no such act`)
        done += 1
        assert.equal(walk.acted.state, row.to, `${before}.${act}`)
        assert.ok(
          row.by.some((party) => parties.has(party)),
          `${by} did ${before}.${act}`,
        )
        for (const other of row.apartFrom ?? [])
          assert.ok(!did.get(other)?.has(by), `${by} did ${act} after having done ${other}`)
        if (row.newRound) did = new Map()
        did.set(act, (did.get(act) ?? new Set()).add(by))
        people.add(by)
      }
      states.add(walk.acted.state)
      const { rows } = await db.owner.query(
        `SELECT count(*)::int AS entries, max(seq)::int AS last,
         (SELECT length FROM case_chains c WHERE c.case_id = h.case_id) AS chain
       FROM history h WHERE case_id = $1 GROUP BY case_id`,
        [walk.acted.id],
      )
      assert.deepEqual(rows[0], { entries: done, last: done, chain: done })
    },
  )
  await fc.assert(property, { numRuns: runs })
  return { states, people }
}

/** What ends a case is tried seldom, and what leads on twice as often as what stays: walks should get somewhere. */
function worthWhile<S extends string, A extends string, P extends string>(
  lifecycle: Lifecycle<S, A, P>,
  state: S,
  act: A,
  lot: number,
): boolean {
  const to = lifecycle.table[state][act]?.to
  if (to === undefined) return false
  return lifecycle.states[to].ends ? lot % 16 === 0 : lot % 2 === 0 || to !== state
}
