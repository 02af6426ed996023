import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Party } from '../lifecycle.ts'

type Condition = RawBuilder<unknown>

export const anyOf = (conditions: readonly Condition[]): Condition =>
  sql`(${sql.join(conditions, sql` OR `)})`

const either = (conditions: readonly (Condition | null)[]): Condition | undefined => {
  const some = conditions.filter((condition) => condition !== null)
  return some.length > 0 ? anyOf(some) : undefined
}

/** Of which rows `p` of publications somebody is a party: `partiesOf` as SQL. A party that is left out: of none. */
export function partyConditions(actor: Actor): Partial<Record<Party, Condition>> {
  type Role = Actor['grants'][number]['role']
  const inCounty = (...roles: Role[]) =>
    actor.grants.some((grant) => roles.includes(grant.role) && grant.organizationKind === 'county')
      ? sql`true`
      : null
  const at = (column: 'organization_id' | 'township_id', ...roles: Role[]) => {
    const ids = actor.grants.filter(({ role }) => roles.includes(role)).map((grant) => grant.organizationId)
    return ids.length > 0 ? sql`coalesce(${sql.ref(`p.${column}`)} = ANY(${ids}::uuid[]), false)` : null
  }
  const own = at('organization_id', 'secretary', 'clerk')
  const responsible = either([own, at('organization_id', 'office')])
  const above = at('township_id', 'secretary', 'clerk', 'secrecy')
  const reads = either([
    above && sql`(p.township_id IS DISTINCT FROM p.organization_id AND ${above})`,
    inCounty('office', 'secrecy'),
  ])
  const conditions: Record<Party, Condition | undefined> = {
    drafting: either([inCounty('office'), at('township_id', 'secretary', 'clerk'), own]),
    approver: either([inCounty('office', 'leader'), at('township_id', 'secretary')]),
    leaders: either([inCounty('leader')]),
    secrecy: either([inCounty('secrecy'), at('township_id', 'secrecy')]),
    responsible,
    screening: reads && (responsible ? sql`(${reads} AND NOT ${responsible})` : reads),
    timer: undefined,
  }
  return Object.fromEntries(Object.entries(conditions).filter(([, condition]) => condition))
}
