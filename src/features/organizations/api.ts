import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

const none = z.undefined().optional()
const tag = 'organizations'

export const OrganizationKind = z.enum([
  'county',
  'township',
  'street',
  'committee',
  'village',
  'community',
  'department',
  'enterprise',
])
export type OrganizationKind = z.infer<typeof OrganizationKind>

export const OrganizationLine = z.object({
  id: uuid,
  code: z.string(),
  kind: OrganizationKind,
  name: z.string(),
  shortName: z.string(),
  parentId: uuid.nullable(),
  townshipId: uuid.nullable(),
  status: z.enum(['active', 'merged', 'closed']),
  secretaryName: z.string().nullable(),
})
export type OrganizationLine = z.infer<typeof OrganizationLine>

export const listOrganizations = endpoint({
  id: 'listOrganizations',
  method: 'GET',
  path: '/organizations',
  summary: 'The county’s organisations, parents before children.',
  tag,
  access: 'signed-in',
  scope: 'organizations:read',
  params: none,
  query: none,
  body: none,
  answer: z.object({ rows: z.array(OrganizationLine) }),
})

export const listOrganizationPeople = endpoint({
  id: 'listOrganizationPeople',
  method: 'GET',
  path: '/organizations/:id/people',
  summary: 'Who holds which post in an organisation, with the leaders who are its contact 联系村.',
  tag,
  access: 'signed-in',
  scope: 'organizations:read',
  params: z.object({ id: uuid }),
  query: none,
  body: none,
  answer: z.object({
    rows: z.array(
      z.object({ id: uuid, name: z.string(), title: z.string(), post: z.string(), isContact: z.boolean() }),
    ),
  }),
})

/** People who may be named as second checker, leader and so on: by role, in the whole county. */
export const listPeopleByRole = endpoint({
  id: 'listPeopleByRole',
  method: 'GET',
  path: '/people',
  summary: 'People who hold a role.',
  tag,
  access: 'signed-in',
  scope: 'organizations:read',
  params: none,
  query: z.object({ role: z.string() }),
  body: none,
  answer: z.object({ rows: z.array(z.object({ id: uuid, name: z.string(), organizationName: z.string() })) }),
})

export const DictionaryItem = z.object({ code: z.string(), label: z.string(), group: z.string().optional() })
export const listDictionaries = endpoint({
  id: 'listDictionaries',
  method: 'GET',
  path: '/dictionaries',
  summary: 'Every dictionary in force today, by key (problem.source, problem.class …).',
  tag,
  access: 'signed-in',
  scope: 'organizations:read',
  params: none,
  query: none,
  body: none,
  answer: z.object({ dictionaries: z.record(z.string(), z.array(DictionaryItem)) }),
})
