/** Columns that only the program reads: ids, and what the entry's own line says already. */
const UNSHOWN = new Set([
  'id',
  'county_id',
  'problem_id',
  'round',
  'position',
  'attempt',
  'version',
  'state',
  'clocks',
  'acted',
  'due_at',
  'due_kind',
  'search',
  'entered_at',
  'entered_state_at',
  'created_at',
  'requested_by',
  'requested_at',
  'reported_by',
  'township_id',
  'number',
  'relapses',
  'upload_id',
])

/** Whose part it is stands in `person_id` of a leader only; elsewhere it is who entered it. */
export const isKept = (table: string, column: string): boolean =>
  column === 'person_id' ? table === 'problem_leaders' : !UNSHOWN.has(column)

export const camel = (column: string): string =>
  column.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())

/** Which dictionary words a column's codes, by table where the same name means two things. */
const dictionaries: Record<string, string> = {
  root_cause: 'root_cause',
  'problem_measures.kind': 'measure_kind',
  method: 'check_method',
  reasonClass: 'suspension_reason',
  relapseKind: 'relapse_kind',
  source: 'source',
  class_code: 'class',
  field_code: 'field',
  severity: 'severity',
  scope: 'scope',
  timing: 'timing',
}

export const dictionaryOf = (table: string, column: string): string | undefined =>
  dictionaries[`${table}.${column}`] ?? dictionaries[column]
