import type { Pool } from 'pg'
import { operator, recordBeginning } from '#features/accounts/index.ts'
import { connectDatabase, type Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'

export type NewCounty = {
  /** The next free number when left out. */
  countyId?: number
  /** Administrative division code, also the code of the root organisation. */
  code: string
  name: string
  isDemo: boolean
}

/**
 * Makes a county and its root organisation. Rules and calendar are not in it yet.
 * @param owner pool of the owner's role: the role that serves people may not make counties
 * @param more what else is in it from the first moment, in the same transaction
 * @throws Refused `invalid` when the code is taken
 */
export async function createCounty(
  owner: Pool,
  { countyId, code, name, isDemo }: NewCounty,
  now = new Date(),
  more?: (tx: Tx, made: { countyId: number; rootId: string }) => Promise<void>,
): Promise<{ countyId: number; rootId: string }> {
  const { rows } = await owner.query<{ next: number; taken: boolean }>(
    'SELECT coalesce(max(county_id), 0) + 1 AS next, coalesce(bool_or(code = $1), false) AS taken FROM counties',
    [code],
  )
  if (rows[0]!.taken) throw new Refused({ code: 'invalid', issues: [{ path: 'code', reason: 'taken' }] })
  const id = countyId ?? rows[0]!.next
  const rootId = newId()
  const root = { code, kind: 'county', name, short_name: name, parent_id: null, township_id: null, sort: 0 }
  await connectDatabase(owner).write(id, async (tx) => {
    await tx
      .insertInto('counties')
      .values({ county_id: id, code, name, is_demo: isDemo, created_at: now })
      .execute()
    await tx
      .insertInto('organizations')
      .values({ county_id: id, id: rootId, ...root })
      .execute()
    await recordBeginning(tx, id, {
      ...{ kind: 'organization', case: rootId, act: 'createOrganization', by: operator, now },
      rows: { [`organizations/${rootId}`]: root },
    })
    await more?.(tx, { countyId: id, rootId })
  })
  return { countyId: id, rootId }
}

export type County = {
  countyId: number
  code: string
  name: string
  isDemo: boolean
  host: string | null
  /** It answers below `/c/<prefix>`. */
  prefix: string | null
}

/** Every county of the installation; names and codes are public. */
export async function listCounties(pool: Pool): Promise<County[]> {
  const { rows } = await pool.query<County>(
    'SELECT county_id AS "countyId", code, name, is_demo AS "isDemo", host, prefix FROM counties ORDER BY county_id',
  )
  return rows
}
