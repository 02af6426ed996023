import { type RawBuilder, sql } from 'kysely'
import { type Actor, isTownshipLike } from '#features/accounts/index.ts'
import { type Belonging, isConcerned } from '../policy.ts'

type Role = Actor['grants'][number]['role']

/**
 * Which appeals somebody sees (need to know, domain.md 7.7): the county's registrars, leaders and inspection office all,
 * a township's registrars and secretary those of the township, everybody else what their organisation handles or helps
 * with. Nobody sees what is about the people of a village that they hold a post in.
 */
export type Sight = {
  all: boolean
  townshipIds: string[]
  handlerIds: string[]
  /** Every organisation they hold a post in. */
  ownIds: string[]
}

const inCounty: readonly Role[] = ['registrar', 'leader', 'office']
const inTownship: readonly Role[] = ['registrar', 'secretary']
const handling: readonly Role[] = ['secretary', 'clerk']

export function sightOf({ grants }: Actor): Sight {
  const idsOf = (roles: readonly Role[], where: (kind: string) => boolean = () => true) => [
    ...new Set(
      grants
        .filter(({ role, organizationKind }) => roles.includes(role) && where(organizationKind))
        .map((grant) => grant.organizationId),
    ),
  ]
  return {
    all: grants.some(
      ({ role, organizationKind }) => organizationKind === 'county' && inCounty.includes(role),
    ),
    townshipIds: idsOf(inTownship, isTownshipLike),
    handlerIds: idsOf(handling),
    ownIds: [...new Set(grants.map((grant) => grant.organizationId))],
  }
}

export const seesNothing = ({ all, townshipIds, handlerIds }: Sight): boolean =>
  !all && townshipIds.length === 0 && handlerIds.length === 0

/** What somebody sees, of rows `p` of appeals; every list, count and search asks it. */
export function sightCondition({ all, townshipIds, handlerIds, ownIds }: Sight): RawBuilder<unknown> {
  const concerned = sql`(p.about_village AND p.place_id IS DISTINCT FROM p.township_id AND p.place_id = ANY(${ownIds}::uuid[]))`
  if (all) return sql`NOT ${concerned}`
  return sql`((p.township_id = ANY(${townshipIds}::uuid[]) OR p.handler_id = ANY(${handlerIds}::uuid[])
    OR p.assistant_ids && ${handlerIds}::uuid[]) AND NOT ${concerned})`
}

export function inSight(actor: Actor, row: Belonging): boolean {
  if (isConcerned(actor, row)) return false
  const { all, townshipIds, handlerIds } = sightOf(actor)
  return (
    all ||
    (row.township_id !== null && townshipIds.includes(row.township_id)) ||
    (row.handler_id !== null && handlerIds.includes(row.handler_id)) ||
    row.assistant_ids.some((id) => handlerIds.includes(id))
  )
}
