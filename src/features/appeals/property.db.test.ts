import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { timer } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { walkAtRandom } from '#tests/support/random-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { ActOnAppeal } from './acts/index.ts'
import type { Deps } from './deps.ts'
import { type AppealAct, type AppealState, appealLifecycle, type Party } from './lifecycle.ts'
import { performAct } from './perform.ts'
import { asResident, partiesOf } from './policy.ts'

let db: TestDatabase
let county: SmallCounty
let deps: Deps
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  deps = appealDeps(county)
})
after(() => db.close())

/** In whose skin somebody who is no party to appeals walks: the resident, and the clock. */
const RESIDENT: PersonName = 'viewer'
const CLOCK: PersonName = 'personnel'

/** A body that is right in form for every act; whether it is right in substance is for the act to say. */
function bodyFor(w: AppealWalk, act: AppealAct, choice: number): object {
  const { organizations, people } = county
  const text = '说明情况'
  const handlers = [organizations.upperVillage, organizations.stoneBridge, organizations.agriculture]
  const handlerId = handlers[choice % handlers.length] ?? organizations.stoneBridge
  const any = { text, note: text, reason: text, decision: text, assistantIds: [], handlerId, solved: true }
  const places = {
    placeId: organizations.upperVillage,
    title: text,
    cause: text,
    aboutVillage: false,
    people: 1,
  }
  const classes = { track: choice % 3 === 0 ? 'petition' : 'ordinary', nature: 'help', urgency: 'ordinary' }
  const codes: Partial<Record<AppealAct, object>> = {
    setAside: { reasonCode: 'test' },
    refuse: { reasonCode: 'litigation', destination: text },
    divert: { kindCode: 'accusation' },
    requestReturn: { reasonCode: 'not_ours', properOwnerId: organizations.lowerVillage },
    requestSecondReturn: { reasonCode: 'not_ours', properOwnerId: organizations.lowerVillage },
    requestSuspension: { reasonCode: 'history', until: w.day(30), leaderId: people.townSecretary },
    requestExclusion: { reasonCode: 'beyond_power' },
    requestExtension: { newDueOn: w.day(4) },
    classify: { ...classes, isComplex: false, fieldCode: 'roads' },
    amend: places,
    urge: { kind: 'urge' },
    contact: { way: 'phone' },
    answer: { claim: 'solved' },
    closeUnsolved: { reasonableness: 'no_basis' },
    rate: { satisfaction: 'fair' },
    hearJoined: { number: 'S2026-00001' },
    assignLeader: { leaderId: people.townSecretary },
    pledge: { year: Number(w.today.slice(0, 4)) },
    recordMediation: { agreed: true },
    addEvidence: { uploadId: newId(), kind: 'site', takenOn: w.today },
    join: { mainId: newId() },
    makeProblem: { problemNumber: '2026-00001' },
    decideReview: { upheld: true },
    decideFinalReview: { upheld: true },
    succeed: {
      ...{ fromId: organizations.lowerVillage, organizationId: organizations.lowerVillage },
      townshipId: organizations.stoneBridge,
    },
  }
  return { ...any, happenedOn: w.today, ...codes[act] }
}

test('random acts by random people never leave the table, and every acknowledged act is recorded once', async () => {
  const { states, people } = await walkAtRandom<AppealWalk, AppealState, AppealAct, Party>({
    ...{ db, lifecycle: appealLifecycle, runs: 90 },
    // A problem of the ledger, an upload and another appeal that runs: each has a journey of its own.
    leaveOut: ['makeProblem', 'addEvidence', 'join'],
    begunBy: ['townRegistrar', 'register'],
    // Some set out where the work begins, some where the resident is asked: the way there is the journey's.
    begin: async (choice) => {
      const w = new AppealWalk(county, deps, '2026-06-03T02:00:00Z')
      await w.register({ nature: choice % 4 === 0 ? 'inquiry' : 'help' })
      if (choice % 3 > 0) await w.toHandling()
      return choice % 3 === 2 ? w.toCallback() : w
    },
    do: async (w, by, act, body) => {
      const act_ = act as ActOnAppeal
      if (by === RESIDENT) return w.resident(act_, body as never)
      if (by !== CLOCK) return w.act(by, act_, body as never)
      const command = { commandId: newId(), version: w.acted.version, ...body } as never
      const world = await county.world(w.at)
      w.acted = await performAct(deps, world, timer(county.countyId), act_, w.acted.id, command)
    },
    bodyFor: async (w, act, choice) => bodyFor(w, act, choice),
    partiesOf: async (w) => {
      const { row } = await w.row()
      return (by) => {
        if (by === RESIDENT) return asResident.parties
        return partiesOf(by === CLOCK ? timer(county.countyId) : county.actor(by), row)
      }
    },
  })
  assert.ok(people.size > 6, [...people].join())
  const mainWay: AppealState[] = [
    'registered',
    'dispatched',
    'signed',
    'handling',
    'answered',
    'callback',
    'closed',
  ]
  assert.deepEqual(
    mainWay.filter((state) => !states.has(state)),
    [],
    'the walks got nowhere',
  )
  const known = await db.owner.query(
    `SELECT 1 FROM appeals WHERE about_village AND handler_id = place_id OR (state = 'joined') <> (main_id IS NOT NULL)`,
  )
  assert.equal(known.rowCount, 0)
})
