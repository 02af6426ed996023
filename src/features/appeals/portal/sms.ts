import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/transaction.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { Deps } from '../deps.ts'
import { openForNotice } from '../identity.ts'
import { NoticeKind } from './desk-api.ts'

/**
 * Text messages to residents through the county's own gateway, where it has one; otherwise, for kinds without a
 * template, and when it does not answer, the registrar's call list. A message holds the number of the appeal and where
 * to look with the receipt: nothing of the matter, nothing of the answer.
 */
export const SmsSettings = z.object({
  /** Inside the county's own network a gateway may speak plain HTTP on the machine itself only. */
  url: z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith('https:') || LOOPBACK.test(url), {
    error: 'https',
  }),
  method: z.enum(['POST', 'PUT']).default('POST'),
  contentType: z.string().default('application/json'),
  /** Header that carries the secret. */
  secretHeader: z
    .string()
    .regex(/^[A-Za-z-]{1,60}$/)
    .default('authorization'),
  /** With {phone}, {template}, {number} and {link}, each written as a JSON text without its quotes. */
  body: z.string().min(1).max(2000),
  /** Which template says what; a kind without one is told on the telephone. */
  templates: z.partialRecord(NoticeKind, z.string().min(1).max(100)),
  link: z.url(),
})
export type SmsSettings = z.infer<typeof SmsSettings>

const LOOPBACK = /^http:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])[:/]/

export const SMS_JOB = 'appeal-sms'
export type SmsJob = { countyId: number; noticeId: string }

const secretPlace = (countyId: number): Place => ({
  ...{ countyId, table: 'sms_gateways', column: 'sealed' },
  rowId: 'gateway',
})

export const setGateway = (
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  settings: SmsSettings,
  secret: string,
  now: Date,
) =>
  sql`
  INSERT INTO sms_gateways (county_id, settings, sealed, set_at)
  VALUES (${countyId}, ${JSON.stringify(settings)}::jsonb, ${sealing.seal(secretPlace(countyId), secret)}, ${now})
  ON CONFLICT (county_id) DO UPDATE
    SET settings = excluded.settings, sealed = excluded.sealed, set_at = excluded.set_at`.execute(tx)

const findGateway = async (tx: Tx, countyId: number) => {
  const row = await tx
    .selectFrom('sms_gateways')
    .select(['settings', 'sealed'])
    .where('county_id', '=', countyId)
    .executeTakeFirst()
  return row && { settings: SmsSettings.parse(row.settings), sealed: row.sealed }
}

const BATCH = 100

/** What is a day old is nobody's news any more by message: somebody calls. */
const FRESH = sql`interval '1 day'`

/**
 * Hands what waits for a message to the queue of jobs, which tries again by itself, later and later. What the queue lost
 * goes to the call list.
 */
export async function queueMessages(
  { database, jobs, now }: { database: Deps['database']; jobs: Pick<Jobs, 'sendIn'>; now: () => Date },
  countyId: number,
): Promise<number> {
  return database.write(countyId, async (tx) => {
    const gateway = await findGateway(tx, countyId)
    const kinds = Object.keys(gateway?.settings.templates ?? {})
    if (kinds.length === 0) return 0
    const { rows } = await sql<{ id: string }>`
      WITH lost AS (UPDATE appeal_notices SET status = 'waiting', tries = greatest(tries, 1)
        WHERE county_id = ${countyId} AND status = 'sending' AND at < ${now()}::timestamptz - ${FRESH})
      UPDATE appeal_notices SET status = 'sending' WHERE (county_id, id) IN (
        SELECT county_id, id FROM appeal_notices WHERE county_id = ${countyId} AND status = 'waiting' AND tries = 0
          AND calls = 0 AND at >= ${now()}::timestamptz - ${FRESH}
          AND kind = ANY (${kinds}::text[]) ORDER BY at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING id`.execute(tx)
    for (const { id } of rows) await jobs.sendIn<SmsJob>(tx, SMS_JOB, { countyId, noticeId: id })
    return rows.length
  })
}

/** As often as the queue tries. */
const MOST_TRIES = 5
const TIMEOUT_MS = 10_000

/**
 * Sends one. Thrown: the queue tries again; after the last try it stands on the call list.
 * @throws Error without the number or the answer of the gateway
 */
export async function sendMessage(
  deps: Pick<Deps, 'database' | 'identities' | 'now'> & { sealing: Sealing },
  { countyId, noticeId }: SmsJob,
): Promise<void> {
  const { database, now } = deps
  const found = await database.read(countyId, async (tx) => {
    const { rows } = await sql<Waiting>`
      SELECT n.id, n.kind, a.number, n.appeal_id, n.tries FROM appeal_notices n
      JOIN appeals a ON a.county_id = n.county_id AND a.id = n.appeal_id
      WHERE n.county_id = ${countyId} AND n.id = ${noticeId} AND n.status = 'sending'`.execute(tx)
    return { notice: rows[0], gateway: await findGateway(tx, countyId) }
  })
  const { notice, gateway } = found
  if (!notice) return
  const settle = (status: 'sent' | 'waiting' | 'sending') =>
    database.writeOnce(countyId, (tx) =>
      sql`UPDATE appeal_notices SET status = ${status}, tries = tries + 1,
          told_at = CASE WHEN ${status} = 'sent' THEN ${now()}::timestamptz END
        WHERE county_id = ${countyId} AND id = ${noticeId} AND status = 'sending'`.execute(tx),
    )
  // Also when a key is away: what throws before it is counted would stay `sending`, on nobody's list.
  let fault: unknown = new Error('the gateway for text messages did not take a message')
  const outcome = await deliver(deps, countyId, notice, gateway).catch((error: unknown) => {
    fault = error
    return 'failed' as const
  })
  if (outcome !== 'failed') {
    await settle(outcome)
    return
  }
  const isLast = notice.tries + 1 >= MOST_TRIES
  await settle(isLast ? 'waiting' : 'sending')
  if (!isLast) throw fault
}

type Waiting = {
  id: string
  kind: NoticeKind
  number: string
  appeal_id: string
  tries: number
}
type Gateway = Awaited<ReturnType<typeof findGateway>>

/** `waiting`: there is nothing to send it with or to; somebody calls. @throws Refused `key_missing` */
async function deliver(
  { database, identities, sealing }: Pick<Deps, 'database' | 'identities'> & { sealing: Sealing },
  countyId: number,
  { id, kind, number, appeal_id }: Waiting,
  gateway: Gateway,
): Promise<'sent' | 'failed' | 'waiting'> {
  const template = gateway?.settings.templates[kind]
  if (!gateway || !template) return 'waiting'
  const phone = await database.read(countyId, (tx) => openForNotice(tx, identities, countyId, appeal_id, id))
  if (!phone) return 'waiting'
  const secret = gateway.sealed ? sealing.open(secretPlace(countyId), gateway.sealed) : ''
  const told = { phone, template, number, link: gateway.settings.link }
  return (await post(gateway.settings, secret, told)) ? 'sent' : 'failed'
}

async function post(
  { url, method, contentType, secretHeader, body }: SmsSettings,
  secret: string,
  told: Record<string, string>,
): Promise<boolean> {
  const filled = body.replace(/\{(phone|template|number|link)\}/g, (_, name: string) =>
    JSON.stringify(told[name]).slice(1, -1),
  )
  try {
    const answer = await fetch(url, {
      ...{ method, body: filled, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) },
      headers: { 'content-type': contentType, ...(secret && { [secretHeader]: secret }) },
    })
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
