import { createSealing, type SealAlgorithm } from '#platform/sealing/index.ts'
import type { AppealKeys } from './deps.ts'
import { createReceipts } from './receipts.ts'

/** The keys of desk and worker, below `<dataDir>/secrets`; made on first use. */
export const openAppealKeys = (dataDir: string, algorithm?: SealAlgorithm): AppealKeys => ({
  identities: createSealing({ dataDir, of: 'identity', ...(algorithm && { algorithm }) }),
  receipts: createReceipts(dataDir, { makes: true }),
})
