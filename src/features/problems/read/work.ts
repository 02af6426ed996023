import { type RawBuilder, sql } from 'kysely'
import { type Actor, isTownshipLike, scopeOf } from '#features/accounts/index.ts'
import { dueGroup } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import { type Party, type ProblemAct, type ProblemState, problemLifecycle } from '../lifecycle.ts'
import { partiesOf } from '../policy.ts'
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

export type WorkRow = LineRow & { pending: (keyof typeof deciders)[]; group: ReturnType<typeof dueGroup> }

/** What lies with this actor: cases whose state is theirs to move, and requests theirs to decide. */
export async function listWork(tx: Tx, actor: Actor, world: World): Promise<WorkRow[]> {
  const units = unitsOf(scopeOf(actor), {})
  if (units.length === 0 || actor.personId === null) return []
  const asked = asksOf(actor)
  const walks = units.map((unit) => {
    const mine = statesOwned(actor)
    return sql`SELECT h.id, h.due_at FROM unnest(${mine}::text[]) AS s(state) CROSS JOIN LATERAL (
      SELECT p.id, p.due_at FROM problems p
      WHERE p.county_id = ${actor.countyId} AND ${unitCondition(unit)} AND p.state = s.state AND ${reviewerCondition(actor)}
        AND ${notCountersigned(actor)} ORDER BY p.due_at, p.id LIMIT ${MOST}) h`
  })
  if (asked.length > 0)
    walks.push(sql`SELECT p.id, p.due_at FROM problem_requests r
      JOIN problems p ON p.county_id = r.county_id AND p.id = r.problem_id
      WHERE r.county_id = ${actor.countyId} AND r.status = 'pending' AND r.kind = ANY(${asked}::text[])
        AND ${theirs(actor)} AND ${scopeCondition(scopeOf(actor))}`)
  const result = await sql<LineRow & { pending: string[] }>`
    WITH mine AS (SELECT * FROM (${sql.join(walks, sql` UNION `)}) u ORDER BY due_at, id LIMIT ${MOST})
    SELECT ${lineColumns}, (SELECT coalesce(array_agg(r.kind), '{}') FROM problem_requests r
      WHERE r.county_id = p.county_id AND r.problem_id = p.id AND r.status = 'pending'
        AND r.kind = ANY(${asked}::text[]) AND ${theirs(actor)}) AS pending
    FROM mine JOIN problems p ON p.county_id = ${actor.countyId} AND p.id = mine.id
    ORDER BY mine.due_at, mine.id`.execute(tx)
  return result.rows.map((row) => ({
    ...row,
    pending: row.pending as WorkRow['pending'],
    group: row.due_at instanceof Date ? dueGroup(row.due_at, world.now, world.calendar) : 'later',
  }))
}

/** Nobody decides what they asked for, and a check is confirmed by the second checker whom its record names. */
const theirs = ({ personId }: Actor): RawBuilder<unknown> =>
  sql`r.requested_by <> ${personId} AND coalesce(r.asks->>'withPersonId', ${personId}::text) = ${personId}::text`

const partiesAnywhere = (actor: Actor): Set<Party> => {
  const parties = new Set<Party>()
  for (const grant of actor.grants) {
    const own = partiesOf(actor, { organization_id: grant.organizationId, township_id: null })
    for (const party of own) parties.add(party)
    if (!isTownshipLike(grant.organizationKind)) continue
    const villages = partiesOf(actor, { organization_id: '', township_id: grant.organizationId })
    for (const party of villages) parties.add(party)
  }
  return parties
}

const asksOf = (actor: Actor): (keyof typeof deciders)[] => {
  const parties = partiesAnywhere(actor)
  return (Object.keys(deciders) as (keyof typeof deciders)[]).filter((kind) =>
    deciders[kind].some((party) => parties.has(party)),
  )
}

/** States whose owner this actor is somewhere, and the countersigning that waits for their body. */
function statesOwned(actor: Actor): ProblemState[] {
  const parties = partiesAnywhere(actor)
  return (Object.entries(problemLifecycle.states) as [ProblemState, { owner: Party | null }][])
    .filter(([state, { owner }]) => {
      if (state === 'countersigning' && (parties.has('discipline') || parties.has('personnel'))) return true
      if (state === 'immediate' && (parties.has('township') || parties.has('inspector'))) return true
      return owner !== null && parties.has(owner)
    })
    .map(([state]) => state)
}

/**
 * Who judges an application first depends on the row: a village's township, the office for everybody else; never who
 * applied. And a township sees its villages' rows, but what its villages must do themselves is not its work.
 */
function reviewerCondition(actor: Actor): RawBuilder<unknown> {
  const parties = partiesAnywhere(actor)
  if (parties.has('office'))
    return sql`(p.state <> 'closure_requested' OR p.township_id IS NULL OR p.township_id = p.organization_id)`
  const own = [...new Set(actor.grants.map((g) => g.organizationId))]
  // Inspectors go to see what is put right at once when both have reported, not before.
  if (!parties.has('township') && !parties.has('obligor'))
    return sql`(p.state <> 'immediate' OR NOT EXISTS (SELECT FROM problem_tasks t WHERE t.county_id = p.county_id
      AND t.problem_id = p.id AND t.round = p.round AND t.status = 'open'))`
  return sql`CASE WHEN p.state = 'closure_requested'
    THEN p.township_id = ANY(${own}::uuid[]) AND p.township_id <> p.organization_id
    ELSE p.organization_id = ANY(${own}::uuid[])
      OR (p.state = 'immediate' AND EXISTS (SELECT FROM problem_tasks t WHERE t.county_id = p.county_id
        AND t.problem_id = p.id AND t.kind = 'supervise' AND t.status = 'open')) END`
}

/** Discipline and personnel are asked once an attempt. */
function notCountersigned(actor: Actor): RawBuilder<unknown> {
  const parties = partiesAnywhere(actor)
  if (parties.has('office')) return sql`true`
  const body = parties.has('discipline') ? 'discipline' : parties.has('personnel') ? 'personnel' : null
  if (!body) return sql`true`
  return sql`NOT EXISTS (SELECT FROM problem_countersigns c WHERE c.county_id = p.county_id AND c.problem_id = p.id
    AND c.round = p.round AND c.body = ${body} AND c.entered_at >= p.entered_state_at)`
}

/** What is asked of this actor about this row: pending decisions first, then the acts that move it on. */
export function asks(actor: Actor, row: WorkRow): ProblemAct[] {
  const parties = partiesOf(actor, row)
  const decisions = row.pending.map((kind) => decisionActs[kind])
  const moving = (
    Object.entries(problemLifecycle.table[row.state]) as [ProblemAct, { by: readonly Party[]; to: string }][]
  )
    .filter(
      ([act, spec]) =>
        spec.by.some((p) => parties.has(p)) &&
        // A request is decided only while it is pending: those are among the decisions.
        !deciding.has(act) &&
        (spec.to !== row.state || steady.has(act)),
    )
    .map(([act]) => act)
  return [...decisions, ...moving]
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
