import { type RawBuilder, sql } from 'kysely'
import { type Actor, isTownshipLike, scopeOf, standingFor } from '#features/accounts/index.ts'
import { dueBounds, dueGroup } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type Acted, hasDone } from '#platform/lifecycle/step.ts'
import type { World } from '#platform/world.ts'
import { type Party, type ProblemAct, type ProblemState, problemLifecycle } from '../lifecycle.ts'
import { actingOn, partiesOf } from '../policy.ts'
import { type LineRow, lineColumns } from './line.ts'
import { scopeCondition, unitCondition, unitsOf } from './scope.ts'

/** More than anybody can work through in a week; the ledger shows the rest. */
const MOST = 300

/** Requests that wait for a decision, and who decides them: read off the lifecycle, not typed again. */
const deciders = (() => {
  const rows = Object.values(problemLifecycle.table).flatMap((acts) => Object.entries(acts))
  const of = (act: ProblemAct): readonly Party[] => rows.find(([name]) => name === act)?.[1].by ?? []
  return {
    extension: of('approveExtension'),
    suspension: of('approveSuspension'),
    correction: of('confirmCorrection'),
    reassignment: of('approveReassignment'),
    review: of('confirmReview'),
    consolidation: of('consolidate'),
    relapse: of('findRelapse'),
  }
})()

export type WorkRow = LineRow & {
  acted: Acted
  pending: (keyof typeof deciders)[]
  group: ReturnType<typeof dueGroup>
}

/** What lies with this actor: cases whose state is theirs to move, and requests theirs to decide. */
export async function listWork(tx: Tx, actor: Actor, world: World): Promise<WorkRow[]> {
  const units = unitsOf(scopeOf(actor), {})
  if (units.length === 0 || actor.personId === null) return []
  const asked = asksOf(actor)
  const waiting = waitingFor(actor)
  const states = waiting.map(([state]) => state)
  const cases = waiting.map(([state, condition]) => sql`WHEN ${state} THEN ${condition}`)
  const walks = units.map(
    (unit) => sql`SELECT h.id, h.due_at FROM unnest(${states}::text[]) AS s(state) CROSS JOIN LATERAL (
      SELECT p.id, p.due_at FROM problems p
      WHERE p.county_id = ${actor.countyId} AND ${unitCondition(unit)} AND p.state = s.state
        AND CASE p.state ${sql.join(cases, sql` `)} END ORDER BY p.due_at, p.id LIMIT ${MOST}) h`,
  )
  if (states.length === 0) walks.length = 0
  if (asked.length > 0)
    walks.push(sql`SELECT p.id, p.due_at FROM problem_requests r
      JOIN problems p ON p.county_id = r.county_id AND p.id = r.problem_id
      WHERE r.county_id = ${actor.countyId} AND r.status = 'pending' AND r.kind = ANY(${asked}::text[])
        AND ${theirs(actor)} AND ${scopeCondition(scopeOf(actor))}`)
  if (walks.length === 0) return []
  const result = await sql<LineRow & { acted: Acted; pending: string[] }>`
    WITH mine AS (SELECT * FROM (${sql.join(walks, sql` UNION `)}) u ORDER BY due_at, id LIMIT ${MOST})
    SELECT ${lineColumns}, p.acted, (SELECT coalesce(array_agg(r.kind), '{}') FROM problem_requests r
      WHERE r.county_id = p.county_id AND r.problem_id = p.id AND r.status = 'pending'
        AND r.kind = ANY(${asked}::text[]) AND ${theirs(actor)}) AS pending
    FROM mine JOIN problems p ON p.county_id = ${actor.countyId} AND p.id = mine.id
    ORDER BY mine.due_at, mine.id`.execute(tx)
  const bounds = dueBounds(world.now, world.calendar)
  return result.rows
    .map((row) => ({
      ...row,
      pending: row.pending as WorkRow['pending'],
      group: row.due_at instanceof Date ? dueGroup(row.due_at, bounds) : 'later',
    }))
    .filter((row) => asks(actor, row).length > 0)
}

/** Nobody decides what they asked for, and a check is confirmed by the second checker whom its record names. */
const theirs = (actor: Actor): RawBuilder<unknown> => {
  const { personId } = actor
  return sql`r.requested_by <> ALL(${standingFor(actor)}::uuid[]) AND coalesce(r.asks->>'withPersonId', ${personId}::text) = ${personId}::text`
}

/** The parties of the county's bodies that this actor is of, by the table's own words. */
const partiesAnywhere = (actor: Actor): Set<Party> => {
  const parties = new Set<Party>()
  for (const grant of actor.grants) {
    const alone = { ...actor, grants: [grant] }
    for (const party of partiesOf(alone, { organization_id: grant.organizationId, township_id: null }))
      parties.add(party)
    const above = isTownshipLike(grant.organizationKind) ? grant.organizationId : null
    for (const party of partiesOf(alone, { organization_id: '', township_id: above })) parties.add(party)
  }
  return parties
}

const asksOf = (actor: Actor): (keyof typeof deciders)[] => {
  const parties = partiesAnywhere(actor)
  return (Object.keys(deciders) as (keyof typeof deciders)[]).filter((kind) =>
    deciders[kind].some((party) => parties.has(party)),
  )
}

/** Whom a state waits for besides its owner. */
const alsoWaiting: Partial<Record<ProblemState, readonly Party[]>> = {
  countersigning: ['discipline', 'personnel'],
  immediate: ['supervisor', 'inspector'],
  // Whom a site check that failed waits for.
  site_check: ['office'],
}
/** Nobody is asked to say no, but where a step has failed and nothing else can come of it. */
const sayingNo: Partial<Record<ProblemState, ProblemAct>> = { site_check: 'refuseClosure' }

/** The states that wait for one of the actor's parties, each with the rows of which they are that party. */
function waitingFor(actor: Actor): [ProblemState, RawBuilder<unknown>][] {
  const conditions = partyConditions(actor)
  return (Object.entries(problemLifecycle.states) as [ProblemState, { owner: Party | null }][]).flatMap(
    ([state, { owner }]) => {
      const waited = [...(owner ? [owner] : []), ...(alsoWaiting[state] ?? [])].flatMap((party) => {
        const condition = conditions[party]
        return condition ? [sql`(${condition} AND ${stillAsked(actor, state, party)})`] : []
      })
      return waited.length > 0 ? [[state, sql`(${sql.join(waited, sql` OR `)})`] as const] : []
    },
  ) as [ProblemState, RawBuilder<unknown>][]
}

/**
 * Of which rows somebody is a party: `partiesOf` as SQL, post by post, for somebody may have several. Whoever answers
 * for a problem judges it in no other post (回避). Undefined: of none.
 */
function partyConditions(actor: Actor): Partial<Record<Party, RawBuilder<unknown>>> {
  const anywhere = partiesAnywhere(actor)
  const idsOf = (roles: readonly string[]) => [
    ...new Set(actor.grants.filter((g) => roles.includes(g.role)).map((g) => g.organizationId)),
  ]
  const heads = idsOf(['secretary'])
  const own = idsOf(['secretary', 'clerk'])
  const among = (ids: string[]) => sql`p.organization_id = ANY(${ids}::uuid[])`
  const apart = own.length > 0 ? sql`NOT ${among(own)}` : sql`true`
  const isVillage = sql`coalesce(p.township_id <> p.organization_id, false)`
  const above =
    own.length > 0 ? sql`(${isVillage} AND p.township_id = ANY(${own}::uuid[]) AND ${apart})` : null
  const office = anywhere.has('office') ? sql`(NOT ${isVillage} AND ${apart})` : null
  const either = [above, office].filter((condition) => condition !== null)
  const judges = either.length > 0 ? sql`(${sql.join(either, sql` OR `)})` : undefined
  const bodies = (['office', 'leaders', 'inspector', 'discipline', 'personnel'] as const).filter((party) =>
    anywhere.has(party),
  )
  return {
    ...Object.fromEntries(bodies.map((party) => [party, apart])),
    ...(heads.length > 0 ? { obligor_head: among(heads) } : {}),
    ...(own.length > 0 ? { obligor: among(own) } : {}),
    ...(judges ? { first_reviewer: judges, supervisor: judges } : {}),
  }
}

/** Some states wait for several, and not any more for who has done their part. */
function stillAsked(actor: Actor, state: ProblemState, party: Party): RawBuilder<unknown> {
  const open = (which: RawBuilder<unknown>) => sql`EXISTS (SELECT FROM problem_tasks t
    WHERE t.county_id = p.county_id AND t.problem_id = p.id AND t.round = p.round AND t.status = 'open' AND ${which})`
  if (state === 'immediate') {
    if (party === 'obligor') return open(sql`t.kind = 'fix'`)
    // Inspectors go to see what is put right at once when both have reported, not before.
    return party === 'supervisor' ? open(sql`t.kind = 'supervise'`) : sql`NOT ${open(sql`true`)}`
  }
  if (state === 'site_check') {
    const failed = sql`coalesce((SELECT NOT c.passed FROM problem_site_checks c
      WHERE c.county_id = p.county_id AND c.problem_id = p.id AND c.entered_at >= p.entered_state_at
      ORDER BY c.entered_at DESC, c.id DESC LIMIT 1), false)`
    return party === 'office' ? failed : sql`NOT ${failed}`
  }
  if (party !== 'discipline' && party !== 'personnel') return sql`true`
  // Each body countersigns once an attempt, and nobody for both.
  return sql`NOT EXISTS (SELECT FROM problem_countersigns c WHERE c.county_id = p.county_id AND c.problem_id = p.id
    AND c.round = p.round AND c.entered_at >= p.entered_state_at AND (c.body = ${party} OR c.person_id = ANY(${standingFor(actor)}::uuid[])))`
}

/** What is asked of this actor about this row: pending decisions first, then the acts that move it on. */
export function asks(actor: Actor, row: Omit<WorkRow, 'group'>): ProblemAct[] {
  const parties = partiesOf(actor, row)
  const persons = standingFor(actor)
  const acts = problemLifecycle.table[row.state]
  const isTheirs = (act: ProblemAct) => {
    const spec = acts[act]
    return (
      spec?.by.some((party) => parties.has(party)) &&
      !spec.apartFrom?.some((other) => persons.some((person) => hasDone(row.acted, other, person)))
    )
  }
  const decisions = row.pending.map((kind) => decisionActs[kind])
  const moving = (Object.entries(acts) as [ProblemAct, { to: string }][])
    // A request is decided only while it is pending: those are among the decisions.
    .filter(([act, { to }]) => !deciding.has(act) && (to !== row.state || steady.has(act)))
    .map(([act]) => act)
    .filter((act) => !(act === 'recordReview' && row.pending.includes('review')))
  const asked = [...decisions, ...moving].filter(isTheirs)
  // Where to say no is all that somebody may do, the step is another's.
  return asked.every((act) => act.startsWith('refuse') && act !== sayingNo[row.state]) ? [] : asked
}

/** In whose place this row is this actor's work; null: it is their own. */
export function askedFor(actor: Actor, row: Omit<WorkRow, 'group'>): string | null {
  const { parties, standsIn } = actingOn(actor, row)
  if (!standsIn) return null
  const places = asks(actor, row).map((act) => {
    const fitting = problemLifecycle.table[row.state][act]?.by.filter((party) => parties.has(party)) ?? []
    return fitting.some((party) => !standsIn.has(party)) ? null : (standsIn.get(fitting[0]!) ?? null)
  })
  return places.includes(null) ? null : (places[0] ?? null)
}

const decisionActs: Record<keyof typeof deciders, ProblemAct> = {
  extension: 'approveExtension',
  suspension: 'approveSuspension',
  correction: 'confirmCorrection',
  reassignment: 'approveReassignment',
  review: 'confirmReview',
  consolidation: 'consolidate',
  relapse: 'findRelapse',
}

const deciding: ReadonlySet<ProblemAct> = new Set(Object.values(decisionActs))

/** Acts that are somebody's work though the state stays. */
const steady: ReadonlySet<ProblemAct> = new Set([
  'reportProgress',
  'recordSiteCheck',
  'attachEvaluation',
  'countersign',
  'recordReview',
  'reportFix',
  'reportSupervision',
])
