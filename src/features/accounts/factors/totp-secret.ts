import { DoesNotOpen, type Place, type Sealing } from '#platform/sealing/index.ts'
import { Seal } from './seal.ts'

/** Where the secret of an authenticator app lies. */
const placeOf = (countyId: number, id: string): Place => ({
  ...{ countyId, table: 'second_factors', column: 'secret', rowId: id },
})

/** What opens them: the installation's keys, and for those made before these the secret that sessions are signed with. */
export type TotpKeys = { sealing: Sealing; sessionsSecret: string }

export const sealTotpSecret = (sealing: Sealing, countyId: number, id: string, secret: string): string =>
  sealing.seal(placeOf(countyId, id), secret)

/**
 * Sealed before the installation had keys for it, by a key made from the sessions' secret: `algorithm:body`. It opens
 * until the nightly work, or `bihuan keys reseal`, has sealed it anew.
 */
export const isOldSeal = (sealed: string): boolean => sealed.split(':').length === 2

/** Undefined: changed, or of another row. Throws Refused `key_missing`. */
export function openTotpSecret(
  { sealing, sessionsSecret }: TotpKeys,
  countyId: number,
  id: string,
  sealed: string,
): string | undefined {
  if (isOldSeal(sealed)) return new Seal(sessionsSecret, 'second-factors').open(sealed, id)
  try {
    return sealing.open(placeOf(countyId, id), sealed)
  } catch (error) {
    if (error instanceof DoesNotOpen) return undefined
    throw error
  }
}
