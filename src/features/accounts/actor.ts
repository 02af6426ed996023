import type { Role } from './api.ts'
import type { SignInStep } from './steps.ts'

export type Grant = {
  role: Role
  organizationId: string
  organizationKind: string
  /** Whose role it is, when somebody else holds it for some days 代办. */
  onBehalfOf?: { id: string; name: string }
}

/** Who is asking, as every policy sees them. `personId` null is the clock itself. */
export type Actor = {
  countyId: number
  personId: string | null
  name: string
  grants: readonly Grant[]
  /** Null for a session; the scopes of an API token otherwise. */
  scopes: readonly string[] | null
  /** The session that vouches for somebody at a browser, and how far its sign-in has come. */
  session?: { id: string; step: SignInStep }
}

export const holds = (actor: Actor, roles: readonly Role[], organizationId: string | null): boolean =>
  organizationId !== null &&
  actor.grants.some((g) => g.organizationId === organizationId && roles.includes(g.role))

/** A role of one's own on the county itself: rights about rights are nobody's to hand over. */
export const holdsOwnOnCounty = (actor: Actor, role: Role): boolean =>
  actor.grants.some((g) => g.role === role && g.organizationKind === 'county' && !g.onBehalfOf)

/** The system's clock, acting for a county. */
export const timer = (countyId: number): Actor => ({
  countyId,
  personId: null,
  name: '',
  grants: [],
  scopes: null,
})
