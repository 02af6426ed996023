import { sql } from 'kysely'
import type { ImportOutcome, RowFault } from '#features/organizations/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { takeNumbers } from '#platform/numbers.ts'
import type { World } from '#platform/world.ts'
import { counterOf, problemNumber } from './report.ts'
import { type Numbered, type Reporter, reportMany } from './report-many.ts'
import type { Feedback } from './schema.ts'
import { feedbackOf, keyOf, type SheetProblem } from './sheet.ts'

/** What the rows would do now; writes nothing. */
export async function previewProblems(
  tx: Tx,
  countyId: number,
  rows: readonly SheetProblem[],
): Promise<ImportOutcome> {
  return (await plan(tx, countyId, rows)).outcome
}

/**
 * Makes ready to enter the rows: numbers are taken in one block, in a transaction of their own, so that nobody who
 * reports a problem meanwhile waits for this import. What comes back enters them in the transaction it is given, in
 * the order of the rows; a second time changes nothing. With a fault in any row nothing is written.
 */
export async function prepareProblems(
  database: Database,
  world: World,
  reporter: Reporter,
  rows: readonly SheetProblem[],
): Promise<(tx: Tx) => Promise<ImportOutcome>> {
  const { countyId } = reporter
  const before = await database.read(countyId, (tx) => plan(tx, countyId, rows))
  const next = new Map<number, number>()
  for (const [year, fresh] of Map.groupBy(before.fresh, ({ sourceYear }) => sourceYear))
    next.set(year, await takeNumbers(database, countyId, counterOf(year), fresh.length))
  const numbered = (feedback: Feedback): Numbered => {
    const year = feedback.sourceYear
    const n = next.get(year)
    if (n === undefined) throw new Error(`no number was taken for a problem of ${year}`)
    next.set(year, n + 1)
    return { number: problemNumber(year, n), feedback }
  }
  return async (tx) => {
    const { fresh, outcome } = await plan(tx, countyId, rows)
    if (outcome.faults.length > 0) return outcome
    await reportMany(tx, world, reporter, fresh.map(numbered))
    return outcome
  }
}

type Plan = { fresh: Feedback[]; outcome: ImportOutcome }

/** What is there already is read by the thousand: a whole county's texts need not be in memory at once. */
const STRIDE = 1_000

async function plan(tx: Tx, countyId: number, rows: readonly SheetProblem[]): Promise<Plan> {
  const fresh: Feedback[] = []
  const faults: RowFault[] = []
  for (let from = 0; from < rows.length; from += STRIDE) {
    const some = rows.slice(from, from + STRIDE)
    const known = await findKnown(tx, countyId, some.map(keyOf))
    const unlike: Unlike[] = []
    some.forEach((row, at) => {
      const there = known.get(keyOf(row))
      if (!there) fresh.push(feedbackOf(row))
      else if (otherThan(there, row).length > 0) unlike.push({ index: from + at, row, there })
    })
    faults.push(...(await judgeUnlike(tx, countyId, unlike)))
  }
  const created = fresh.length
  const unchanged = rows.length - created - faults.length
  return { fresh, outcome: { created, changed: 0, unchanged, faults } }
}

type Known = RowContent & { id: string; number: string; external_key: string }
type Unlike = { index: number; row: SheetProblem; there: Known }

/** The problems of those keys as they are now. */
async function findKnown(tx: Tx, countyId: number, keys: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await sql<Known>`
    SELECT p.id, p.number, p.external_key, ${sql.join(compared.map(([, column]) => sql.ref(`p.${column}`)))}
    FROM problems p WHERE p.county_id = ${countyId} AND p.external_key = ANY(${keys}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.external_key, row]))
}

/** What two rows of one number must have in common, with its column and what the users call it. */
const compared = [
  ['organizationId', 'organization_id', '单位'],
  ['source', 'source', '问题来源'],
  ['sourceYear', 'source_year', '年度'],
  ['sourceRef', 'source_ref', '轮次/批次'],
  ['classCode', 'class_code', '问题类别'],
  ['fieldCode', 'field_code', '所属领域'],
  ['severity', 'severity', '性质'],
  ['scope', 'scope', '范围'],
  ['timing', 'timing', '新老'],
  ['secrecy', 'secrecy', '密级'],
  ['title', 'title', '问题标题'],
  ['feedbackText', 'feedback_text', '反馈原文'],
  ['basis', 'basis', '依据'],
  ['feedbackOn', 'feedback_on', '反馈日期'],
  ['amountCents', 'amount_cents', '涉及金额'],
  ['households', 'households', '涉及户数'],
] as const satisfies readonly (readonly [keyof Feedback, string, string])[]

/** Where the sheet asks for it under another key. */
const columnOf: Partial<Record<keyof Feedback, string>> = {
  organizationId: 'organizationName',
  amountCents: 'amount',
}

/** The fields in which a row is not what is there. */
const otherThan = (there: RowContent, row: SheetProblem) =>
  compared.filter(([field, column]) => (row[field] ?? null) !== (there[column] ?? null))

/**
 * A row is the same as long as each field is what it is now or what it was when it was entered: a text that was
 * corrected, or an organisation that was changed since, must not make the old file wrong.
 */
async function judgeUnlike(tx: Tx, countyId: number, unlike: readonly Unlike[]): Promise<RowFault[]> {
  if (unlike.length === 0) return []
  const { rows } = await sql<{ case_id: string; content: RowContent }>`
    SELECT case_id, content FROM row_versions
    WHERE county_id = ${countyId} AND case_id = ANY(${unlike.map(({ there }) => there.id)}::uuid[]) AND seq = 1
      AND ref LIKE 'problems/%' AND content IS NOT NULL`.execute(tx)
  const entered = new Map(rows.map(({ case_id, content }) => [case_id, content]))
  return unlike.flatMap(({ index, row, there }): RowFault[] => {
    const before = entered.get(there.id)
    const unlikeBefore = before && new Set(otherThan(before, row).map(([field]) => field))
    const other = otherThan(there, row).filter(([field]) => unlikeBefore?.has(field) ?? true)
    const [first] = other
    if (!first) return []
    const names = other.map(([, , name]) => `「${name}」`).join('')
    return [
      {
        index,
        column: columnOf[first[0]] ?? first[0],
        reason:
          `与系统里的问题 ${there.number} 是同一个，但${names}不同。反馈内容录入后不能用导入改：` +
          `要改的请在该问题页面申请更正；如果是另一个问题，请${row.externalKey ? '换' : '填'}一个外部编号`,
      },
    ]
  })
}
