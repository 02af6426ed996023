import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { inScope } from './scope.ts'

/** The stored file behind a piece of evidence, and how secret, if it hangs on this problem and the reader may see it. */
export async function findEvidenceFile(
  tx: Tx,
  countyId: number,
  problemId: string,
  sha256: string,
  scope: Scope,
) {
  const row = await tx
    .selectFrom('problem_evidence as e')
    .innerJoin('problems as p', (join) =>
      join.onRef('p.county_id', '=', 'e.county_id').onRef('p.id', '=', 'e.problem_id'),
    )
    .innerJoin('files as f', (join) =>
      join.onRef('f.county_id', '=', 'e.county_id').onRef('f.sha256', '=', 'e.sha256'),
    )
    .select(['e.id', 'f.sha256', 'f.size', 'f.mime', 'e.file_name'])
    .select(['p.organization_id', 'p.township_id', 'p.secrecy'])
    .where('e.county_id', '=', countyId)
    .where('e.problem_id', '=', problemId)
    .where('e.sha256', '=', sha256)
    .executeTakeFirst()
  if (!row || !inScope(scope, row)) return undefined
  const { id, size, mime, secrecy } = row
  return { id, secrecy, file: { sha256, size, mime, fileName: row.file_name } }
}
