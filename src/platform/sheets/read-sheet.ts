import { plainColumns, type SheetDefinition } from './definition.ts'
import { defaultLimits, type SheetLimits } from './limits.ts'
import { type ProblemCode, SheetProblem, sheetProblem } from './problems.ts'
import type { CellFault, FaultCode } from './reading/cell-faults.ts'
import type { ReadJob, ReadRow } from './reading/read-rows.ts'
import { runReader } from './reading/run-reader.ts'
import { shorten } from './text.ts'
import { reasonForIssue } from './zod-reasons.ts'

export type BadCell = {
  /** Row number as the users' program shows it. */
  line: number
  /** Heading; absent when the whole row is meant. */
  column?: string
  /** The start of what stands there. */
  value?: string
  code: FaultCode
  /** A sentence: where, what is wrong, what to do. */
  reason: string
}

export type SheetReading<Row> =
  | {
      ok: true
      /** Name of the sheet read, and of visible sheets that were not. Absent for CSV. */
      sheet?: string
      otherSheets: string[]
      rows: { line: number; value: Row; key: string }[]
      bad: BadCell[]
      /** Lines with the same natural key: the first is among `rows`, the others are in `bad`. */
      duplicates: { key: string; lines: number[] }[]
    }
  | { ok: false; problem: { code: ProblemCode; message: string } }

export type ReadOptions = { limits?: Partial<SheetLimits>; signal?: AbortSignal }

/** What the worker needs of a definition: functions and schemas stay here. */
export function readJob<Row>(
  def: SheetDefinition<Row>,
  filePath: string,
  limits?: Partial<SheetLimits>,
): ReadJob {
  const { kind, title, version } = def
  return {
    filePath,
    kind,
    title,
    version,
    columns: plainColumns(def),
    limits: { ...defaultLimits, ...limits },
  }
}

/**
 * Reads a filled template, a table of one's own with the same headings, or a CSV file.
 * Refusals of the file are a value; rejects with `signal.reason` when aborted.
 */
export async function readSheet<Row>(
  def: SheetDefinition<Row>,
  filePath: string,
  { limits, signal }: ReadOptions = {},
): Promise<SheetReading<Row>> {
  const job = readJob(def, filePath, limits)
  const rows: { line: number; value: Row; key: string }[] = []
  const bad: BadCell[] = []
  const lines = new Map<string, number[]>()

  const accept = (read: ReadRow): void => {
    const faults = [...read.faults]
    const value = validated(def, read, faults)
    if (value !== undefined && faults.length === 0) {
      const key = def.naturalKey(value)
      const same = lines.get(key)
      if (same) {
        same.push(read.line)
        faults.push({ code: 'duplicate', reason: `与第${same[0]}行重复，请删去其中一行，或改正内容` })
      } else {
        lines.set(key, [read.line])
        rows.push({ line: read.line, value, key })
      }
    }
    for (const fault of faults) bad.push(badCell(read.line, fault))
    if (bad.length > job.limits.bad) throw sheetProblem('too_many_bad', job.limits.bad)
  }

  try {
    const end = await runReader(
      job,
      (message) => message.type === 'rows' && message.rows.forEach(accept),
      signal,
    )
    const duplicates = [...lines].filter(([, same]) => same.length > 1)
    return {
      ok: true,
      sheet: end.sheet,
      otherSheets: end.otherSheets,
      rows,
      bad,
      duplicates: duplicates.map(([key, same]) => ({ key, lines: same })),
    }
  } catch (error) {
    if (!(error instanceof SheetProblem)) throw error
    return { ok: false, problem: { code: error.code, message: error.message } }
  }
}

/** Adds what the row's schema says to the faults; columns that already have one are not blamed twice. */
function validated<Row>(def: SheetDefinition<Row>, read: ReadRow, faults: CellFault[]): Row | undefined {
  const parsed = def.row.safeParse(read.values, { error: reasonForIssue })
  if (parsed.success) return parsed.data
  const blamed = new Set(faults.map((fault) => fault.key))
  for (const issue of parsed.error.issues) {
    const column = def.columns.find(({ key }) => key === issue.path[0])
    if (column && blamed.has(column.key)) continue
    const shown = column && read.values[column.key]
    const example = column?.example ? `，例如：${column.example}` : ''
    faults.push({
      key: column?.key,
      column: column?.heading,
      value: shown === undefined ? undefined : shorten(String(shown)),
      code: 'row_rule',
      reason: issue.message + example,
    })
  }
  return undefined
}

const badCell = (line: number, { column, value, code, reason }: CellFault): BadCell => ({
  line,
  ...(column !== undefined && { column }),
  ...(value !== undefined && { value }),
  code,
  reason: `第${line}行${column === undefined ? '' : `「${column}」`}${reason}`,
})
