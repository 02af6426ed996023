import { identifyingColumns } from '#features/appeals/index.ts'
import type { SheetDefinition } from '#platform/sheets/definition.ts'
import type { BadRow } from './api.ts'
import type { Fault } from './reading.ts'

/** A fault as the preview lists it: line and column have cells of their own there. */
export function badRowOf({ line, column, value, reason, confirm }: Fault): BadRow {
  return {
    ...{ line, column: column ?? null, value: value ?? null },
    ...{ reason: reason.replace(/^第\d+行(?:「[^」]*」)?/, ''), confirm: confirm ?? null },
  }
}

/** A row as it was understood, by heading, choices by their label. */
export function sampleOf<Row>(definition: SheetDefinition<Row>, row: Row): Record<string, string> {
  const cells = definition.columns.flatMap(({ key, heading, choices }) => {
    if (definition.kind === 'appeals' && isIdentifying(key))
      return row[key] ? [[heading, '已读到（不显示）']] : []
    const value: unknown = row[key]
    if (value === undefined || value === null || value === '') return []
    const label = choices?.find(({ code }) => code === value)?.label
    return [[heading, label ?? (Array.isArray(value) ? value.join('、') : String(value))]]
  })
  return Object.fromEntries(cells)
}

const isIdentifying = (key: string): boolean => (identifyingColumns as readonly string[]).includes(key)
