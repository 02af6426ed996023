import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { appendBeginnings, type Recorded } from '#platform/history/append.ts'
import { Refused } from '#platform/refusal.ts'
import { placeOf } from '#platform/search/index.ts'
import type { World } from '#platform/world.ts'
import { dictionaryFault } from './feedback.ts'
import { contentOf, type NewRow, newRow, type Organization } from './report.ts'
import type { Feedback } from './schema.ts'
import { searchWords } from './search.ts'
import { insertDeltas } from './tally.ts'

/** Who enters the batch, acting as what; whether they may was judged before. */
export type Reporter = { countyId: number; personId: string | null; as: string; commandId: string | null }

export type Numbered = { number: string; feedback: Feedback }

/** Rows in one statement: the wait for the network is spread, and a parameter stays below some megabytes. */
const STRIDE = 500

/**
 * Enters problems by the hundred, each with its own history, as `report` enters one: the same row, clock, span and
 * entry, in a few statements for all.
 * @throws Refused `invalid` when an organisation is gone or a code is none of the county's today
 */
export async function reportMany(
  tx: Tx,
  world: World,
  reporter: Reporter,
  reports: readonly Numbered[],
): Promise<void> {
  const known = codesKnown(world)
  // Lists go by deadline and then by id: of problems with the same deadline the order of the file remains.
  const ids = reports.map(() => world.newId()).sort()
  for (let from = 0; from < reports.length; from += STRIDE) {
    const some = reports.slice(from, from + STRIDE)
    const organizations = await findOrganizations(tx, reporter.countyId, some)
    const rows = some.map((report, at) => {
      known(report.feedback)
      return rowOf(ids[from + at]!, world, reporter, report, organizations)
    })
    await insertRows(tx, rows)
    await appendBeginnings(
      tx,
      reporter.countyId,
      rows.map((row) => recorded(world, reporter, row)),
    )
  }
}

async function findOrganizations(
  tx: Tx,
  countyId: number,
  reports: readonly Numbered[],
): Promise<Map<string, Organization>> {
  const ids = [...new Set(reports.map(({ feedback }) => feedback.organizationId))]
  const found = await tx
    .selectFrom('organizations')
    .select(['id', 'township_id', 'status'])
    .where('county_id', '=', countyId)
    .where('id', 'in', ids)
    .orderBy('id')
    // As in `report`: a merger that is under way comes first.
    .forKeyShare()
    .execute()
  return new Map(found.map((organization) => [organization.id, organization]))
}

/** Dictionaries are read once for all rows of the same codes and day, which are few. */
function codesKnown(world: World): (feedback: Feedback) => void {
  const fine = new Set<string>()
  return (feedback) => {
    const { source, classCode, fieldCode, severity, scope, timing, feedbackOn } = feedback
    const key = [source, classCode, fieldCode, severity, scope, timing, feedbackOn].join(' ')
    if (fine.has(key)) return
    const fault = dictionaryFault(feedback, world)
    if (fault && !fault.ok) throw new Refused(fault.refusal)
    fine.add(key)
  }
}

function rowOf(
  id: string,
  world: World,
  reporter: Reporter,
  { number, feedback }: Numbered,
  organizations: ReadonlyMap<string, Organization>,
): NewRow {
  const organization = organizations.get(feedback.organizationId)
  if (organization?.status !== 'active')
    throw new Refused({ code: 'invalid', issues: [{ path: 'organizationId', reason: 'unknown_reference' }] })
  const report = { act: 'report' as const, number, feedback, workdays: null }
  return newRow(id, world, reporter, report, organization)
}

const recorded = (world: World, reporter: Reporter, row: NewRow): Recorded => ({
  kind: 'problem',
  case: row.id,
  act: 'report',
  at: world.now,
  entered: world.now,
  actor: reporter.personId,
  as: reporter.as,
  command: reporter.commandId,
  from: null,
  to: row.state,
  rows: { [`problems/${row.id}`]: contentOf(row) },
})

/** Rows as JSON: each column finds its type in the table. Counts need one delta a place and state, not one a row. */
async function insertRows(tx: Tx, rows: readonly NewRow[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const data = JSON.stringify(rows)
  const tokens = JSON.stringify(
    rows.map((row) => ({ id: row.id, place: placeOf(row.number), tokens: searchWords(row) })),
  )
  const counted = [...Map.groupBy(rows, (row) => `${row.organization_id} ${row.state}`).values()].map(
    (same): [NewRow, number] => [same[0]!, same.length],
  )
  await sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_populate_recordset(NULL::problems, ${data}::jsonb)
    ), entered AS (
      INSERT INTO problems (${sql.join(columns.map((name) => sql.ref(name)))})
      SELECT ${sql.join(columns.map((name) => sql.ref(`g.${name}`)))} FROM given g
    ), indexed AS (
      INSERT INTO problem_search (county_id, place, problem_id, search)
      SELECT ${first.county_id}, t.place, t.id, array_to_tsvector(t.tokens)
      FROM jsonb_to_recordset(${tokens}::jsonb) AS t(id uuid, place int, tokens text[])
    ), counted AS (${insertDeltas(counted)})
    INSERT INTO problem_spans (county_id, problem_id, seq, from_at, state, round, organization_id, township_id, source,
      class_code, due_at)
    SELECT g.county_id, g.id, 1, g.created_at, g.state, g.round, g.organization_id, g.township_id, g.source,
      g.class_code, g.due_at
    FROM given g`.execute(tx)
}
