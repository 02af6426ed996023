import { operator } from '#features/accounts/index.ts'
import { setPhone } from '#features/personal-data/index.ts'
import { type Contact, setContacts } from '#features/publicity/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { Cast } from './cast.ts'

/** Whom residents of the demo county phone: an area code that nobody has. */
const contacts: readonly Contact[] = [
  {
    name: '清溪县委巡察办',
    phone: '0000-6001001',
    address: '县行政中心 3 号楼 2 层来访接待室',
    hours: '工作日 8:30—17:30',
  },
  {
    name: '石桥镇群众来访接待站',
    phone: '0000-6002001',
    address: '石桥镇便民服务中心',
    hours: '工作日 8:30—17:30',
  },
  { name: '民生热线', phone: '0000-12345', address: null, hours: '全天' },
]

/** Before anything is published: issues of months tell whom to phone. */
export const enterContacts = (
  tx: Tx,
  county: { countyId: number; rootId: string },
  now: Date,
): Promise<void> => setContacts(tx, county, contacts, operator, now)

/** Of the people with an account. */
export async function enterPhones(
  tx: Tx,
  sealing: Sealing,
  { countyId, members }: Cast,
  now: Date,
): Promise<void> {
  const reached = members.filter(({ username }) => username !== undefined)
  for (const [n, { id }] of reached.entries()) {
    const phone = `138000000${String(n + 1).padStart(2, '0')}`
    await setPhone(tx, sealing, { countyId, personId: id, phone }, operator, now)
  }
}
