import type { Pool } from 'pg'
import { lockCase, operator, recordNext } from '#features/accounts/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { isSiteName } from '#platform/http/below-path.ts'
import { Refused } from '#platform/refusal.ts'
import { getRoot } from './store.ts'

/** Where a county answers when there are several; null takes an address away. */
export type CountyAddress = { host: string | null } | { prefix: string | null }

/** A host name as a browser sends it, without port. */
const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62}))*$/

/**
 * Gives a county a host name, or a path `/c/<prefix>`; an entry in the history of its root organisation.
 * @param owner pool of the owner's role: the role that serves people may not change counties
 * @throws Refused `invalid`: `host` or `prefix` is malformed, or another county's
 */
export async function setCountyAddress(
  owner: Pool,
  countyId: number,
  address: CountyAddress,
  now: Date,
): Promise<void> {
  const [[field, value] = ['', null]] = Object.entries(address) as ['host' | 'prefix', string | null][]
  const fits = field === 'host' ? (text: string) => HOST.test(text) : isSiteName
  const invalid = (reason: string) => new Refused({ code: 'invalid', issues: [{ path: field, reason }] })
  if (value !== null && !fits(value)) throw invalid('format')
  await connectDatabase(owner).write(countyId, async (tx) => {
    const { id } = await getRoot(tx, countyId)
    const head = await lockCase(tx, countyId, id)
    const holder = await tx
      .selectFrom('counties')
      .select('county_id')
      .where((where) => where(field as 'host', '=', value))
      .executeTakeFirst()
    if (holder?.county_id === countyId) return
    if (holder) throw invalid('taken')
    await tx.updateTable('counties').set(address).where('county_id', '=', countyId).execute()
    await recordNext(tx, countyId, head, {
      ...{ kind: 'organization', case: id, act: 'setCountyAddress', by: operator, now },
      rows: { [`counties/${countyId}`]: address },
    })
  })
}
