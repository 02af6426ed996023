import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { ClockRule } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type Appending, entryClauses } from '#platform/history/append.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { begun } from '#platform/lifecycle/step.ts'
import { type Decision, decided, Refused, refuse } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import { placeOf } from '#platform/search/index.ts'
import type { World } from '#platform/world.ts'
import { wrong } from './acts/act.ts'
import type { Acted } from './api.ts'
import type { Deps } from './deps.ts'
import { dictionaryFault } from './feedback.ts'
import { type ClockKind, problemLifecycle } from './lifecycle.ts'
import { actingOn, isVillageProblem, partiesOf } from './policy.ts'
import type { ActBody, Feedback } from './schema.ts'
import { searchWords } from './search.ts'
import { insertDeltas, insertSpan } from './tally.ts'

type Begin = 'report' | 'orderImmediate'
export type Organization = { id: string; township_id: string | null; status: string }

/**
 * Enters a problem into the ledger: fed back, or 立行立改 with its two linked tasks (S0-06). One statement, for an
 * organisation as it was known a moment ago; if that does not do, looked up anew.
 */
export async function performReport<A extends Begin>(
  {
    database,
    numbers,
    directory,
    takeUpAppeals,
  }: Pick<Deps, 'database' | 'numbers' | 'directory' | 'takeUpAppeals'>,
  world: World,
  actor: Actor,
  act: A,
  body: ActBody<A>,
): Promise<Acted> {
  // Only what is typed or linked names appeals; what is ordered at once has none.
  const { commandId, appealIds = [], ...feedback } = body as ActBody<'report'>
  const { countyId } = actor
  const requestHash = hashRequest(act, '', body)
  return replayable(database, actor, commandId, requestHash, async () => {
    const year = feedback.sourceYear
    const number = problemNumber(year, await numbers(countyId, counterOf(year)))
    const reporting = { act, number, feedback, commandId, requestHash, workdays: workdaysOf(body) }
    if (appealIds.length > 0 && takeUpAppeals)
      return database.write(countyId, async (tx) => {
        const acted = await reportIn(tx, world, actor, reporting)
        await takeUpAppeals(tx, world, actor, acted.number, appealIds)
        return acted
      })
    const known = (await directory.organizations(countyId)).get(feedback.organizationId)
    const organization = known && { id: known.id, township_id: known.townshipId, status: 'active' }
    const entered =
      mayReport(actor, world, reporting, organization).ok &&
      organization &&
      (await database.writeOnce(countyId, (tx) => enter(tx, world, actor, reporting, organization)))
    return entered || database.write(countyId, (tx) => reportIn(tx, world, actor, reporting))
  })
}

/** Which running number the problems of a year have, and what it looks like: 2026-00042. */
export const counterOf = (year: number): string => `problem.${year}`
export const problemNumber = (year: number, n: number): string => `${year}-${String(n).padStart(5, '0')}`

const workdaysOf = (body: object): number | null => (body as { workdays?: number }).workdays ?? null

export type Reporting = {
  act: Begin
  number: string
  feedback: Feedback
  commandId: string
  requestHash: string
  workdays: number | null
}

/** The same inside a transaction that is already open. */
export async function reportIn(tx: Tx, world: World, actor: Actor, r: Reporting): Promise<Acted> {
  const organization = await tx
    .selectFrom('organizations')
    .select(['id', 'township_id', 'status'])
    .where('county_id', '=', actor.countyId)
    .where('id', '=', r.feedback.organizationId)
    // Waits for a merger that is under way, after which the problem would stay behind with the old one.
    .forKeyShare()
    .executeTakeFirst()
  const decision = mayReport(actor, world, r, organization)
  if (!decision.ok) throw new Refused(decision.refusal)
  const acted = await enter(tx, world, actor, r, decision.value)
  if (!acted) throw new Error(`organisation ${decision.value.id} was changed within a transaction`)
  return acted
}

/**
 * Undefined, and nothing is written, if the organisation is not active below that township; a merger that is under
 * way is waited for.
 */
async function enter(
  tx: Tx,
  world: World,
  actor: Actor,
  r: Reporting,
  organization: Organization,
): Promise<Acted | undefined> {
  const id = world.newId()
  const { parties, standsIn } = actingOn(actor, { organization_id: organization.id, township_id: null })
  const as = (['office', 'inspector'] as const).find((p) => parties.has(p) && !standsIn?.has(p))
  const isOffice = as === undefined ? parties.has('office') : as === 'office'
  const onBehalfOf = standsIn?.get(isOffice ? 'office' : 'inspector') ?? null
  const row = newRow(id, world, { ...actor, onBehalfOf }, r, organization)
  const tasks = r.act === 'orderImmediate' ? tasksOf(world, row) : []
  const acted: Acted = { id, number: r.number, version: 1, state: row.state, round: 1, seq: 1 }
  const recorded = {
    kind: 'problem',
    case: id,
    act: r.act,
    at: world.now,
    entered: world.now,
    actor: actor.personId,
    as: isOffice ? 'office' : 'inspector',
    onBehalfOf,
    command: r.commandId,
    from: null,
    to: row.state,
    rows: { [`problems/${id}`]: contentOf(row), ...contentsOfTasks(tasks) },
  }
  const receipt = { personId: actor.personId, requestHash: r.requestHash, outcome: acted }
  const entry = { countyId: actor.countyId, head: null, recorded, receipt }
  return (await insertProblem(tx, world, row, tasks, entry)) ? acted : undefined
}

function mayReport(
  actor: Actor,
  world: World,
  { act, feedback }: Reporting,
  organization: Organization | undefined,
): Decision<Organization> {
  if (organization?.status !== 'active') return wrong('organizationId', 'unknown_reference')
  const by = problemLifecycle.begins[act]?.by ?? []
  const belonging = { organization_id: organization.id, township_id: organization.township_id }
  const parties = partiesOf(actor, belonging)
  if (!by.some((party) => parties.has(party))) return refuse({ code: 'not_yours', act, by })
  if (act === 'orderImmediate' && !isVillageProblem(belonging))
    return wrong('organizationId', 'not_a_village')
  return dictionaryFault(feedback, world) ?? decided(organization)
}

export type NewRow = ReturnType<typeof newRow>

/** The problem's row as it is first written. */
export function newRow(
  id: string,
  world: World,
  actor: Pick<Actor, 'countyId' | 'personId'> & { onBehalfOf?: string | null },
  r: Pick<Reporting, 'act' | 'number' | 'feedback' | 'workdays'>,
  organization: Organization,
) {
  const f = r.feedback
  const { due, ...facts } = begun(problemLifecycle, r.act, actor, {
    ...{ now: world.now, calendar: world.calendar },
    ruleFor: (clock) => clockRule(r, world, clock),
  })
  return {
    county_id: actor.countyId,
    id,
    number: r.number,
    ...facts,
    due_at: due?.dueAt ?? 'infinity',
    due_kind: due?.kind ?? null,
    entered_state_at: world.now,
    track: r.act === 'report' ? 'regular' : 'immediate',
    source: f.source,
    source_year: f.sourceYear,
    source_ref: f.sourceRef ?? null,
    organization_id: organization.id,
    township_id: organization.township_id,
    class_code: f.classCode,
    field_code: f.fieldCode ?? null,
    severity: f.severity,
    scope: f.scope,
    timing: f.timing,
    secrecy: f.secrecy,
    title: f.title,
    feedback_text: f.feedbackText,
    basis: f.basis ?? null,
    feedback_on: f.feedbackOn,
    amount_cents: f.amountCents ?? null,
    households: f.households ?? null,
    external_key: f.externalKey ?? null,
    created_at: world.now,
  }
}

/** 立行立改 gives its own limit when it is ordered; everything else goes by the county's rule. */
const clockRule = ({ workdays }: Pick<Reporting, 'workdays'>, world: World, clock: ClockKind): ClockRule =>
  workdays === null
    ? deadlineRule(world.rules, `problem.${clock}`, world.today)
    : { key: 'problem.immediate', version: 0, amount: workdays, unit: 'workdays' }

/** What the history keeps of it. */
export const contentOf = ({ county_id: _, id: __, clocks, acted: ___, ...fields }: NewRow): RowContent => ({
  ...fields,
  clocks,
})

/** The row and all that begins with it, in one statement. */
async function insertProblem(
  tx: Tx,
  world: World,
  row: NewRow,
  tasks: readonly Task[],
  entry: Appending,
): Promise<boolean> {
  const columns = { ...row, clocks: JSON.stringify(row.clocks), acted: JSON.stringify(row.acted) }
  const { county_id, organization_id, township_id } = row
  const { rows } = await sql<{ n: number }>`
    WITH entered AS (
      INSERT INTO problems (${sql.join(Object.keys(columns).map((name) => sql.ref(name)))})
      SELECT ${sql.join(Object.values(columns))} FROM organizations o
      WHERE o.county_id = ${county_id} AND o.id = ${organization_id} AND o.status = 'active'
        AND o.township_id IS NOT DISTINCT FROM ${township_id}
      FOR KEY SHARE
      RETURNING 1
    ), searchable AS (
      INSERT INTO problem_search (county_id, place, problem_id, search)
      SELECT ${county_id}, ${placeOf(row.number)}, ${row.id}, array_to_tsvector(${searchWords(row)}::text[]) FROM entered
    ), counted AS (${insertDeltas([[row, 1]], 'entered')}
    ), span AS (${insertSpan(row, 1, world.now, row.due_at, 'entered')}
    ), ${tasks.length > 0 ? taskClause(row, tasks) : sql``}${entryClauses(entry, 'entered').clauses}
    SELECT count(*)::int AS n FROM entered`.execute(tx)
  return rows[0]?.n === 1
}

type Task = { id: string; kind: 'fix' | 'supervise'; organization_id: string | null }

/** The village's fix and the township's supervision (S0-06). */
const tasksOf = (world: World, row: NewRow): Task[] => [
  { id: world.newId(), kind: 'fix', organization_id: row.organization_id },
  { id: world.newId(), kind: 'supervise', organization_id: row.township_id },
]

const contentsOfTasks = (tasks: readonly Task[]): Record<string, RowContent> =>
  Object.fromEntries(
    tasks.map((task) => [`problem_tasks/${task.id}`, { ...task, round: 1, status: 'open' }] as const),
  )

const taskClause = (row: NewRow, tasks: readonly Task[]) => {
  const rows = tasks.map(
    ({ id, kind, organization_id }) =>
      sql`SELECT ${row.county_id}::int, ${id}::uuid, ${row.id}::uuid, 1, ${kind}, ${organization_id}::uuid FROM entered`,
  )
  return sql`tasked AS (
      INSERT INTO problem_tasks (county_id, id, problem_id, round, kind, organization_id)
      ${sql.join(rows, sql` UNION ALL `)}
    ), `
}
