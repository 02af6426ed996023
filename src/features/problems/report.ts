import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import { type ClockRule, startClock } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import { type Decision, decided, Refused, refuse } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { wrong } from './acts/act.ts'
import type { Acted } from './api.ts'
import type { Deps } from './deps.ts'
import { dictionaryFault } from './feedback.ts'
import { problemLifecycle } from './lifecycle.ts'
import { partiesOf } from './policy.ts'
import type { ActBody, Feedback } from './schema.ts'
import { searchWords } from './search.ts'
import { insertDeltas, insertSpan } from './store.ts'

type Begin = 'report' | 'orderImmediate'
export type Organization = { id: string; township_id: string | null; status: string }

/** Enters a problem into the ledger: fed back, or 立行立改 with its two linked tasks (S0-06). */
export async function performReport<A extends Begin>(
  { database, numbers }: Pick<Deps, 'database' | 'numbers'>,
  world: World,
  actor: Actor,
  act: A,
  body: ActBody<A>,
): Promise<Acted> {
  const { commandId, ...feedback } = body
  const requestHash = hashRequest(act, '', body)
  return replayable(database, actor, commandId, requestHash, async () => {
    const year = feedback.sourceYear
    const number = problemNumber(year, await numbers(actor.countyId, counterOf(year)))
    return database.write(actor.countyId, (tx) =>
      reportIn(tx, world, actor, {
        act,
        number,
        feedback,
        commandId,
        requestHash,
        workdays: workdaysOf(body),
      }),
    )
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
  const id = world.newId()
  const state = problemLifecycle.begins[r.act]?.to ?? 'reported'
  const acted: Acted = { id, number: r.number, version: 1, state, round: 1, seq: 1 }
  const row = newRow(id, world, actor, r, decision.value)
  await insertProblem(tx, world, row, decision.value, r)
  await appendEntry(
    tx,
    actor.countyId,
    null,
    {
      kind: 'problem',
      case: id,
      act: r.act,
      at: world.now,
      entered: world.now,
      actor: actor.personId,
      as: partiesOf(actor, { organization_id: decision.value.id, township_id: null }).has('office')
        ? 'office'
        : 'inspector',
      command: r.commandId,
      from: null,
      to: state,
      rows: { [`problems/${id}`]: contentOf(row) },
    },
    { personId: actor.personId, requestHash: r.requestHash, outcome: acted },
  )
  return acted
}

function mayReport(
  actor: Actor,
  world: World,
  { act, feedback }: Reporting,
  organization: Organization | undefined,
): Decision<Organization> {
  if (organization?.status !== 'active') return wrong('organizationId', 'unknown_reference')
  const by = problemLifecycle.begins[act]?.by ?? []
  const parties = partiesOf(actor, {
    organization_id: organization.id,
    township_id: organization.township_id,
  })
  if (!by.some((party) => parties.has(party))) return refuse({ code: 'not_yours', act, by })
  const isVillage = organization.township_id !== null && organization.township_id !== organization.id
  if (act === 'orderImmediate' && !isVillage) return wrong('organizationId', 'not_a_village')
  return dictionaryFault(feedback, world) ?? decided(organization)
}

export type NewRow = ReturnType<typeof newRow>

/** The problem's row as it is first written. */
export function newRow(
  id: string,
  world: World,
  actor: Pick<Actor, 'countyId' | 'personId'>,
  r: Pick<Reporting, 'act' | 'number' | 'feedback' | 'workdays'>,
  organization: Organization,
) {
  const f = r.feedback
  const clock = startClock(clockOf(r.act), clockRule(r, world), world.now, world.calendar)
  return {
    county_id: actor.countyId,
    id,
    number: r.number,
    version: 1,
    state: problemLifecycle.begins[r.act]?.to ?? 'reported',
    round: 1,
    clocks: { [clock.kind]: clock },
    acted: { [r.act]: { by: actor.personId, at: world.now.toISOString(), times: 1 } },
    due_at: clock.dueAt,
    due_kind: clock.kind,
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

const clockOf = (act: Begin) =>
  problemLifecycle.states[problemLifecycle.begins[act]?.to ?? 'reported'].clock ?? 'issue'

/** 立行立改 gives its own limit when it is ordered; everything else goes by the county's rule. */
const clockRule = ({ act, workdays }: Pick<Reporting, 'act' | 'workdays'>, world: World): ClockRule =>
  workdays === null
    ? deadlineRule(world.rules, `problem.${clockOf(act)}`, world.today)
    : { key: 'problem.immediate', version: 0, amount: workdays, unit: 'workdays' }

/** What the history keeps of it. */
export const contentOf = ({ county_id: _, id: __, clocks, acted: ___, ...fields }: NewRow): RowContent => ({
  ...fields,
  clocks,
})

async function insertProblem(
  tx: Tx,
  world: World,
  row: NewRow,
  organization: Organization,
  r: Reporting,
): Promise<void> {
  const columns = Object.entries({
    ...row,
    clocks: JSON.stringify(row.clocks),
    acted: JSON.stringify(row.acted),
  })
  await sql`
    WITH entered AS (
      INSERT INTO problems (${sql.join(columns.map(([name]) => sql.ref(name)))})
      VALUES (${sql.join(columns.map(([, value]) => value))})
    ), searchable AS (
      INSERT INTO problem_search (county_id, problem_id, search)
      VALUES (${row.county_id}, ${row.id}, array_to_tsvector(${searchWords(row)}::text[]))
    ), counted AS (${insertDeltas([[row, 1]])})${r.act === 'orderImmediate' ? taskClause(world, row, organization) : sql``}
    ${insertSpan(row, 1, world.now, row.due_at)}`.execute(tx)
}

const taskClause = (world: World, row: NewRow, organization: Organization) => sql`, tasked AS (
  INSERT INTO problem_tasks (county_id, id, problem_id, round, kind, organization_id)
  VALUES (${row.county_id}, ${world.newId()}, ${row.id}, 1, 'fix', ${organization.id}),
         (${row.county_id}, ${world.newId()}, ${row.id}, 1, 'supervise', ${organization.township_id}))`
