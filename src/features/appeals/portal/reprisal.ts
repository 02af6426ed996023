import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import { appendEntry, lockChain } from '#platform/history/append.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { Refused } from '#platform/refusal.ts'
import type { Place } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import { mayReceiveDiverted } from '../policy.ts'
import type { ReprisalLine } from './desk-api.ts'
import { dayWords } from './page.ts'
import { writePart } from './refresh.ts'
import type { SentReprisal } from './sent.ts'

/**
 * 打击报复 (domain.md 7.1): what somebody tells the county's discipline office that happened to them because they spoke
 * up. Sealed, beside the appeal, with a history of its own; neither handlers, registrars, the township nor
 * administrators see that there is one.
 */
const KIND = 'reprisal'

export const reportPlace = (countyId: number, id: string): Place => ({
  ...{ countyId, table: 'reprisal_reports', column: 'sealed' },
  rowId: id,
})

export function receiveReprisal(
  { database, identities }: Pick<Deps, 'database' | 'identities'>,
  world: World,
  countyId: number,
  { id, digest }: { id: string; digest: string },
  { text }: SentReprisal,
): Promise<{ id: string }> {
  const { now } = world
  // Also when the receipt was exchanged for another meanwhile: it was good when it was sent.
  // No hash of what was told lies in clear: a short text could be found by trying.
  const requestHash = hashRequest('report', id, {})
  return replayable(database, { countyId, personId: null }, id, requestHash, () =>
    database.write(countyId, async (tx) => {
      const { rows } = await sql<{ page_key: string | null }>`
        WITH of_receipt AS (
          SELECT appeal_id, page_key FROM appeal_receipts
          WHERE county_id = ${countyId} AND digest = ${digest}
        ), reported AS (
          INSERT INTO reprisal_reports (county_id, id, appeal_id, digest, sealed, received_at)
          SELECT ${countyId}::int, ${id}::uuid, appeal_id, ${digest}::text,
            ${identities.seal(reportPlace(countyId, id), text)}::text, ${now}::timestamptz FROM of_receipt
        ) SELECT page_key FROM of_receipt`.execute(tx)
      const [receipt] = rows
      if (!receipt) throw new Refused({ code: 'not_found' })
      await appendEntry(
        tx,
        countyId,
        null,
        {
          ...{ kind: KIND, case: id, act: 'report', at: now, entered: now, actor: null, as: 'resident' },
          ...{ command: id, rows: {} },
        },
        { personId: null, requestHash, outcome: { id } },
      )
      await tell(
        world,
        receipt.page_key,
        digest,
        `${dayWords(world, now)}已送到县纪检监察机关。`,
      )(tx, countyId)
      return { id }
    }),
  )
}

const tell =
  (world: World, pageKey: string | null, digest: string, text: string) =>
  async (tx: Parameters<typeof writePart>[0], countyId: number): Promise<void> => {
    if (pageKey === null) return
    const said = { on: dayWords(world, world.now), text }
    await writePart(tx, countyId, { digest, page_key: pageKey }, 'reprisal', said, world.now)
  }

const MOST = 50

/**
 * The newest reports in clear; that they were read is an entry of each, written before it is opened.
 * @throws Refused `not_yours`
 */
export async function listReprisals(
  { database, identities }: Pick<Deps, 'database' | 'identities'>,
  world: World,
  actor: Actor,
): Promise<ReprisalLine[]> {
  if (!mayReceiveDiverted(actor))
    throw new Refused({ code: 'not_yours', act: 'listReprisals', by: ['discipline'] })
  const { countyId, personId } = actor
  return database.write(countyId, async (tx) => {
    const { rows } = await sql<{
      id: string
      number: string
      sealed: string
      received_at: Date
      taken_at: Date | null
      answered_at: Date | null
    }>`
      SELECT r.id, a.number, r.sealed, r.received_at, r.taken_at, r.answered_at FROM reprisal_reports r
      JOIN appeals a ON a.county_id = r.county_id AND a.id = r.appeal_id
      WHERE r.county_id = ${countyId} ORDER BY r.received_at DESC, r.id DESC LIMIT ${MOST}`.execute(tx)
    for (const { id } of rows) {
      const head = await lockChain(tx, countyId, id)
      await appendEntry(tx, countyId, head ?? null, {
        ...{ kind: KIND, case: id, act: 'read', at: world.now, entered: world.now },
        ...{ actor: personId, as: 'discipline', command: null, rows: {} },
      })
    }
    return rows.map(({ id, number, sealed, ...at }) => ({
      ...{ id, number, text: identities.open(reportPlace(countyId, id), sealed) },
      receivedAt: at.received_at.toISOString(),
      takenAt: at.taken_at?.toISOString() ?? null,
      answeredAt: at.answered_at?.toISOString() ?? null,
    }))
  })
}

type Deciding = { commandId: string; answer?: string | undefined }

/**
 * Takes a report up, or answers it: the answer goes to the page of the receipt and is kept nowhere else.
 * @throws Refused `not_found` also for everybody else, `wrong_state` when it was taken or answered already
 */
export function takeReprisal(
  { database }: Pick<Deps, 'database'>,
  world: World,
  actor: Actor,
  id: string,
  { commandId, answer }: Deciding,
): Promise<{ id: string }> {
  const act = answer === undefined ? 'take' : 'answer'
  // Nobody else learns whether there is one.
  if (!mayReceiveDiverted(actor)) return Promise.reject(new Refused({ code: 'not_found' }))
  const { countyId, personId } = actor
  const requestHash = hashRequest(act, id, {})
  return replayable(database, actor, commandId, requestHash, () =>
    database.write(countyId, async (tx) => {
      const head = await lockChain(tx, countyId, id)
      if (!head) throw new Refused({ code: 'not_found' })
      const { rows } = await sql<{ digest: string; page_key: string | null }>`
        UPDATE reprisal_reports r SET ${
          answer === undefined
            ? sql`taken_by = ${personId}, taken_at = ${world.now}`
            : sql`answered_by = ${personId}, answered_at = ${world.now},
                taken_by = coalesce(taken_by, ${personId}), taken_at = coalesce(taken_at, ${world.now})`
        }
        FROM appeal_receipts p
        WHERE r.county_id = ${countyId} AND r.id = ${id} AND p.county_id = r.county_id AND p.digest = r.digest
          AND ${answer === undefined ? sql`r.taken_at IS NULL` : sql`r.answered_at IS NULL`}
        RETURNING r.digest, p.page_key`.execute(tx)
      const [report] = rows
      if (!report) {
        const known = await tx
          .selectFrom('reprisal_reports')
          .select('id')
          .where('county_id', '=', countyId)
          .where('id', '=', id)
          .executeTakeFirst()
        throw new Refused(known ? { code: 'wrong_state', state: 'taken', act } : { code: 'not_found' })
      }
      await appendEntry(
        tx,
        countyId,
        head,
        {
          ...{ kind: KIND, case: id, act, at: world.now, entered: world.now, actor: personId },
          ...{ as: 'discipline', command: commandId, rows: {} },
        },
        { personId, requestHash, outcome: { id } },
      )
      const said = answer === undefined ? '县纪检监察机关已经接手。' : `县纪检监察机关答复您：${answer}`
      await tell(world, report.page_key, report.digest, said)(tx, countyId)
      return { id }
    }),
  )
}
