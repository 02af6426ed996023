import { type RawBuilder, sql } from 'kysely'
import { type Actor, isTownshipLike } from '#features/accounts/index.ts'
import type { AppealState } from '../lifecycle.ts'
import { type Belonging, concernedIds, isConcerned } from '../policy.ts'

type Role = Actor['grants'][number]['role']

/**
 * Which appeals somebody sees (need to know, domain.md 7.7): the county's registrars, leaders and inspection office all,
 * a township's registrars and secretary those of the township, everybody else what their organisation handles or helps
 * with, as long as it is not joined to another: what is said there is the registrar's (decision 0038). Nobody sees what is about the people of a village that they hold a post in, or of a township but its registrar,
 * and what was diverted only whoever registers there.
 */
export type Sight = {
  all: boolean
  townshipIds: string[]
  handlerIds: string[]
  /** Every organisation they hold a post in. */
  ownIds: string[]
  /** Whose people a matter may be about without their seeing it. */
  concernedIds: string[]
  /** Of what was diverted the number alone is left, for whoever registers there: it may accuse everybody else. */
  registersAll: boolean
  registeredIds: string[]
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
    concernedIds: concernedIds(grants),
    registersAll: grants.some(
      ({ role, organizationKind }) => organizationKind === 'county' && role === 'registrar',
    ),
    registeredIds: idsOf(['registrar'], isTownshipLike),
  }
}

export const seesNothing = ({ all, townshipIds, handlerIds }: Sight): boolean =>
  !all && townshipIds.length === 0 && handlerIds.length === 0

/** What somebody sees, of rows `p` of appeals; every list, count and search asks it. */
export function sightCondition({ all, townshipIds, handlerIds, ...more }: Sight): RawBuilder<unknown> {
  const unconcerned = sql`NOT (p.about_village AND p.place_id = ANY(${more.concernedIds}::uuid[]))`
  const undiverted = more.registersAll
    ? sql`true`
    : sql`(p.state <> 'diverted' OR p.township_id = ANY(${more.registeredIds}::uuid[]))`
  if (all) return sql`(${unconcerned} AND ${undiverted})`
  return sql`((p.township_id = ANY(${townshipIds}::uuid[]) OR (p.state <> 'joined'
    AND (p.handler_id = ANY(${handlerIds}::uuid[]) OR p.assistant_ids && ${handlerIds}::uuid[])))
    AND ${unconcerned} AND ${undiverted})`
}

export function inSight(actor: Actor, row: Belonging & { state: AppealState }): boolean {
  if (isConcerned(actor, row)) return false
  const { all, townshipIds, handlerIds, registersAll, registeredIds } = sightOf(actor)
  if (row.state === 'diverted' && !registersAll && !registeredIds.includes(row.township_id ?? ''))
    return false
  if (all || (row.township_id !== null && townshipIds.includes(row.township_id))) return true
  const handled = [row.handler_id, ...row.assistant_ids].filter((id) => id !== null)
  return row.state !== 'joined' && handled.some((id) => handlerIds.includes(id))
}
