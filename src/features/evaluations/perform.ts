import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { asSeen, carryOut } from '#platform/lifecycle/carry-out.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { ActOnCampaign } from './acts.ts'
import type { Acted } from './api.ts'
import { keyName } from './ballot.ts'
import { problemsIn } from './begin.ts'
import { bindCount, forgetBallots, openAll, readyCount, writeCount } from './counting.ts'
import { decideAct, permitAct } from './decide.ts'
import type { Deps } from './deps.ts'
import { issueInvitations, voidUnused } from './invitations.ts'
import { campaignKind } from './kind.ts'
import { type Places, prepare } from './prepare.ts'
import type { CampaignRow } from './row.ts'
import type { ActBody } from './schema.ts'
import { keyMark } from './sealed-ballot.ts'
import { findCampaign, lockBallots, writeAct, writeItems } from './store.ts'

/** Carries out one act: load under lock, judge, write, record; all or nothing, and once however often it is sent. */
export async function performAct<A extends ActOnCampaign>(
  deps: Omit<Deps, 'numbers'>,
  world: World,
  actor: Actor,
  act: A,
  id: string,
  body: ActBody<A>,
): Promise<Acted> {
  const { countyId } = actor
  const requestHash = hashRequest(act, id, body)
  const places = await deps.directory.organizations(countyId)
  const acted = await replayable(deps.database, actor, body.commandId, requestHash, () =>
    deps.database.write(countyId, (tx) => actIn(deps, tx, world, actor, places, act, id, body, requestHash)),
  )
  // Only after the commit: a count that was rolled back can be done again.
  if (acted.state === 'closed' || acted.state === 'cancelled') deps.ballotKeys.destroy(keyName(countyId, id))
  return acted
}

/** The same inside a transaction that is already open; whoever opened it destroys the key after its commit. */
export async function actIn<A extends ActOnCampaign>(
  deps: Pick<Deps, 'jobs' | 'receipts' | 'ballotKeys'>,
  tx: Tx,
  world: World,
  actor: Actor,
  places: Places,
  act: A,
  id: string,
  body: ActBody<A>,
  requestHash: string,
): Promise<Acted> {
  const { countyId } = actor
  const counts = act === 'close' || act === 'closeOverdue'
  // Before the chain, as `deposit_ballot` does: whoever hands one in now is either counted or told it is over, and a
  // batch that gives its number back has none that came back meanwhile.
  if (counts || act === 'cancel' || act === 'voidRest') await lockBallots(tx, countyId, id, 'whole')
  const loaded = await findCampaign(tx, countyId, id, { lock: true })
  if (!loaded) throw new Refused({ code: 'not_found' })
  asSeen(body, loaded)
  const { row, parts } = loaded
  const permitted = permitAct({ act, row, parts, actor })
  if (!permitted.ok) throw new Refused(permitted.refusal)
  if (act === 'cancel') await refuseReader(tx, row, actor)
  const counted = counts ? await openAll(deps, tx, row) : undefined
  const decision = decideAct(act, body, row, parts, actor, world, {
    prepared:
      act === 'revise' ? await prepare(tx, actor, world, places, row, body as ActBody<'revise'>) : undefined,
    key: act === 'open' ? keyOf(deps, countyId, id) : undefined,
    counts: counted?.counts,
  })
  if (!decision.ok) throw new Refused(decision.refusal)
  const { step, effect } = decision.value
  const ready = counted && readyCount(world, places, row, counted)
  if (counted) bindCount(deps, row, counted.of)
  const outcome = await carryOut(deps, tx, {
    ...{ kind: campaignKind, locked: loaded, act, actor, step, effect },
    ...{ command: { commandId: body.commandId, requestHash }, now: world.now },
    write: (in_, entry) => writeAct(in_, { row, step, effect, now: world.now, entry }),
  })
  if (effect.issued) await issueInvitations(deps, tx, row, effect.issued, body.commandId)
  if (effect.voids) await voidUnused(tx, row, effect.voids)
  if (effect.set?.plan) await writeItems(tx, countyId, id, problemsIn(effect.set.plan))
  if (ready) await writeCount(deps, tx, world, row, ready)
  if (effect.ends) await forgetBallots(tx, row)
  return outcome
}

/** Whoever read papers in saw part of what was said, and does not decide that it shall not be counted. @throws Refused */
async function refuseReader(tx: Tx, row: CampaignRow, actor: Actor): Promise<void> {
  const read = await tx
    .selectFrom('evaluation_readings')
    .select('nth')
    .where('county_id', '=', row.county_id)
    .where('campaign_id', '=', row.id)
    .where('person_id', '=', actor.personId)
    .executeTakeFirst()
  if (read) throw new Refused({ code: 'same_person', act: 'cancel', other: 'enterPaper' })
}

function keyOf(
  { ballotKeys, receipts }: Pick<Deps, 'ballotKeys' | 'receipts'>,
  countyId: number,
  id: string,
) {
  const publicKey = ballotKeys.make(keyName(countyId, id))
  const markOf = (length: number) =>
    keyMark(receipts, countyId, { campaignId: id, publicKey, sealedLength: length })
  return { publicKey, markOf }
}

/** Keys whose campaign has ended, and what lay beside them: left behind by a program that was killed in between. */
export async function destroyLeftKeys(
  { database, ballotKeys }: Pick<Deps, 'database' | 'ballotKeys'>,
  countyId: number,
): Promise<void> {
  for (const name of ballotKeys.traces().filter((each) => each.startsWith(`${countyId}-`))) {
    const found = await database.read(countyId, (tx) =>
      findCampaign(tx, countyId, name.slice(`${countyId}-`.length)),
    )
    if (found?.row.state === 'closed' || found?.row.state === 'cancelled') ballotKeys.destroy(name)
  }
}
