import { sql } from 'kysely'
import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { scopeCondition } from '#features/problems/index.ts'
import { dueBounds, dueGroup } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type Acted, hasDone } from '#platform/lifecycle/step.ts'
import type { World } from '#platform/world.ts'
import type { CampaignQuery } from '../api.ts'
import { type CampaignState, campaignLifecycle } from '../lifecycle.ts'
import { actingOn, mayPrepareFor, mayRate, partiesOf } from '../policy.ts'
import type { Choice } from '../views.ts'
import { type LineRow, lineColumns } from './line.ts'

/** One page, newest first: ids are in the order of time. */
export async function listCampaigns(
  tx: Tx,
  actor: Actor,
  query: CampaignQuery,
  page: { after: string | undefined; limit: number },
): Promise<{ rows: LineRow[]; next: string | null }> {
  const found = await sql<LineRow>`
    SELECT ${lineColumns} FROM evaluation_campaigns p
    WHERE p.county_id = ${actor.countyId} AND ${scopeCondition(scopeOf(actor))}
      AND ${query.state ? sql`p.state = ${query.state}` : sql`true`}
      AND ${
        query.problem
          ? sql`EXISTS (SELECT FROM evaluation_items t WHERE t.county_id = p.county_id AND t.campaign_id = p.id
              AND t.problem_id = ${query.problem})`
          : sql`true`
      }
      AND ${page.after ? sql`p.id < ${page.after}::uuid` : sql`true`}
    ORDER BY p.id DESC LIMIT ${page.limit + 1}`.execute(tx)
  const rows = found.rows.slice(0, page.limit)
  return { rows, next: found.rows.length > page.limit ? (rows.at(-1)?.id ?? null) : null }
}

const MOST = 100

/** What lies with this actor: campaigns whose state is theirs to move and that somebody else did not have to. */
export async function listWork(tx: Tx, actor: Actor, world: World) {
  if (actor.personId === null) return []
  const states = Object.entries(campaignLifecycle.states).filter(([, { owner }]) => owner !== null)
  const bounds = dueBounds(world.now, world.calendar)
  const { rows } = await sql<LineRow & { acted: Acted }>`
    SELECT ${lineColumns} FROM evaluation_campaigns p
    WHERE p.county_id = ${actor.countyId} AND p.state = ANY(${states.map(([state]) => state)}::text[])
      AND ${scopeCondition(scopeOf(actor))} ORDER BY p.due_at, p.id LIMIT ${MOST}`.execute(tx)
  return rows
    .filter((row) => {
      const acting = actingOn(actor, row)
      const { owner } = campaignLifecycle.states[row.state]
      // While answers come in nobody has to act before the last day.
      if (row.state === 'running' && row.handed_out > 0) return false
      if (!owner || !acting.parties.has(owner)) return false
      const apart = row.state === 'proposed' ? ['begin', 'revise', 'submit'] : []
      return !apart.some((act) => hasDone(row.acted, act, actor.personId))
    })
    .map((row) => ({
      ...row,
      group: row.due_at instanceof Date ? dueGroup(row.due_at, bounds) : ('later' as const),
    }))
}

type Places = ReadonlyMap<string, { id: string; name: string; kind: string; townshipId: string | null }>

/** For whom the reader may prepare a campaign: the county, or townships for their villages. */
export function holdersFor(actor: Actor, places: Places): { id: string; name: string }[] {
  const may = (place: { id: string; kind: string; townshipId: string | null }) => {
    const isTownship = place.townshipId === place.id
    if (!isTownship && place.kind !== 'county') return false
    return partiesOf(actor, { organization_id: place.id, township_id: isTownship ? place.id : null }).has(
      'organizer',
    )
  }
  return [...places.values()]
    .filter(may)
    .sort((a, b) => Number(b.kind === 'county') - Number(a.kind === 'county'))
    .map(({ id, name }) => ({ id, name }))
}

/** In acceptance, or closed not long ago and kept up: what the quarter's evaluation is about. */
const ratable = [
  'closure_requested',
  'document_check',
  'site_check',
  'awaiting_evaluation',
  'countersigning',
  'long_term',
  'closed',
  'consolidated',
] as const
const MOST_CHOICES = 500

export async function listChoices(
  tx: Tx,
  actor: Actor,
  holder: { organization_id: string; township_id: string | null },
  places: Places,
): Promise<Choice[]> {
  const { rows } = await sql<{
    id: string
    number: string
    title: string
    state: CampaignState
    organization_id: string
    township_id: string | null
  }>`
    SELECT p.id, p.number, p.title, p.state, p.organization_id, p.township_id FROM problems p
    WHERE p.county_id = ${actor.countyId} AND p.state = ANY(${ratable as unknown as string[]}::text[])
      AND p.secrecy <> 'work_secret' AND ${scopeCondition(scopeOf(actor))}
      AND ${holder.township_id === null ? sql`true` : sql`p.township_id = ${holder.township_id}`}
    ORDER BY p.state = 'awaiting_evaluation' DESC, p.organization_id, p.number LIMIT ${MOST_CHOICES}`.execute(
    tx,
  )
  return rows
    .filter((row) => mayRate(holder, row) && mayPrepareFor(actor, holder, row.organization_id))
    .map((row) => ({
      ...{ id: row.id, number: row.number, title: row.title, state: row.state, townshipId: row.township_id },
      ...{
        organizationId: row.organization_id,
        organizationName: places.get(row.organization_id)?.name ?? '',
      },
    }))
}
