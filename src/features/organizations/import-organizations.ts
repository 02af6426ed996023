import { sql } from 'kysely'
import type { By } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { createOrganization, renameOrganization } from './organization-acts.ts'
import type { SheetOrganization } from './organization-sheet.ts'
import type { ImportOutcome } from './plan.ts'
import { type KnownOrganization, planOrganizations } from './plan-organizations.ts'

/** What the rows would do now; writes nothing. */
export async function previewOrganizations(
  tx: Tx,
  countyId: number,
  rows: readonly SheetOrganization[],
): Promise<ImportOutcome> {
  return planOrganizations(await listKnown(tx, countyId), rows).outcome
}

/**
 * Enters and renames organisations as the rows say, parents before children. A second time changes nothing. With a
 * fault in any row nothing is written and the faults are in the answer.
 */
export async function importOrganizations(
  tx: Tx,
  countyId: number,
  rows: readonly SheetOrganization[],
  by: By,
  now: Date,
): Promise<ImportOutcome> {
  const known = await listKnown(tx, countyId)
  const { steps, outcome } = planOrganizations(known, rows)
  if (outcome.faults.length > 0) return outcome
  const ids = new Map(known.map(({ code, id }) => [code, id]))
  for (const step of steps) {
    if (step.do === 'rename') {
      await renameOrganization(tx, countyId, step.id, step, by, now)
      continue
    }
    const { code, kind, name, shortName, sort } = step.row
    const parentId = ids.get(step.parentCode)!
    const created = { code, kind, name, shortName, sort, parentId }
    ids.set(code, await createOrganization(tx, countyId, created, by, now))
  }
  return outcome
}

async function listKnown(tx: Tx, countyId: number): Promise<KnownOrganization[]> {
  const { rows } = await sql<KnownOrganization>`
    SELECT id, code, kind, name, short_name AS "shortName", parent_id AS "parentId", status, sort
    FROM organizations WHERE county_id = ${countyId}`.execute(tx)
  return rows
}
