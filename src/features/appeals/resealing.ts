import { countColumnsByKey, resealColumns, type SealedColumn } from '#features/personal-data/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import { divertedPlace } from './diverting.ts'
import { identityPlace } from './identity.ts'
import { reportPlace } from './portal/reprisal.ts'

const column = (
  table: string,
  key: string,
  placeOf: (countyId: number, id: string) => Place,
): SealedColumn<Sealing> => ({
  ...{ table, key, column: 'sealed' },
  isOld: (identities, sealed) => !identities.isCurrent(sealed),
  anew: (identities, countyId, id, sealed) => {
    const place = placeOf(countyId, id)
    return { sealed: identities.seal(place, identities.open(place, sealed)) }
  },
})

/** What the ring of who spoke up seals (domain.md 7.1). */
export const identityColumns: readonly SealedColumn<Sealing>[] = [
  column('appeal_identities', 'appeal_id', identityPlace),
  column('diverted_matters', 'appeal_id', divertedPlace),
  column('reprisal_reports', 'id', reportPlace),
]

/**
 * Seals who spoke up with the current key. By the owner of the tables, in the operator's hands: the role that serves
 * people has no way to these columns but the door that writes first, and gets no second one.
 * @returns how many values were sealed anew
 */
export const resealIdentities = (
  owner: Database,
  identities: Sealing,
  countyId: number,
  now: () => Date,
  progress?: (done: number) => void,
): Promise<number> => resealColumns(owner, identityColumns, identities, identities, countyId, now, progress)

/** How many values each key of the ring opens; by the owner too. */
export const countIdentitiesByKey = (tx: Tx, countyId: number): Promise<Map<string, number>> =>
  countColumnsByKey(tx, countyId, identityColumns, 'identity')
