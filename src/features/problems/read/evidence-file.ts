import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { inScope } from './scope.ts'

/** The stored file behind a piece of evidence, if it hangs on this problem and the reader may see the problem. */
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
    .select(['f.sha256', 'f.size', 'f.mime', 'e.file_name', 'p.organization_id', 'p.township_id'])
    .where('e.county_id', '=', countyId)
    .where('e.problem_id', '=', problemId)
    .where('e.sha256', '=', sha256)
    .executeTakeFirst()
  if (!row || !inScope(scope, row)) return undefined
  return { sha256: row.sha256, size: row.size, mime: row.mime, fileName: row.file_name }
}
