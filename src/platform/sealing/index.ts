/** Personal data at rest: sealed values that name their algorithm and key, and what they are looked up by. */
export type { SealAlgorithm } from './algorithms.ts'
export { type Box, createBox, openSealedTo, publicHalf, sealBytesTo, sealTo } from './box.ts'
export { type Key, KeyFileError, openKeyRing } from './key-ring.ts'
export { type OneTimeKeys, openOneTimeKeys } from './one-time-keys.ts'
export { DoesNotOpen, type Place, partsOf } from './sealed-value.ts'
export { createSealing, type IndexedColumn, type Sealing } from './sealing.ts'
