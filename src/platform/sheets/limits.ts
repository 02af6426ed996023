/** What one file may cost. Defaults are for an office PC's file read by a small server. */
export type SheetLimits = {
  fileBytes: number
  /** All parts of the workbook together, by its directory and again while inflating. */
  unpackedBytes: number
  /** Files inside the workbook's zip. */
  parts: number
  /** Rows with something in them, below the headings. */
  rows: number
  columns: number
  /** Characters in one cell. */
  cellLength: number
  /** More faults than this mean a shifted column, not fifty thousand mistakes. */
  bad: number
  milliseconds: number
  /** Heap of the worker that reads. */
  memoryMegabytes: number
}

const megabyte = 1024 * 1024

export const defaultLimits: SheetLimits = {
  fileBytes: 20 * megabyte,
  unpackedBytes: 200 * megabyte,
  parts: 2_000,
  rows: 50_000,
  columns: 200,
  cellLength: 10_000,
  bad: 20_000,
  milliseconds: 60_000,
  memoryMegabytes: 512,
}
