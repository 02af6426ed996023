import { type Actor, timer } from '#features/accounts/index.ts'
import { withFiles } from '#features/files/index.ts'
import { findStories } from '#features/problems/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import { asSeen, carryOut } from '#platform/lifecycle/carry-out.ts'
import { Refused } from '#platform/refusal.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { type ActOnPublication, decisions, type Effect, type Picture } from './acts/index.ts'
import type { Acted } from './api.ts'
import type { Places } from './begin.ts'
import { collect, subjectOf } from './collect.ts'
import { decideAct, offeredActs } from './decide.ts'
import type { Deps } from './deps.ts'
import { publicationKind } from './kind.ts'
import { maskerFor } from './masker.ts'
import { strippedCopies } from './pictures.ts'
import {
  erasePublished,
  hashOf,
  recountWithheld,
  slugOf,
  writeRelease,
  writeReply,
  writeSuccessor,
  writeWithdrawal,
} from './release.ts'
import type { PublicationRow } from './row.ts'
import { type ActBody, isMonthly } from './schema.ts'
import { findPublication, type Loaded, writeAct } from './store.ts'

type Needed = Pick<Deps, 'database' | 'jobs' | 'files' | 'directory' | 'appealMonths'>
type Inside = Pick<Deps, 'jobs' | 'files' | 'appealMonths'>

/** Carries out one act: load under lock, judge, write, record; all or nothing, and once however often it is sent. */
export async function performAct<A extends ActOnPublication>(
  deps: Needed,
  world: World,
  actor: Actor,
  act: A,
  id: string,
  body: ActBody<A>,
): Promise<Acted> {
  const { countyId } = actor
  const requestHash = hashRequest(act, id, body)
  const places = await deps.directory.organizations(countyId)
  const evidenceIds = decisions[act].pictures?.(body)
  return replayable(deps.database, actor, body.commandId, requestHash, async () => {
    const asked = { act, id, version: body.version }
    const pictures = evidenceIds ? await picturesFor(deps, actor, asked, evidenceIds, world.now) : []
    return deps.database.write(countyId, (tx) =>
      actIn(deps, tx, world, actor, places, act, id, body, requestHash, pictures),
    )
  })
}

/** Copies are made only for whom the act is possible now: bytes are read and written for them. */
async function picturesFor(
  deps: Needed,
  actor: Actor,
  { act, id, version }: { act: ActOnPublication; id: string; version: number },
  evidenceIds: readonly string[],
  now: Date,
): Promise<Picture[]> {
  const found = await deps.database.read(actor.countyId, (tx) => findPublication(tx, actor.countyId, id))
  if (!found || found.row.version !== version) return []
  if (!offeredActs(found.row, found.parts, actor).some((offer) => offer.act === act)) return []
  return strippedCopies(deps, actor.countyId, found.row.problem_id, evidenceIds, now)
}

/** The same inside a transaction that is already open. */
export async function actIn<A extends ActOnPublication>(
  deps: Inside,
  tx: Tx,
  world: World,
  actor: Actor,
  places: Places,
  act: A,
  id: string,
  body: ActBody<A>,
  requestHash: string,
  pictures: readonly Picture[] = [],
): Promise<Acted> {
  const loaded = await findPublication(tx, actor.countyId, id, { lock: true })
  if (!loaded) throw new Refused({ code: 'not_found' })
  asSeen(body, loaded)
  const { row, parts } = loaded
  const where = { countyId: actor.countyId, world, places, appealMonths: deps.appealMonths }
  const nameOf = (of: string | null) => (of === null ? null : (places.get(of)?.name ?? ''))
  const decision = decideAct(act, body, row, parts, actor, world, {
    mask: decisions[act].masks ? await maskerFor(tx, where, subjectOf(row)) : undefined,
    fresh: decisions[act].fresh ? await collect(tx, where, subjectOf(row)) : undefined,
    pictures,
    names: {
      organization: nameOf(row.place_id ?? row.organization_id) ?? '',
      township: nameOf(row.township_id),
    },
  })
  if (!decision.ok) throw new Refused(decision.refusal)
  const { step } = decision.value
  const effect = await withProof(tx, actor, decision.value.effect)
  const sha256 = effect.release && hashOf(effect.release.body)
  const words = sha256 ? { ...effect.words, sha256 } : effect.words
  return carryOut(deps, tx, {
    ...{ kind: publicationKind, locked: loaded, act, actor, step, effect: { ...effect, words } },
    ...{ command: { commandId: body.commandId, requestHash }, now: world.now },
    write: async (in_, entry) => {
      if (!(await writeAct(in_, { row, step, effect, now: world.now, entry }))) return false
      await afterwards(deps, in_, world, actor, places, loaded, effect, sha256)
      return true
    },
  })
}

/** Files are named by uploads until here. */
async function withProof(tx: Tx, actor: Actor, effect: Effect): Promise<Effect> {
  const rows = effect.insert?.publication_channels
  if (!rows) return effect
  return { ...effect, insert: { ...effect.insert, publication_channels: await withFiles(tx, actor, rows) } }
}

/** What else the act changes where the public reads. */
async function afterwards(
  deps: Inside,
  tx: Tx,
  world: World,
  actor: Actor,
  places: Places,
  { row, parts }: Loaded,
  { release, reply, recount, erase, set }: Effect,
  sha256: string | undefined,
): Promise<void> {
  if (release && sha256) {
    const [story] = row.problem_id ? await findStories(tx, row.county_id, [row.problem_id]) : []
    const releasing = { row, parts, release, sha256, personId: actor.personId, now: world.now }
    await writeRelease(tx, deps.files, { ...releasing, problemNumber: story?.number ?? null })
    if (row.replaces_id) await replace(deps, tx, world, places, row.replaces_id, row)
  }
  if (set?.withdrawn_kind && set.withdrawn_kind !== 'replaced')
    await writeWithdrawal(tx, row, set.withdrawn_kind, world.now)
  if (erase) await erasePublished(tx, row, world.now)
  if (reply) await writeReply(tx, row, reply, places.get(row.organization_id)?.name ?? '')
  if (recount) {
    const classes = dictionary(world.rules, 'publicity.withhold_reason', world.today) as {
      code: string
      label: string
    }[]
    await recountWithheld(tx, row.county_id, classes, world.today)
  }
}

/**
 * The former edition ends in the same transaction in which the new one is published. An issue of a month is archived:
 * it stays, and leads to its correction.
 */
async function replace(
  deps: Inside,
  tx: Tx,
  world: World,
  places: Places,
  formerId: string,
  by: PublicationRow,
): Promise<void> {
  const former = await findPublication(tx, by.county_id, formerId)
  if (!former) return
  if (former.row.state === 'published' && !isMonthly(by.kind)) {
    const body = { commandId: newId(), version: former.row.version }
    const hash = hashRequest('supersede', formerId, body)
    await actIn(deps, tx, world, timer(by.county_id), places, 'supersede', formerId, body, hash)
    await writeWithdrawal(tx, former.row, 'replaced', world.now)
  }
  await writeSuccessor(tx, former.row, slugOf(by))
}
