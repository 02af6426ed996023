import type { Me, Role } from '#features/accounts/api.ts'
import { hasCountyRole } from '#features/accounts/staff/index.ts'
import type { ImportKind } from '../api.ts'

/** Who is shown what to import; in the order of a first use. The server judges by itself. */
const roles: Record<ImportKind, Role[]> = {
  organizations: ['system_admin', 'office'],
  people: ['system_admin', 'office'],
  problems: ['office', 'inspector'],
  appeals: ['registrar'],
}

export const kindsFor = (me: Me | undefined): ImportKind[] =>
  (Object.keys(roles) as ImportKind[]).filter(
    (kind) => hasCountyRole(me, ...roles[kind]) || (kind === 'appeals' && isRegistrar(me)),
  )

/** A township's registrar brings in its appeals. */
const isRegistrar = (me: Me | undefined): boolean =>
  me?.grants.some(({ role }) => role === 'registrar') ?? false
