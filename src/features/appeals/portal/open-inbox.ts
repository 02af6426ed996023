import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { type Refusal, Refused } from '#platform/refusal.ts'
import { type Box, DoesNotOpen } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import { performAsResident } from '../perform.ts'
import { performReceive } from '../register.ts'
import { acts } from '../schema.ts'
import { openPhotos } from './open-photos.ts'
import { dayWords } from './page.ts'
import { writePart } from './refresh.ts'
import { receiveReprisal } from './reprisal.ts'
import { inboxContext, type Kind, SentAct, SentReprisal, Submission } from './sent.ts'

export type InboxDeps = Deps & {
  /** The private keys that the inbox is sealed to. */
  box: Box
  /** What the county's own boundary rules say of what was written; null: nothing. */
  adviceOn(world: World, written: unknown): string | null
  onError(error: Error): void
}

export type Item = { id: string; kind: Kind; digest: string; key_id: string; sealed: string; tries: number }

const BATCH = 50
/** After so many errors of ours it is shown to the registrar instead of tried again. */
const MOST_TRIES = 20

/** Publishes what residents' words are sealed to, where the county has not got it yet. */
export async function publishBoxKey(
  database: Database,
  box: Box,
  countyId: number,
  now: Date,
): Promise<void> {
  const { keyId, publicKey } = box.publicKey()
  await database.writeOnce(countyId, (tx) =>
    sql`INSERT INTO appeal_box_keys (county_id, key_id, public_key, added_at)
      VALUES (${countyId}, ${keyId}, ${publicKey}, ${now}) ON CONFLICT DO NOTHING`.execute(tx),
  )
}

/**
 * Opens what residents sent and carries it out, oldest first, one after the other so that the desk stays fast. What
 * fails stays, with its reason; carried out twice (the process ended in between) it is the same once.
 * @returns how many were looked at; as many as a batch has: there may be more
 */
export async function openInbox(deps: InboxDeps, countyId: number): Promise<number> {
  const items = await deps.database.readOnce(countyId, (tx) => listWaiting(tx, countyId, deps.now()))
  for (const item of items) {
    try {
      await carryOutItem(deps, countyId, item)
    } catch (error) {
      await notCarriedOut(deps, countyId, item, error as Error)
    }
  }
  return items.length
}

/** What was tried often is tried more and more seldom, and keeps nothing else waiting. */
const listWaiting = async (tx: Tx, countyId: number, now: Date): Promise<Item[]> =>
  (
    await sql<Item>`
      SELECT id, kind, digest, key_id, sealed, tries FROM appeal_inbox
      WHERE county_id = ${countyId} AND opened_at IS NULL AND failed IS NULL AND sealed IS NOT NULL
        AND (tries < ${MOST_TRIES} OR received_at + interval '1 minute' * power(2, tries - ${MOST_TRIES}) < ${now})
      ORDER BY received_at, id LIMIT ${BATCH}`.execute(tx)
  ).rows

/**
 * One of them, with what it holds.
 * @param placeId where a registrar says that it belongs, when its own place is none any more
 * @throws Refused | DoesNotOpen
 */
export async function carryOutItem(
  deps: InboxDeps,
  countyId: number,
  item: Item,
  { placeId, by = null }: { placeId?: string | undefined; by?: string | null } = {},
): Promise<void> {
  const world = await deps.worlds.of(countyId, deps.now())
  const text = deps.box.open(item.key_id, inboxContext(countyId, item.kind, item.id), item.sealed)
  const content: unknown = JSON.parse(text)
  // A county's own rules are out of the portal's reach; what they keep out is not kept (domain.md 7.5). What is told the
  // discipline office is told as it was: the rules keep its own business out.
  if (item.kind !== 'reprisal' && deps.adviceOn(world, content) !== null) throw new AtBoundary()
  if (item.kind === 'submission')
    await receive(deps, world, countyId, item, Submission.parse(content), placeId)
  if (item.kind === 'act') await act(deps, world, countyId, item, SentAct.parse(content))
  if (item.kind === 'reprisal')
    await receiveReprisal(deps, world, countyId, item, SentReprisal.parse(content))
  await deps.database.writeOnce(countyId, (tx) =>
    sql`UPDATE appeal_inbox SET opened_at = ${world.now}, sealed = NULL, settled_by = ${by}, settled_at = ${world.now}
      WHERE county_id = ${countyId} AND id = ${item.id}`.execute(tx),
  )
}

class AtBoundary extends Error {}

const receive = (
  deps: InboxDeps,
  world: World,
  countyId: number,
  { id, digest, key_id }: Item,
  { pageKey, openness, person, matter, source, photos }: Submission,
  placeId = matter.placeId,
) =>
  performReceive(
    deps,
    world,
    countyId,
    {
      ...{ commandId: id, channel: source ? 'system' : 'web', openness, ...matter, placeId },
      ...(source && { sourceRef: source }),
      // Who wishes to stay unknown is not kept, whatever was filled in.
      person: openness === 'anonymous' ? {} : person,
    },
    {
      issued: { digest, pageKey },
      pictures: (keep) => openPhotos(deps, countyId, { id, key_id }, photos, keep),
    },
  )

const MOST_RACES = 5

/** The version is the one there is: residents act on what the page shows, not on a row they cannot see. */
async function act(
  deps: InboxDeps,
  world: World,
  countyId: number,
  { id, digest }: Item,
  { act: name, fields }: SentAct,
): Promise<void> {
  for (let race = 1; ; race++) {
    const found = await deps.database.readOnce(countyId, (tx) => findByDigest(tx, countyId, digest))
    if (!found) throw new Refused({ code: 'not_found' })
    const body = acts[name].safeParse({ ...fields, commandId: id, version: found.version })
    if (!body.success) throw new Refused({ code: 'invalid', issues: [{ path: 'fields', reason: 'invalid' }] })
    try {
      await performAsResident(deps, world, countyId, name, found.appeal_id, body.data as never)
      return
    } catch (error) {
      const raced = error instanceof Refused && error.refusal.code === 'stale_version'
      if (!raced || race === MOST_RACES) throw error
    }
  }
}

export type ByDigest = { appeal_id: string; version: number; page_key: string | null }

export const findByDigest = async (tx: Tx, countyId: number, digest: string): Promise<ByDigest | undefined> =>
  (
    await sql<ByDigest>`
      SELECT r.appeal_id, a.version, r.page_key FROM appeal_receipts r
      JOIN appeals a ON a.county_id = r.county_id AND a.id = r.appeal_id
      WHERE r.county_id = ${countyId} AND r.digest = ${digest} AND r.void_at IS NULL`.execute(tx)
  ).rows[0]

/** Kept with its reason, and told to whoever sent it; an error of ours is tried again first, a report of reprisal always. */
async function notCarriedOut(deps: InboxDeps, countyId: number, item: Item, error: Error): Promise<void> {
  const reason = reasonOf(error)
  // Nobody but the discipline office may learn that there is a report: it is never laid aside for somebody to look at.
  const isTriedAgain = item.kind === 'reprisal' || (reason === 'internal' && item.tries + 1 < MOST_TRIES)
  if (reason === 'internal' || item.kind === 'reprisal') deps.onError(error)
  const failed = isTriedAgain ? null : reason
  const world = await deps.worlds.of(countyId, deps.now())
  await deps.database.write(countyId, async (tx) => {
    await sql`UPDATE appeal_inbox SET tries = tries + 1, failed = ${failed},
        sealed = CASE WHEN ${reason === 'boundary'} THEN NULL ELSE sealed END
      WHERE county_id = ${countyId} AND id = ${item.id}`.execute(tx)
    if (failed === null || item.kind === 'submission') return
    const found = await findByDigest(tx, countyId, item.digest)
    if (found?.page_key)
      await writePart(
        tx,
        countyId,
        { digest: item.digest, page_key: found.page_key },
        'told',
        { on: dayWords(world, world.now), text: toldOf(reason) },
        world.now,
      )
  })
}

function reasonOf(error: Error): string {
  if (error instanceof AtBoundary) return 'boundary'
  if (error instanceof DoesNotOpen) return 'does_not_open'
  if (error instanceof Refused) return codeOf(error.refusal)
  return error.name === 'ZodError' || error instanceof SyntaxError ? 'invalid' : 'internal'
}

const codeOf = (refusal: Refusal): string =>
  refusal.code === 'invalid' ? `invalid.${refusal.issues[0]?.path ?? ''}` : refusal.code

const toldOf = (reason: string): string =>
  reason === 'boundary'
    ? '您刚才写的含有不能在网上填写的内容，没有保存。请打电话或者到窗口当面说。'
    : reason === 'wrong_state' || reason === 'missing'
      ? '您刚才的操作没有办成：这件事的情况已经变了。请看下面现在的情况。'
      : '您刚才的操作没有办成，工作人员会查看。急的话请打电话。'

/** What was carried out is kept for a day, so that the same form sent again is known; then it goes. */
export const forgetOpened = (tx: Tx, countyId: number, now: Date) =>
  sql`DELETE FROM appeal_inbox WHERE county_id = ${countyId}
    AND opened_at < ${now}::timestamptz - interval '1 day'`.execute(tx)
