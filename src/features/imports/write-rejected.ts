import { writeBadRows } from '#platform/sheets/bad-rows.ts'
import { boundaryOf, isForbidden } from './boundary.ts'
import type { SheetFile } from './import-file.ts'
import type { Reading } from './reading.ts'

/** The rows that were not taken, with the reason, to put right and import again; what may not be here stays out. */
export function writeRejected(
  { world, confirmed, path }: SheetFile,
  { definition, bad }: Reading<unknown>,
  out: string,
): Promise<void> {
  const boundary = boundaryOf(world, confirmed)
  return writeBadRows(definition, path, bad, out, { withhold: (text) => isForbidden(boundary, text) })
}
