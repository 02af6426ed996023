import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { type Appending, entryClauses } from '#platform/history/append.ts'
import type { Step } from '#platform/lifecycle/step.ts'
import { childClauses, movedClause, type Writes } from '#platform/lifecycle/write.ts'
import type { CampaignState } from './lifecycle.ts'
import type { CampaignRow, Parts } from './row.ts'

export type Loaded = { row: CampaignRow; parts: Parts; chain: { length: number; head: string } }

/**
 * Reads a campaign with its batches. With `lock` its chain is locked until the transaction ends. Undefined: no such
 * campaign in this county.
 */
export async function findCampaign(
  tx: Tx,
  countyId: number,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Loaded | undefined> {
  const { rows } = await sql<CampaignRow & Parts & { chain_length: number; chain_head: string }>`
    SELECT p.*, h.length AS chain_length, h.head AS chain_head,
      (SELECT coalesce(json_agg(x ORDER BY x.issued_at, x.id), '[]') FROM (SELECT b.id, b.place_id, b.rater_class, b.n,
          b.person_id, b.issued_at, b.voided_at, b.gave_back,
          count(*) FILTER (WHERE i.used OR i.paper IS NOT NULL)::int AS returned,
          count(*) FILTER (WHERE i.is_void)::int AS void, count(*) FILTER (WHERE i.paper = 'settled')::int AS settled
        FROM evaluation_batches b JOIN evaluation_invitations i ON i.county_id = b.county_id
          AND i.campaign_id = b.campaign_id AND i.batch_id = b.id
        WHERE b.county_id = p.county_id AND b.campaign_id = p.id
        GROUP BY b.id, b.place_id, b.rater_class, b.n, b.person_id, b.issued_at, b.voided_at,
          b.gave_back) x) AS batches,
      (SELECT count(*)::int FROM evaluation_invitations i WHERE i.county_id = p.county_id AND i.campaign_id = p.id
        AND i.paper IN ('once','differs')) AS unsettled
    FROM evaluation_campaigns p JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
    WHERE p.county_id = ${countyId} AND p.id = ${id}
    ${lock ? sql`FOR UPDATE OF h` : sql``}`.execute(tx)
  const found = rows[0]
  if (!found) return undefined
  const { chain_length, chain_head, batches, unsettled, ...row } = found
  return { row, parts: { batches, unsettled }, chain: { length: chain_length, head: chain_head } }
}

export type Writing = {
  row: CampaignRow
  step: Step<CampaignState>
  effect: Writes
  now: Date
  entry: Appending
}

/** All an act writes of the campaign and its entry, in one statement. False: somebody was faster. */
export async function writeAct(tx: Tx, { row, step, effect, now, entry }: Writing): Promise<boolean> {
  const clauses = [
    movedClause('evaluation_campaigns', row, step, jsonOf(effect.set ?? {}), now),
    ...childClauses(effect),
    entryClauses(entry, 'moved').clauses,
  ]
  const { rows } = await sql<{ n: number }>`
    WITH ${sql.join(clauses)} SELECT count(*)::int AS n FROM moved`.execute(tx)
  return rows[0]?.n === 1
}

/** What is neither text nor number is kept as JSON: an array would be taken for one of the database's. */
const jsonOf = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value !== null && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value,
    ]),
  )

/** A new campaign and the first entry of its chain. */
export async function insertCampaign(tx: Tx, row: object, entry: Appending): Promise<void> {
  const columns = Object.entries(jsonOf(row))
  await sql`WITH entered AS (
      INSERT INTO evaluation_campaigns (${sql.join(columns.map(([name]) => sql.ref(name)))})
      VALUES (${sql.join(columns.map(([, value]) => sql`${value}`))}) RETURNING 1
    ), ${entryClauses(entry, 'entered').clauses} SELECT`.execute(tx)
}

/** Which problems it asks about, anew. */
export async function writeItems(
  tx: Tx,
  countyId: number,
  campaignId: string,
  problemIds: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('evaluation_items')
    .where('county_id', '=', countyId)
    .where('campaign_id', '=', campaignId)
    .execute()
  await sql`INSERT INTO evaluation_items (county_id, id, campaign_id, problem_id)
    SELECT ${countyId}, gen_random_uuid(), ${campaignId}::uuid, p FROM unnest(${problemIds}::uuid[]) p`.execute(
    tx,
  )
}

/** Held shared by whatever hands in a ballot, whole by the count: see `deposit_ballot` (migration 0023). */
export async function lockBallots(
  tx: Tx,
  countyId: number,
  campaignId: string,
  how: 'shared' | 'whole',
): Promise<void> {
  const key = sql`hashtextextended(${`evaluation ${campaignId}`}, ${countyId})`
  await (how === 'shared'
    ? sql`SELECT pg_advisory_xact_lock_shared(${key})`
    : sql`SELECT pg_advisory_xact_lock(${key})`
  ).execute(tx)
}
