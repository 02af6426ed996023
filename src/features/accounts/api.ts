import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

const none = z.undefined().optional()
const tag = 'accounts'

/**
 * Roles are granted per organisation (domain.md 7.7). The county-level ones are granted on the county's root; the
 * last three are the administrators 三员, who are nothing else.
 */
export const Role = z.enum([
  'office',
  'leader',
  'inspector',
  'discipline',
  'personnel',
  'secretary',
  'clerk',
  'viewer',
  'secrecy',
  'registrar',
  'system_admin',
  'security_admin',
  'audit_admin',
])
export type Role = z.infer<typeof Role>

/** 系统管理员 runs the system, 安全管理员 sees to who may do what, 审计管理员 reads the log (domain.md 7.2). */
export const AdminRole = Role.extract(['system_admin', 'security_admin', 'audit_admin'])
export type AdminRole = z.infer<typeof AdminRole>

export const adminRoles: readonly AdminRole[] = AdminRole.options

export const isAdminRole = (role: Role): role is AdminRole => adminRoles.some((one) => one === role)

export const Me = z.object({
  person: z.object({ id: uuid, name: z.string(), username: z.string().nullable() }),
  county: z.object({ id: z.int(), name: z.string(), isDemo: z.boolean() }),
  grants: z.array(
    z.object({
      role: Role,
      organizationId: uuid,
      organizationName: z.string(),
      organizationKind: z.string(),
      /** Whose role it is, when it is held for them 代办. */
      onBehalfOf: z.object({ id: uuid, name: z.string() }).nullable(),
    }),
  ),
})
export type Me = z.infer<typeof Me>

export const getMe = endpoint({
  id: 'getMe',
  method: 'GET',
  path: '/me',
  summary: 'Who is signed in, with roles per organisation.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: none,
  answer: Me,
})
