import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { OriginRequest } from '../origin.ts'

// Loaded when somebody uses one: the library is large and most requests need none of it.
const library = () => import('@simplewebauthn/server')

/** A passkey belongs to the host under which it was made; with several counties each has its own. */
export type Place = { host: string; origin: string }

/** Where the browser stands, as it says itself; a page of another site was refused before. */
export function placeOf(request: OriginRequest & { protocol: string }): Place {
  const host = request.host ?? request.headers.host ?? ''
  const origin = request.headers.origin ?? `${request.protocol}://${host}`
  return { host: URL.parse(origin)?.hostname ?? '', origin }
}

type Made = { credentialId: string; publicKey: string; counter: number }

export async function askForNew(
  place: Place,
  person: { id: string; username: string; name: string; county: string },
  known: readonly string[],
) {
  const { generateRegistrationOptions } = await library()
  return generateRegistrationOptions({
    ...{ rpName: person.county, rpID: place.host, userName: person.username, userDisplayName: person.name },
    userID: new Uint8Array(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    // Which make of key it is, is nobody's business.
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  })
}

/** Null: not what was asked for, or not signed by it. */
export async function readNew(place: Place, challenge: string, response: object): Promise<Made | null> {
  const { verifyRegistrationResponse } = await library()
  const verified = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    ...{ expectedChallenge: challenge, expectedOrigin: place.origin, expectedRPID: place.host },
    requireUserVerification: false,
  }).catch(() => null)
  if (!verified?.verified || !verified.registrationInfo) return null
  const { id, publicKey, counter } = verified.registrationInfo.credential
  return { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter }
}

export async function askToSign(place: Place, known: readonly string[]) {
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({
    rpID: place.host,
    allowCredentials: known.map((id) => ({ id })),
    userVerification: 'preferred',
  })
}

/** The counter that the key counts its signatures with; null: not signed by this key for this page and moment. */
export async function readSigned(
  place: Place,
  challenge: string,
  response: object,
  key: Made,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library()
  const verified = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    ...{ expectedChallenge: challenge, expectedOrigin: place.origin, expectedRPID: place.host },
    credential: {
      ...{ id: key.credentialId, counter: key.counter },
      publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
    },
    requireUserVerification: false,
  }).catch(() => null)
  return verified?.verified ? verified.authenticationInfo.newCounter : null
}
