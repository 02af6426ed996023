import { createHmac } from 'node:crypto'
import { Refused } from '../refusal.ts'
import {
  type IndexAlgorithm,
  indexAlgorithms,
  indexFor,
  type SealAlgorithm,
  sealAlgorithms,
} from './algorithms.ts'
import { type Key, type KeyRing, openKeyRing } from './key-ring.ts'
import { openWith, type Place, partsOf, sealWith } from './sealed-value.ts'

/** Seals and opens values of columns, and makes what they are looked up by. */
export type Sealing = {
  seal(place: Place, text: string): string
  /**
   * @throws Refused `key_missing` naming the key whose file is not here
   * @throws DoesNotOpen: changed, moved from another row
   */
  open(place: Place, sealed: string): string
  /** What a value is found again by, which without the key tells nothing of it: `algorithm:key id:digest`. */
  index(column: IndexedColumn, value: string): string
  /** The same under every key there is, for looking up: older rows have the index of an older key. */
  indexes(column: IndexedColumn, value: string): string[]
  /** Sealed with the current key; what is not waits to be sealed anew. */
  isCurrent(sealed: string): boolean
  isCurrentIndex(index: string): boolean
  readonly keys: KeyRing<SealAlgorithm>
  readonly indexKeys: KeyRing<IndexAlgorithm>
}

/** An index is made for one column of one county: equal values of two counties cannot be matched. */
export type IndexedColumn = Omit<Place, 'rowId'>

/**
 * The sealing of an installation, with its keys below `<dataDir>/secrets`. They are made on first use.
 * @param of whose secrets: the people who work here, or those who spoke up (domain.md 7.1), each with keys of its own
 */
export function createSealing({
  dataDir,
  algorithm = 'aes-256-gcm',
  of = 'seal',
}: {
  dataDir: string
  algorithm?: SealAlgorithm
  of?: 'seal' | 'identity'
}): Sealing {
  const keys = openKeyRing<SealAlgorithm>({
    ...{ dataDir, purpose: of, algorithm },
    keyBytes: sizesOf(sealAlgorithms),
  })
  const indexKeys = openKeyRing<IndexAlgorithm>({
    ...{ dataDir, purpose: of === 'seal' ? 'index' : 'identity-index', algorithm: indexFor[algorithm] },
    keyBytes: sizesOf(indexAlgorithms),
  })
  return {
    keys,
    indexKeys,
    seal: (place, text) => sealWith(keys.current(), place, text),
    open(place, sealed) {
      const parts = partsOf(sealed)
      const key = keys.find(parts.keyId)
      if (!key || key.algorithm !== parts.algorithm)
        throw new Refused({ code: 'key_missing', keyId: parts.keyId })
      return openWith(key, place, parts)
    },
    index: (column, value) => indexWith(indexKeys.current(), column, value),
    indexes: (column, value) => indexKeys.list().map((key) => indexWith(key, column, value)),
    isCurrent: (sealed) => partsOf(sealed).keyId === keys.current().id,
    isCurrentIndex: (index) => index.split(':')[1] === indexKeys.current().id,
  }
}

const sizesOf = <A extends string>(algorithms: Record<A, { keyBytes: number }>): Record<A, number> =>
  Object.fromEntries(
    Object.entries<{ keyBytes: number }>(algorithms).map(([name, { keyBytes }]) => [name, keyBytes]),
  ) as Record<A, number>

function indexWith(
  key: Key<IndexAlgorithm>,
  { countyId, table, column }: IndexedColumn,
  value: string,
): string {
  const digest = createHmac(indexAlgorithms[key.algorithm].hash, key.bytes)
    .update(JSON.stringify(['bihuan blind index', countyId, table, column, value]))
    .digest('base64url')
  return `${key.algorithm}:${key.id}:${digest}`
}
