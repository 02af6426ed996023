/** Why a row cannot be imported. `column` is a key of the row; the reason is a sentence for the user. */
export type RowFault = { index: number; column: string | null; reason: string }

/** What an import does or would do, counted in rows. With a fault nothing at all is written. */
export type ImportOutcome = {
  created: number
  changed: number
  unchanged: number
  faults: readonly RowFault[]
}

export type Fate = 'created' | 'changed' | 'unchanged'

export const countFates = (fates: readonly Fate[], faults: readonly RowFault[]): ImportOutcome => ({
  created: fates.filter((fate) => fate === 'created').length,
  changed: fates.filter((fate) => fate === 'changed').length,
  unchanged: fates.filter((fate) => fate === 'unchanged').length,
  faults,
})
