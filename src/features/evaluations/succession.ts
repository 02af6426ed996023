import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { timer } from '#features/accounts/index.ts'
import type { Business, Merger } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '#platform/world.ts'
import type { ActOnCampaign } from './acts.ts'
import { problemsIn } from './begin.ts'
import type { Deps } from './deps.ts'
import { type AnsweringNow, regrouped, withHeirs } from './followed-plan.ts'
import { type CampaignState, campaignLifecycle } from './lifecycle.ts'
import { actIn } from './perform.ts'
import type { Plan } from './plan.ts'
import type { Belonging } from './policy.ts'
import type { CampaignRow } from './row.ts'
import type { ActBody } from './schema.ts'
import { findCampaign } from './store.ts'

/**
 * Evaluation's side of what is done to organisations as a whole, after their problems have followed: whoever takes a
 * township's place holds its campaigns, and a campaign asks about problems where they are now, or, once slips are out,
 * knows who answers for them. Slips, ballots and results keep the place that people were asked about.
 */
export const campaignSuccession: Business = {
  merged: (tx, world, { countyId, from, into, moved }) =>
    follow(tx, world, countyId, [into.id, ...moved], { from: from.id, into }),
  divided: (tx, world, { countyId, into, moved }) => follow(tx, world, countyId, [into.id, ...moved]),
  moved: (tx, world, { countyId, moved }) => follow(tx, world, countyId, [moved.id]),
  // What is asked about a problem goes where the problem goes; nothing else is divided.
  listOpen: async () => [],
  listUnfinished: async (tx, countyId, id) =>
    (await hasUnfinished(tx, countyId, id)) ? ['noOpenCampaigns'] : [],
}

type Heir = { from: string; into: Pick<Merger['into'], 'id' | 'township_id'> }

const states = Object.keys(campaignLifecycle.states) as CampaignState[]
const open = states.filter((state) => !campaignLifecycle.states[state].ends)

/** `problemsOf`: organisations that answer for other problems than before, or in another township. */
async function follow(
  tx: Tx,
  world: World,
  countyId: number,
  problemsOf: readonly string[],
  heir?: Heir,
): Promise<{ campaigns: number }> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM evaluation_campaigns c
    WHERE c.county_id = ${countyId} AND (c.organization_id = ${heir?.from ?? null}
      OR (c.state = ANY(${open}::text[]) AND EXISTS (SELECT FROM evaluation_items i
        JOIN problems p ON p.county_id = i.county_id AND p.id = i.problem_id
        WHERE i.county_id = c.county_id AND i.campaign_id = c.id AND p.organization_id = ANY(${problemsOf}::uuid[]))))
    ORDER BY c.id`.execute(tx)
  let campaigns = 0
  for (const { id } of rows) {
    const found = await findCampaign(tx, countyId, id)
    if (found && (await followIn(tx, world, found.row, heir))) campaigns += 1
  }
  return { campaigns }
}

/** @returns whether anything of it is otherwise now */
async function followIn(tx: Tx, world: World, row: CampaignRow, heir: Heir | undefined): Promise<boolean> {
  const holder =
    row.organization_id === heir?.from
      ? { organization_id: heir.into.id, township_id: heir.into.township_id }
      : { organization_id: row.organization_id, township_id: row.township_id }
  const plan = await planNow(tx, row, holder)
  if (!plan) await act(tx, world, row, 'cancel', { reason: NOTHING_LEFT })
  else if (holder.organization_id !== row.organization_id || !isDeepStrictEqual(plan, row.plan))
    await act(tx, world, row, 'succeed', {
      ...{ organizationId: holder.organization_id, townshipId: holder.township_id },
      plan,
    })
  else return false
  return true
}

const NOTHING_LEFT = '要评价的问题已随单位调整转走，本单位不能再组织评价。'

/** Undefined: nothing is left that the holder may ask about. */
async function planNow(tx: Tx, row: CampaignRow, holder: Belonging): Promise<Plan | undefined> {
  if (!open.includes(row.state)) return row.plan
  const now = await answeringNow(tx, row)
  const isOut = row.state === 'running' || row.state === 'counting'
  return isOut ? withHeirs(row.plan, now) : regrouped(row.plan, holder, now)
}

async function answeringNow(tx: Tx, { county_id, plan }: CampaignRow): Promise<AnsweringNow> {
  const rows = await tx
    .selectFrom('problems as p')
    .innerJoin('organizations as o', (join) =>
      join.onRef('o.county_id', '=', 'p.county_id').onRef('o.id', '=', 'p.organization_id'),
    )
    .select(['p.id', 'p.organization_id', 'p.township_id', 'o.name'])
    .where('p.county_id', '=', county_id)
    .where('p.id', 'in', problemsIn(plan))
    .execute()
  const names = new Map(rows.map(({ organization_id, name }) => [organization_id, name]))
  return { of: new Map(rows.map((row) => [row.id, row])), name: (id) => names.get(id) ?? '' }
}

/** Succession starts no timer, makes out no invitation and opens nothing. */
const nothingElse: Pick<Deps, 'jobs' | 'receipts' | 'ballotKeys'> = {
  jobs: { sendIn: () => Promise.reject(new Error('succession starts no timer')) },
  get receipts(): never {
    throw new Error('succession makes out no invitation')
  },
  get ballotKeys(): never {
    throw new Error('succession opens nothing')
  },
}

async function act<A extends Extract<ActOnCampaign, 'succeed' | 'cancel'>>(
  tx: Tx,
  world: World,
  { county_id: countyId, id, version }: CampaignRow,
  name: A,
  fields: Omit<ActBody<A>, 'commandId' | 'version'>,
): Promise<void> {
  const body = { commandId: newId(), version, ...fields } as ActBody<A>
  const hash = hashRequest(name, id, body)
  await actIn(nothingElse, tx, world, timer(countyId), new Map(), name, id, body, hash)
}

/** Holds a campaign that is not over, or is rated in one. */
async function hasUnfinished(tx: Tx, countyId: number, organizationId: string): Promise<boolean> {
  const named = (path: string) =>
    sql`c.plan @? ${`$.places[*].${path} ? (@ == "${organizationId}")`}::jsonpath`
  const { rows } = await sql`
    SELECT FROM evaluation_campaigns c WHERE c.county_id = ${countyId} AND c.state = ANY(${open}::text[])
      AND (c.organization_id = ${organizationId} OR ${named('id')} OR ${named('heirs[*].id')}) LIMIT 1`.execute(
    tx,
  )
  return rows.length > 0
}
