import { sql } from 'kysely'
import { type Actor, timer } from '#features/accounts/index.ts'
import { withFiles } from '#features/files/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { Acted } from '#platform/lifecycle/act-endpoints.ts'
import { asSeen, carryOut } from '#platform/lifecycle/carry-out.ts'
import type { Actor as Acting } from '#platform/lifecycle/step.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import { type ActOnAppeal, decisions, type Effect, type MainAppeal, type Organization } from './acts/index.ts'
import { decideAct, type Named, partsFor } from './decide.ts'
import type { Deps } from './deps.ts'
import { sealDiverted } from './diverting.ts'
import { hiddenIn, withoutNumbers } from './hiding.ts'
import { appealKind } from './kind.ts'
import type { AppealState, Party } from './lifecycle.ts'
import { actingOn, asResident } from './policy.ts'
import { refreshPages } from './portal/refresh.ts'
import { type AppealRow, allParts } from './row.ts'
import type { ActBody } from './schema.ts'
import { findAppeal, findMain, markMany, writeAct } from './store.ts'

type Needed = Pick<Deps, 'database' | 'jobs' | 'identities'>

/** Carries out one act: load under lock, judge, write, record; all or nothing, and once however often it is sent. */
export const performAct = <A extends ActOnAppeal>(
  deps: Needed,
  world: World,
  actor: Actor,
  act: A,
  id: string,
  body: ActBody<A>,
): Promise<Acted<AppealState>> => {
  const hidden = hiddenIn(body, 'desk')
  return perform(
    deps,
    world,
    actor,
    (row) => actingOn(actor, row),
    act,
    id,
    hidden,
    hashRequest(act, id, hidden),
  )
}

/** What the resident does by the receipt; whoever holds it has been found out before (identity.ts). */
export const performAsResident = <A extends ActOnAppeal>(
  deps: Needed,
  world: World,
  countyId: number,
  act: A,
  id: string,
  body: ActBody<A>,
): Promise<Acted<AppealState>> => {
  const hidden = hiddenIn(body, 'resident')
  // Known again also when it is carried out a second time, to a later version: they never saw one.
  const { version: _, ...sent } = hidden
  const requestHash = hashRequest(act, id, sent)
  return perform(deps, world, timer(countyId), () => asResident, act, id, hidden, requestHash)
}

type ActingOn = (row: AppealRow) => Acting<Party>

function perform<A extends ActOnAppeal>(
  deps: Needed,
  world: World,
  actor: Actor,
  acting: ActingOn,
  act: A,
  id: string,
  body: ActBody<A>,
  requestHash: string,
): Promise<Acted<AppealState>> {
  return replayable(deps.database, actor, body.commandId, requestHash, () =>
    deps.database.write(actor.countyId, (tx) =>
      actIn(deps, tx, world, actor, acting, act, id, body, requestHash),
    ),
  )
}

/** The same inside a transaction that is already open. */
export async function actIn<A extends ActOnAppeal>(
  deps: Pick<Deps, 'jobs' | 'identities'>,
  tx: Tx,
  world: World,
  actor: Actor,
  acting: ActingOn,
  act: A,
  id: string,
  body: ActBody<A>,
  requestHash: string,
): Promise<Acted<AppealState>> {
  const { countyId } = actor
  const parts = act === 'divert' ? allParts : partsFor(act)
  const loaded = await findAppeal(tx, countyId, id, parts, { lock: true })
  if (!loaded) throw new Refused({ code: 'not_found' })
  asSeen(body, loaded)
  const { row } = loaded
  const named = await namedBy(tx, world, row, act, body)
  const decision = decideAct(act, body, row, loaded.parts, acting(row), world, named)
  if (!decision.ok) throw new Refused(decision.refusal)
  const { step } = decision.value
  const effect = await withUploads(tx, actor, decision.value.effect)
  const acted = await carryOut(deps, tx, {
    ...{ kind: appealKind, locked: loaded, act, actor, step, effect, now: world.now },
    command: { commandId: body.commandId, requestHash },
    at: happenedAt(body, world),
    write: async (in_, entry) => {
      if (!(await writeAct(in_, { row, step, effect, now: world.now, entry }))) return false
      if (effect.divert) await sealDiverted(in_, deps.identities, loaded, effect.divert, actor, world.now)
      return true
    },
  })
  if (named.main && row.main_id === null) await markMany(tx, world, countyId, named.main.id)
  if (named.main && effect.onMain) await tellMain(deps, tx, world, countyId, named.main, acted.number)
  await refreshPages(tx, world, { countyId, appealId: id, act })
  return acted
}

/** What it was joined into is locked already, and as it was found. */
async function tellMain(
  deps: Pick<Deps, 'jobs' | 'identities'>,
  tx: Tx,
  world: World,
  countyId: number,
  { id, version }: MainAppeal,
  number: string,
): Promise<void> {
  const actor = timer(countyId)
  const body = { commandId: newId(), version, number }
  const hash = hashRequest('hearJoined', id, body)
  await actIn(deps, tx, world, actor, (row) => actingOn(actor, row), 'hearJoined', id, body, hash)
}

/** What the act names, as it is today; organisations as they are when a merger that is under way has ended. */
async function namedBy<A extends ActOnAppeal>(
  tx: Tx,
  world: World,
  row: AppealRow,
  act: A,
  body: ActBody<A>,
): Promise<Named> {
  const { organizations, main, leader, problem } = decisions[act]
  const ids = organizations?.(body, row) ?? []
  const mainId = main?.(body, row)
  const leaderId = leader?.(body)
  return {
    organizations: ids.length > 0 ? await findOrganizations(tx, row.county_id, ids) : new Map(),
    main: mainId ? await findMain(tx, row.county_id, mainId) : undefined,
    leads: leaderId ? await isLeader(tx, row, leaderId, world.now) : false,
    problemId: problem && (await findProblemId(tx, row.county_id, problem(body))),
  }
}

async function findProblemId(tx: Tx, countyId: number, number: string): Promise<string | undefined> {
  const found = await tx
    .selectFrom('problems')
    .select('id')
    .where('county_id', '=', countyId)
    .where('number', '=', number)
    .executeTakeFirst()
  return found?.id
}

async function findOrganizations(
  tx: Tx,
  countyId: number,
  ids: readonly string[],
): Promise<Map<string, Organization>> {
  const rows = await tx
    .selectFrom('organizations')
    .select(['id', 'kind', 'township_id', 'status'])
    .where('county_id', '=', countyId)
    .where('id', 'in', [...ids])
    .forKeyShare()
    .execute()
  return new Map(rows.map((found) => [found.id, found]))
}

/** 包案领导: somebody who today is a secretary or leader above the place, or of the handling organisation. */
async function isLeader(tx: Tx, row: AppealRow, personId: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`
    SELECT 1 AS one FROM role_grants g JOIN people p ON p.county_id = g.county_id AND p.id = g.person_id
    WHERE g.county_id = ${row.county_id} AND g.person_id = ${personId} AND p.status = 'active'
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
      AND (g.role = 'leader' OR (g.role = 'secretary' AND g.organization_id IN (${row.township_id}, ${row.handler_id})))
    LIMIT 1`.execute(tx)
  return rows.length > 0
}

/** When it happened, where the act says so. */
function happenedAt(body: object, world: World): Date {
  const said = body as { happenedAt?: string; happenedOn?: string; takenOn?: string }
  if (said.happenedAt) return new Date(said.happenedAt)
  const day = said.happenedOn ?? said.takenOn
  return day && day !== world.today && day < world.today ? new Date(`${day}T04:00:00Z`) : world.now
}

/** Files are named by uploads until here; what people call them is hidden like what they write. */
async function withUploads(tx: Tx, actor: Actor, effect: Effect): Promise<Effect> {
  const rows = effect.insert?.appeal_evidence
  if (!rows) return effect
  const named = (await withFiles(tx, actor, rows)).map((row) => ({
    ...row,
    file_name: withoutNumbers(String((row as { file_name?: string }).file_name ?? '')),
  }))
  return { ...effect, insert: { ...effect.insert, appeal_evidence: named } }
}
