import { type RawBuilder, sql } from 'kysely'
import { type Actor, standingFor } from '#features/accounts/index.ts'
import { dueBounds, dueGroup } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { actsIn } from '#platform/lifecycle/lifecycle.ts'
import { type Acted, hasDone } from '#platform/lifecycle/step.ts'
import type { World } from '#platform/world.ts'
import { type AppealAct, type AppealState, appealLifecycle, type Party } from '../lifecycle.ts'
import { partiesOf } from '../policy.ts'
import type { AppealRow } from '../row.ts'
import { type LineRow, lineColumns } from './line.ts'
import { sightCondition, sightOf } from './sight.ts'

/** More than anybody can work through in a week. */
const MOST = 300

export type WorkRow = LineRow & {
  acted: Acted
  asks: AppealAct[]
  group: ReturnType<typeof dueGroup>
}
type Found = Omit<WorkRow, 'asks' | 'group'> &
  Pick<AppealRow, 'many_since' | 'leader_id'> & { pending: string[]; last_side: string | null }

/** What is asked of whoever's move a state is: the acts that lead on, first the one that usually does. */
const asked: Partial<Record<AppealState, readonly AppealAct[]>> = {
  screening: ['pass'],
  registered: ['classify', 'dispatch'],
  dispatched: ['sign'],
  signed: ['contact'],
  handling: ['answer'],
  returning: ['agreeReturn', 'refuseReturn'],
  return_disputed: ['forceHandler'],
  answered: ['passAnswer', 'returnAnswer'],
  callback: ['closeSolved', 'closeUnsolved', 'redo'],
  objected: ['redo', 'callMeeting'],
  joint_meeting: ['meetingRedo', 'meetingClose'],
  reviewing: ['decideReview'],
  final_review: ['decideFinalReview'],
}

/** What waits to be decided beside the state's own move. */
const decisions: Readonly<Record<string, AppealAct>> = {
  extension: 'approveExtension',
  suspension: 'approveSuspension',
  exclusion: 'approveExclusion',
}

/** What a leader does about a matter of many people (domain.md 3.3); done once, it has been looked at. */
const looked: readonly AppealAct[] = ['assignLeader', 'urge', 'pledge']
const assignable = (Object.keys(appealLifecycle.table) as AppealState[]).filter(
  (state) => appealLifecycle.table[state].assignLeader !== undefined,
)

/** States in which what a resident wrote still waits for somebody's answer. */
const talking = (Object.keys(appealLifecycle.table) as AppealState[]).filter(
  (state) => appealLifecycle.table[state].reply !== undefined,
)

/** Those of them in which neither registrar nor handler has anything else to do. */
const quiet = talking.filter((state) => {
  const by = asked[state]?.flatMap((act) => appealLifecycle.table[state][act]?.by ?? []) ?? []
  return !by.includes('registrar') && !by.includes('handler')
})

/**
 * What is the same for everybody stands in the statement itself. As a value it would be a guess in the plan that serves
 * everybody, which then looks dearer than a new one for each request, and planning costs more than the walks.
 */
const most = sql.lit(MOST)
const isOneOf = (states: readonly AppealState[]) =>
  sql`p.state IN (${sql.join(states.map((state) => sql.lit(state)))})`

/** Who spoke last, of rows `p` of appeals. */
const lastSide = sql`(SELECT m.side FROM appeal_messages m WHERE m.county_id = p.county_id AND m.appeal_id = p.id
  ORDER BY m.at DESC, m.id DESC LIMIT 1)`

/** What lies with this actor, by deadline. */
export async function listWork(tx: Tx, actor: Actor, world: World): Promise<WorkRow[]> {
  if (actor.personId === null) return []
  const conditions = partyConditions(actor)
  const sight = sightCondition(sightOf(actor))
  const walk = (where: RawBuilder<unknown>) => sql`(SELECT p.id, p.due_at FROM appeals p
    WHERE p.county_id = ${actor.countyId} AND ${where} AND ${sight} ORDER BY p.due_at, p.id LIMIT ${most})`
  const walks = (Object.keys(asked) as AppealState[]).flatMap((state) => {
    const by = new Set(asked[state]?.flatMap((act) => appealLifecycle.table[state][act]?.by ?? []))
    const theirs = [...by].flatMap((party) => conditions[party] ?? [])
    return theirs.map((mine) => walk(sql`p.state = ${sql.lit(state)} AND ${mine}`))
  })
  // What a resident wrote where nobody's move it is, or another's: it waits for an answer all the same.
  for (const party of ['registrar', 'handler'] as const)
    if (conditions[party])
      walks.push(walk(sql`${isOneOf(quiet)} AND ${conditions[party]} AND ${lastSide} = 'resident'`))
  if (conditions.leaders)
    walks.push(
      walk(sql`p.many_since IS NOT NULL AND p.leader_id IS NULL AND ${isOneOf(assignable)}
        AND NOT jsonb_exists_any(p.acted, ${[...looked]}::text[]) AND ${conditions.leaders}`),
    )
  if (conditions.leaders)
    walks.push(
      sql`(SELECT p.id, p.due_at FROM appeal_requests r JOIN appeals p ON p.county_id = r.county_id AND p.id = r.appeal_id
      WHERE r.county_id = ${actor.countyId} AND r.status = 'pending' AND r.kind <> 'return' AND ${conditions.leaders}
        AND ${sight} ORDER BY p.due_at, p.id LIMIT ${most})`,
    )
  if (walks.length === 0) return []
  const { rows } = await sql<Found>`
    WITH mine AS (SELECT DISTINCT id, due_at FROM (${sql.join(walks, sql` UNION ALL `)}) u ORDER BY due_at, id LIMIT ${most})
    SELECT ${lineColumns}, p.acted, p.many_since, p.leader_id,
      (SELECT coalesce(json_agg(r.kind), '[]') FROM appeal_requests r
        WHERE r.county_id = p.county_id AND r.appeal_id = p.id AND r.status = 'pending') AS pending,
      ${lastSide} AS last_side
    FROM mine JOIN appeals p ON p.county_id = ${actor.countyId} AND p.id = mine.id
    ORDER BY mine.due_at, mine.id`.execute(tx)
  const bounds = dueBounds(world.now, world.calendar)
  return rows.flatMap(({ pending, last_side, ...row }) => {
    const asks = asksOf(actor, row, pending, last_side)
    if (asks.length === 0) return []
    const group = row.due_at instanceof Date ? dueGroup(row.due_at, bounds) : 'later'
    return [{ ...row, asks, group }]
  })
}

function asksOf(
  actor: Actor,
  row: Omit<Found, 'pending' | 'last_side'>,
  pending: readonly string[],
  lastSide: string | null,
): AppealAct[] {
  const parties = partiesOf(actor, row)
  const persons = standingFor(actor)
  const open = new Map(actsIn(appealLifecycle, row.state))
  const wanted = [
    ...(asked[row.state] ?? []),
    ...pending.flatMap((kind) => decisions[kind] ?? []),
    ...(row.many_since && !row.leader_id && !looked.some((act) => act in row.acted)
      ? (['assignLeader'] as const)
      : []),
    ...(lastSide === 'resident' && talking.includes(row.state) ? (['reply'] as const) : []),
  ]
  // Classified already: what is asked is to dispatch it.
  const ready = wanted.filter((act) => act !== 'classify' || row.nature === null || row.field_code === null)
  return ready.filter((act) => {
    const line = open.get(act)
    if (!line?.by.some((party) => parties.has(party))) return false
    if (act === 'dispatch' && (row.nature === null || row.field_code === null)) return false
    return !line.apartFrom?.some((other) => persons.some((person) => hasDone(row.acted, other, person)))
  })
}

/** Of which rows `p` of appeals somebody is a party: `partiesOf` as SQL. A party that is left out: of none. */
function partyConditions(actor: Actor): Partial<Record<Party, RawBuilder<unknown>>> {
  type Role = Actor['grants'][number]['role']
  const inCounty = (role: Role) =>
    actor.grants.some((grant) => grant.role === role && grant.organizationKind === 'county')
  const at = (column: 'township_id' | 'handler_id', ...roles: Role[]) => {
    const ids = actor.grants.filter(({ role }) => roles.includes(role)).map((grant) => grant.organizationId)
    if (ids.length === 0) return undefined
    // One is what nearly everybody has; a list is guessed to be of ten.
    const [id] = ids
    return ids.length === 1
      ? sql`p.${sql.ref(column)} = ${id}::uuid`
      : sql`p.${sql.ref(column)} = ANY(${ids}::uuid[])`
  }
  const either = (isCountyWide: boolean, where: RawBuilder<unknown> | undefined) =>
    isCountyWide ? sql`true` : where
  const conditions: Partial<Record<Party, RawBuilder<unknown> | undefined>> = {
    registrar: either(inCounty('registrar'), at('township_id', 'registrar')),
    // The county's leaders are asked about what lies above townships and what is about a township's own people; of the
    // rest they may, and are not asked.
    leaders: inCounty('leader')
      ? sql`(p.township_id IS NULL OR (p.about_village AND p.place_id = p.township_id))`
      : at('township_id', 'secretary'),
    superior: inCounty('leader') ? sql`true` : undefined,
    handler: at('handler_id', 'secretary', 'clerk'),
  }
  return Object.fromEntries(Object.entries(conditions).filter(([, condition]) => condition)) as Partial<
    Record<Party, RawBuilder<unknown>>
  >
}
