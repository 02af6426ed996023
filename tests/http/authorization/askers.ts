import assert from 'node:assert/strict'
import {
  createPerson,
  isGrantedOnCounty,
  linkAccount,
  operator,
  Role,
  setPasswordHash,
} from '#features/accounts/index.ts'
import { giveToken } from '#tests/support/api-tokens.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import type { House, HousedCounty } from '../house.ts'

/** Where somebody holds their role, as seen from the upper village, whose matters everybody is after. */
export type Standpoint = keyof typeof standpoints
const standpoints = {
  county: 'county',
  /** The township that the village belongs to. */
  over: 'stoneBridge',
  own: 'upperVillage',
  /** The other village of the same township. */
  sibling: 'lowerVillage',
  /** Another township, and a village of it. */
  away: 'willow',
  'away village': 'willowVillage',
} as const satisfies Record<string, OrganizationName>

/** Somebody who asks, each from an address of their own. */
export type Asker = {
  /** As the page names them. */
  role: Role | 'nobody' | 'token without scope'
  at: Standpoint | 'other county' | 'nowhere'
  county: HousedCounty
  personId: string | null
  /** What every request of theirs carries. */
  headers: Record<string, string>
  token: string | null
  remoteAddress: string
}

/** A role is held where the field grants it, and every role on the county too: whatever is wrongly granted there shows. */
export function standpointsOf(role: Role): Standpoint[] {
  return [
    'county',
    ...(isGrantedOnCounty(role, 'township') ? [] : (['over', 'away'] as const)),
    ...(isGrantedOnCounty(role, 'village') ? [] : (['own', 'sibling', 'away village'] as const)),
  ]
}

/** Of everybody who asks. */
export const PASSWORD = 'Long enough 4 words'

/**
 * A person for every role at every standpoint of the east, signed in; the same roles of the other county, signed in
 * at home; somebody whose token names no scope; nobody.
 */
export async function callEverybody(house: House): Promise<Asker[]> {
  const { auth } = house.program.signIn
  const hash = await (await auth.$context).password.hash(PASSWORD)
  const { east, west, program } = house
  let number = 0

  async function call(role: Role, county: HousedCounty, at: Standpoint, seen: Asker['at']): Promise<Asker> {
    const { countyId } = county
    const username = `asker${++number}`
    const grants = [{ role, organizationId: county.organizations[standpoints[at]] }]
    const now = new Date(Date.now() - 10 * 86_400_000)
    const personId = await program.database.write(countyId, (tx) =>
      createPerson(tx, countyId, { name: `人${username}`, username, grants }, operator, now),
    )
    const accountId = await setPasswordHash(auth, countyId, username, hash)
    await program.database.write(countyId, (tx) =>
      linkAccount(tx, countyId, personId, accountId, operator, now, { lasts: true }),
    )
    const origin = `http://${county.host}`
    const remoteAddress = `10.0.0.${number}`
    const begun = await house.ask('/api/v1/session', {
      ...{ method: 'POST', token: null, county, remoteAddress, headers: { origin } },
      payload: { username, password: PASSWORD },
    })
    assert.equal(begun.statusCode, 200, begun.body)
    const cookie = String([begun.headers['set-cookie']].flat()[0]).split(';')[0] ?? ''
    return { role, at: seen, county, personId, headers: { origin, cookie }, token: null, remoteAddress }
  }

  const askers: Asker[] = []
  for (const role of Role.options) {
    for (const at of standpointsOf(role)) askers.push(await call(role, east, at, at))
    askers.push(await call(role, west, 'county', 'other county'))
  }
  const token = await giveToken(house.test.owner, 1, east.people.office, { scopes: [] })
  const outside = { county: east, headers: {}, at: 'nowhere', personId: null } as const
  return [
    ...askers,
    { ...outside, role: 'token without scope', token, remoteAddress: '10.0.1.1' },
    { ...outside, role: 'nobody', token: null, remoteAddress: '10.0.1.2' },
  ]
}
