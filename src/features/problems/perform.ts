import { type Actor, findActor } from '#features/accounts/index.ts'
import { withFiles } from '#features/files/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { asSeen, carryOut } from '#platform/lifecycle/carry-out.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { ActOnProblem, Effect } from './acts/index.ts'
import { decisions } from './acts/index.ts'
import type { Acted } from './api.ts'
import { decideAct, partsFor } from './decide.ts'
import type { Deps } from './deps.ts'
import { problemKind } from './kind.ts'
import type { Party } from './lifecycle.ts'
import { partiesOf } from './policy.ts'
import type { ProblemRow } from './row.ts'
import type { ActBody } from './schema.ts'
import { findProblem } from './store.ts'
import { writeAct } from './write-act.ts'

/** Carries out one act: load under lock, judge, write, record; all or nothing, and once however often it is sent. */
export async function performAct<A extends ActOnProblem>(
  deps: Pick<Deps, 'database' | 'jobs'>,
  world: World,
  actor: Actor,
  act: A,
  problemId: string,
  body: ActBody<A>,
): Promise<Acted> {
  const requestHash = hashRequest(act, problemId, body)
  return replayable(deps.database, actor, body.commandId, requestHash, () =>
    deps.database.write(actor.countyId, (tx) =>
      actIn(deps, tx, world, actor, act, problemId, body, requestHash, { closes: true }),
    ),
  )
}

/**
 * The same inside a transaction that is already open (merging an organisation moves all its problems at once). With
 * `closes` it is the last in it.
 */
export async function actIn<A extends ActOnProblem>(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  world: World,
  actor: Actor,
  act: A,
  problemId: string,
  body: ActBody<A>,
  requestHash: string,
  { closes = false }: { closes?: boolean } = {},
): Promise<Acted> {
  const loaded = await findProblem(tx, actor.countyId, problemId, partsFor(act), true)
  if (!loaded) throw new Refused({ code: 'not_found' })
  asSeen(body, loaded)
  const { row, parts } = loaded
  const named = {
    organization: await findOrganization(tx, actor.countyId, decisions[act].organization?.(body, parts)),
    companion: await findCompanion(tx, world, row, decisions[act].companion?.(body)),
  }
  const decision = decideAct(act, body, row, parts, actor, world, named)
  if (!decision.ok) throw new Refused(decision.refusal)
  if (act === 'attachEvaluation') await refuseWhileAsked(tx, actor.countyId, problemId)
  const { step } = decision.value
  const effect = await withUploads(tx, actor, decision.value.effect)
  return carryOut(deps, tx, {
    ...{ kind: problemKind, locked: loaded, act, actor, step, effect, last: closes },
    command: { commandId: body.commandId, requestHash },
    now: world.now,
    at: happenedAt(body, world),
    write: (in_, entry, last) => writeAct(in_, { row, step, effect, now: world.now, entry, last }),
  })
}

/** While people are asked about it, nobody enters what they are to have said. @throws Refused */
async function refuseWhileAsked(tx: Tx, countyId: number, problemId: string): Promise<void> {
  const campaign = await tx
    .selectFrom('evaluation_items as i')
    .innerJoin('evaluation_campaigns as c', (join) =>
      join.onRef('c.county_id', '=', 'i.county_id').onRef('c.id', '=', 'i.campaign_id'),
    )
    .select('c.number')
    .where('i.county_id', '=', countyId)
    .where('i.problem_id', '=', problemId)
    .where('c.state', 'in', ['proposed', 'running', 'counting'])
    .executeTakeFirst()
  if (campaign)
    throw new Refused({
      code: 'invalid',
      issues: [{ path: '', reason: 'campaign_running', detail: campaign.number }],
    })
}

/** The day an act says it happened on, at noon; acts that say none happened when they were entered. */
function happenedAt(body: object, world: World): Date {
  const days = body as {
    happenedOn?: string
    checkedOn?: string
    ratedOn?: string
    doneOn?: string
    takenOn?: string
  }
  const day = days.happenedOn ?? days.checkedOn ?? days.ratedOn ?? days.doneOn ?? days.takenOn
  return day && day !== world.today ? new Date(`${day}T04:00:00Z`) : world.now
}

/** As it is when a merger that is under way has ended: what went there meanwhile would stay behind. */
async function findOrganization(tx: Tx, countyId: number, id: string | undefined) {
  if (!id) return undefined
  return tx
    .selectFrom('organizations')
    .select(['id', 'township_id', 'status'])
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst()
}

/** What the second checker is to this problem today; nothing when they have left or were never here. */
async function findCompanion(tx: Tx, { now }: World, row: ProblemRow, id: string | undefined) {
  const known = id ? await findActor(tx, row.county_id, { personId: id }, now) : null
  return known ? partiesOf(known.actor, row) : new Set<Party>()
}

/** Files are named by uploads until here. */
async function withUploads(tx: Tx, actor: Actor, effect: Effect): Promise<Effect> {
  const rows = effect.insert?.problem_evidence
  if (!rows) return effect
  return { ...effect, insert: { ...effect.insert, problem_evidence: await withFiles(tx, actor, rows) } }
}
