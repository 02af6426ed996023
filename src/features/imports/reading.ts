import type { ImportOutcome } from '#features/organizations/index.ts'
import type { Hit } from '#platform/boundary/index.ts'
import type { Database } from '#platform/database/transaction.ts'
import type { SheetDefinition } from '#platform/sheets/definition.ts'
import { type BadCell, readSheet } from '#platform/sheets/read-sheet.ts'
import { type Boundary, isForbidden, look } from './boundary.ts'
import type { Importer } from './kinds.ts'

/** One thing that is wrong with a line. `confirm`: the key of an asking boundary rule that the person may answer. */
export type Fault = BadCell & { confirm?: string }

/** A file as it was understood, and what its good rows would do now. */
export type Reading<Row> = {
  definition: SheetDefinition<Row>
  /** Lines with something in them. */
  total: number
  good: { line: number; value: Row }[]
  bad: Fault[]
  /** What was refused, or asked about. */
  hits: Hit[]
  /** What was asked about and the person answered for. */
  answered: Hit[]
  outcome: ImportOutcome
}

export type Unreadable = { problem: { code: string; message: string } }

/** Reads a file, looks at every text in it, and asks what its rows would do. Writes nothing. */
export async function readImport<Row>(
  database: Database,
  countyId: number,
  importer: Importer<Row>,
  boundary: Boundary,
  path: string,
): Promise<Reading<Row> | Unreadable> {
  const definition = await database.read(countyId, (tx) => importer.sheet(tx))
  const reading = await readSheet(definition, path)
  if (!reading.ok) return { problem: withoutForbidden(boundary, reading.problem) }
  const hits: Hit[] = []
  const answered: Hit[] = []
  const bad: Fault[] = reading.bad.map((cell) => withoutText(boundary, cell))
  const allowed = reading.rows.filter(({ line, value }) => {
    const hit = look(boundary, value)
    if (!hit) {
      const asked = boundary.confirmed.size > 0 && look({ ...boundary, confirmed: new Set() }, value)
      if (asked) answered.push(asked)
      return true
    }
    hits.push(hit)
    bad.push(hitFault(definition, line, hit))
    return false
  })
  const { good, faults, outcome } = await judge(database, countyId, importer, allowed)
  for (const fault of faults) bad.push(rowFault(definition, fault))
  bad.sort((a, b) => a.line - b.line)
  const total = good.length + new Set(bad.map(({ line }) => line)).size
  return { definition, total, good, bad, hits, answered, outcome }
}

type Line<Row> = { line: number; value: Row }
type LineFault = { line: number; column: string | null; reason: string }

/** Rows that cannot be entered are set aside; what the others would do is asked again without them. */
async function judge<Row>(
  database: Database,
  countyId: number,
  importer: Importer<Row>,
  rows: readonly Line<Row>[],
): Promise<{ good: Line<Row>[]; faults: LineFault[]; outcome: ImportOutcome }> {
  return database.read(countyId, async (tx) => {
    const faults: LineFault[] = []
    let good = [...rows]
    for (;;) {
      const outcome = await importer.preview(
        tx,
        good.map(({ value }) => value),
      )
      if (outcome.faults.length === 0) return { good, faults, outcome }
      const wrong = new Set(outcome.faults.map(({ index }) => index))
      for (const { index, column, reason } of outcome.faults)
        faults.push({ line: good[index]!.line, column, reason })
      good = good.filter((_, index) => !wrong.has(index))
    }
  })
}

const headingOf = <Row>(definition: SheetDefinition<Row>, key: string | null): string | undefined =>
  definition.columns.find((column) => column.key === key)?.heading

const place = (line: number, heading: string | undefined): string =>
  `第${line}行${heading === undefined ? '' : `「${heading}」`}`

function rowFault<Row>(definition: SheetDefinition<Row>, { line, column, reason }: LineFault): Fault {
  const heading = headingOf(definition, column)
  return {
    ...{ line, code: 'row_rule' as const, reason: place(line, heading) + reason },
    ...(heading !== undefined && { column: heading }),
  }
}

/** Says where and what to do instead, never what stands there. */
function hitFault<Row>(definition: SheetDefinition<Row>, line: number, hit: Hit): Fault {
  const heading = headingOf(definition, hit.path.split('.')[0] ?? null)
  return {
    ...{ line, code: 'row_rule' as const, reason: `${place(line, heading)}触及录入边界：${hit.advice}` },
    ...(heading !== undefined && { column: heading }),
    ...(hit.action === 'ask' && { confirm: hit.ruleKey }),
  }
}

/** A row that is wrong in another way is not entered; what is shown of it must still not be what may not be here. */
function withoutText(boundary: Boundary, { value, ...cell }: BadCell): Fault {
  if (value === undefined || !isForbidden(boundary, value))
    return { ...cell, ...(value !== undefined && { value }) }
  return cell
}

function withoutForbidden(boundary: Boundary, problem: Unreadable['problem']): Unreadable['problem'] {
  if (!isForbidden(boundary, problem.message)) return problem
  return { ...problem, message: '文件的列名里有不得录入的内容，请改正后再上传。' }
}
