import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { OriginRequest } from '../origin.ts'

// Loaded when somebody uses one: the library is large and most requests need none of it.
const library = () => import('@simplewebauthn/server')

/** A passkey belongs to the host under which it was made; with several counties each has its own. */
export type Place = { host: string; origins: string[] }

/**
 * Where passkeys of the county belong: under its own host, or, when it has none, under the name that it was asked by.
 * What page the browser stood on is for the passkey's answer to say, which is held against this; the scheme is the
 * browser's affair, which makes passkeys over https and on the own machine only.
 */
export function placeOf(request: OriginRequest, countyHost: string | null): Place {
  const asked = URL.parse(`https://${request.host ?? request.headers.host ?? ''}`)
  const host = countyHost ?? asked?.hostname ?? ''
  const port = asked?.port ? `:${asked.port}` : ''
  return { host, origins: ['https', 'http'].map((scheme) => `${scheme}://${host}${port}`) }
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
    ...{ expectedChallenge: challenge, expectedOrigin: place.origins, expectedRPID: place.host },
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
    ...{ expectedChallenge: challenge, expectedOrigin: place.origins, expectedRPID: place.host },
    credential: {
      ...{ id: key.credentialId, counter: key.counter },
      publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
    },
    requireUserVerification: false,
  }).catch(() => null)
  return verified?.verified ? verified.authenticationInfo.newCounter : null
}
