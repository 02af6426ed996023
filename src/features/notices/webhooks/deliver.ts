import { sql } from 'kysely'
import { post } from '#platform/outgoing/post.ts'
import { webhookHeaders } from '#platform/outgoing/standard-webhooks.ts'
import type { NoticesDeps } from '../deps.ts'
import { findActive, giveUp, noteFailure, noteSuccess, openTarget } from '../outlets/store.ts'
import { goOn, listPauses, pause } from '../telling/pauses.ts'

type Held = { id: string; outlet_id: string; payload: object; tries: number; type: string }

/** After so long each: what is not there within three days is told no more. */
const AGAIN_MIN = [0.1, 1, 5, 30, 120, 300, 600, 600, 1_440, 1_440]
const HOLD_MS = 2 * 60_000
const BATCH = 50

/**
 * Sends what is due, oldest first. A receiver that does not answer rests as a whole, so that one try finds out whether it
 * is back; 429 and 503 are waited for as long as they say.
 */
export async function deliverWebhooks(deps: NoticesDeps, countyId: number, isDemo: boolean): Promise<void> {
  const { database, now } = deps
  for (;;) {
    const resting = await database.read(countyId, async (tx) =>
      [...(await listPauses(tx, countyId)).values()]
        .filter(({ way, paused_until }) => way !== 'email' && paused_until > now())
        .map(({ way }) => way),
    )
    const held = await database.writeOnce(countyId, async (tx) => {
      const { rows } = await sql<Held>`
        WITH taken AS (
        UPDATE deliveries SET held_until = ${new Date(now().getTime() + HOLD_MS)}, tries = tries + 1
        WHERE (county_id, id) IN (SELECT county_id, id FROM deliveries WHERE county_id = ${countyId}
          AND status = 'waiting' AND next_at <= ${now()} AND (held_until IS NULL OR held_until <= ${now()})
          AND outlet_id <> ALL(${resting}::uuid[]) ORDER BY next_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
        RETURNING id, outlet_id, payload, tries, type, next_at)
        SELECT id, outlet_id, payload, tries, type FROM taken ORDER BY next_at, id`.execute(tx)
      return rows
    })
    if (held.length === 0) return
    const away = new Set<string>()
    for (const each of held)
      if (away.has(each.outlet_id)) await putBack(deps, countyId, each)
      else if (!(await stillHold(deps, countyId, each))) continue
      else if (await deliverOne(deps, countyId, each, isDemo)) away.add(each.outlet_id)
  }
}

/** What goes wrong in here with one is told to the operator and tried again; it says nothing of the receiver. */
const deliverOne = (deps: NoticesDeps, countyId: number, held: Held, isDemo: boolean): Promise<boolean> =>
  deliver(deps, countyId, held, isDemo).catch(async (error: Error) => {
    deps.onError(error)
    const againIn = AGAIN_MIN[held.tries - 1]
    const at = deps.now()
    const next = new Date(at.getTime() + (againIn ?? 0) * 60_000)
    await deps.database.writeOnce(countyId, (tx) =>
      sql`UPDATE deliveries SET held_until = NULL, answer = 'internal', next_at = ${next},
          status = ${againIn === undefined ? 'failed' : 'waiting'}, settled_at = ${againIn === undefined ? at : null}
        WHERE county_id = ${countyId} AND id = ${held.id} AND status = 'waiting'`.execute(tx),
    )
    return false
  })

/** It was not tried after all. */
const putBack = ({ database }: NoticesDeps, countyId: number, { id, tries }: Held) =>
  database.writeOnce(countyId, (tx) =>
    sql`UPDATE deliveries SET held_until = NULL, tries = tries - 1
      WHERE county_id = ${countyId} AND id = ${id} AND status = 'waiting' AND tries = ${tries}`.execute(tx),
  )

/** Slow receivers before it may have taken longer than it is held: held anew, unless somebody else has taken it. */
const stillHold = ({ database, now }: NoticesDeps, countyId: number, { id, tries }: Held): Promise<boolean> =>
  database.writeOnce(countyId, async (tx) => {
    const { rows } = await sql`
      UPDATE deliveries SET held_until = ${new Date(now().getTime() + HOLD_MS)}
      WHERE county_id = ${countyId} AND id = ${id} AND status = 'waiting' AND tries = ${tries} RETURNING id`.execute(
      tx,
    )
    return rows.length > 0
  })

/** @returns whether the receiver is away */
async function deliver(deps: NoticesDeps, countyId: number, held: Held, isDemo: boolean): Promise<boolean> {
  const { database, sealing, outgoing, now } = deps
  const outlet = await database.readOnce(countyId, (tx) => findActive(tx, countyId, held.outlet_id))
  const settle = (status: 'sent' | 'failed' | 'lapsed', answer: string) =>
    database.writeOnce(countyId, (tx) =>
      sql`UPDATE deliveries SET status = ${status}, answer = ${answer}, settled_at = ${now()}, held_until = NULL
        WHERE county_id = ${countyId} AND id = ${held.id} AND status = 'waiting'`.execute(tx),
    )
  if (!outlet || isDemo) {
    await settle('lapsed', isDemo ? 'demo' : 'outlet_ended')
    return false
  }
  const { url, secret } = openTarget(sealing, countyId, outlet.id, outlet.sealed)
  const body = JSON.stringify(held.payload)
  const sent = await post(outgoing, url, body, webhookHeaders(secret, held.id, body, now()), now())
  const answer = sent.is === 'answered' ? String(sent.status) : sent.reason
  if (sent.is === 'answered' && sent.status >= 200 && sent.status < 300) {
    await settle('sent', answer)
    await database.write(countyId, async (tx) => {
      await noteSuccess(tx, countyId, outlet.id)
      await goOn(tx, countyId, outlet.id)
    })
    return false
  }
  const isGone = sent.is === 'answered' && sent.status === 410
  const againIn = AGAIN_MIN[held.tries - 1]
  if (againIn === undefined) await settle('failed', answer)
  await database.write(countyId, async (tx) => {
    const at = now()
    const retryAfterMs = sent.is === 'answered' ? sent.retryAfterMs : null
    const wait = Math.max((againIn ?? 0) * 60_000, retryAfterMs ?? 0)
    await sql`UPDATE deliveries SET held_until = NULL, answer = ${answer}, next_at = ${new Date(at.getTime() + wait)}
      WHERE county_id = ${countyId} AND id = ${held.id} AND status = 'waiting'`.execute(tx)
    // Gone for good, it says so itself.
    if (isGone) await giveUp(tx, countyId, outlet.id, at)
    else if (!(await noteFailure(tx, countyId, outlet.id, at))) {
      const failures = ((await listPauses(tx, countyId)).get(outlet.id)?.failures ?? 0) + 1
      await pause(tx, countyId, outlet.id, { why: answer, retryAfterMs, failures }, at)
    }
  })
  return true
}
