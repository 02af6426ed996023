import { z } from 'zod'
import { line, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

const none = z.undefined().optional()
const tag = 'organizations'
/** Acts on the register itself: for sessions, no token reaches them. */
const organizing = 'organizing'

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

export const OrganizationRef = z.object({
  id: uuid,
  name: z.string(),
  kind: OrganizationKind,
  status: OrganizationLine.shape.status,
})
export type OrganizationRef = z.infer<typeof OrganizationRef>

export const OrganizationDetail = z.object({
  id: uuid,
  code: z.string(),
  kind: OrganizationKind,
  name: z.string(),
  shortName: z.string(),
  status: OrganizationLine.shape.status,
  version: z.int(),
  parent: OrganizationRef.nullable(),
  /** What it was merged into. */
  successor: OrganizationRef.nullable(),
  /** What it was split off from. */
  origin: OrganizationRef.nullable(),
  merged: z.array(OrganizationRef),
  splitOff: z.array(OrganizationRef),
  below: z.array(OrganizationRef),
  can: z.array(z.enum(['rename', 'merge', 'split', 'move', 'close'])),
})
export type OrganizationDetail = z.infer<typeof OrganizationDetail>

export const getOrganization = endpoint({
  id: 'getOrganization',
  method: 'GET',
  path: '/organizations/:id',
  summary: 'One organisation: where it stands, what it came from and became, and what may be done to it.',
  tag,
  access: 'signed-in',
  scope: 'organizations:read',
  params: z.object({ id: uuid }),
  query: none,
  body: none,
  answer: OrganizationDetail,
})

/** One act, in names: what is null was not changed by it. */
export const OrganizationEntry = z.object({
  seq: z.int(),
  act: z.string(),
  at: z.string(),
  by: z.string().nullable(),
  as: z.string().nullable(),
  name: z.string().nullable(),
  shortName: z.string().nullable(),
  parent: z.string().nullable(),
  successor: z.string().nullable(),
  origin: z.string().nullable(),
  splitOff: z.string().nullable(),
  address: z.string().nullable(),
})
export type OrganizationEntry = z.infer<typeof OrganizationEntry>

export const getOrganizationHistory = endpoint({
  id: 'getOrganizationHistory',
  method: 'GET',
  path: '/organizations/:id/history',
  summary: 'The acts on an organisation, newest first, the last 200.',
  tag,
  access: 'signed-in',
  scope: 'organizations:read',
  params: z.object({ id: uuid }),
  query: none,
  body: none,
  answer: z.object({ rows: z.array(OrganizationEntry) }),
})

/** What an act on an organisation would reach. Of its business only numbers are told. */
export const getOrganizationReach = endpoint({
  id: 'getOrganizationReach',
  method: 'GET',
  path: '/organizations/:id/reach',
  summary:
    'What would move or end with an organisation: people who hold something there, open problems by number.',
  tag: organizing,
  access: 'signed-in',
  params: z.object({ id: uuid }),
  query: none,
  body: none,
  answer: z.object({ holders: z.int(), openProblems: z.array(z.string()) }),
})

const organizationCode = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/)
  .meta({ examples: ['610522001'] })
const names = { name: line(60), shortName: line(30).optional() }
const version = z.int().min(1)
/** The organisation that an act leads to, and how many problems went along. */
const Reorganized = z.object({
  id: uuid,
  problemsMoved: z.int(),
  publicationsMoved: z.int(),
  appealsMoved: z.int(),
  campaignsMoved: z.int(),
})

export const addOrganization = endpoint({
  id: 'addOrganization',
  method: 'POST',
  path: '/organizations',
  summary: 'Enters an organisation below another.',
  tag: organizing,
  access: 'signed-in',
  params: none,
  query: none,
  body: z.object({ code: organizationCode, kind: OrganizationKind, ...names, parentId: uuid }),
  answer: Reorganized,
})

const act = <B extends z.ZodRawShape>(name: string, summary: string, body: B) =>
  endpoint({
    id: `${name}Organization`,
    method: 'POST',
    path: `/organizations/:id/${name}`,
    ...{ summary, tag: organizing },
    access: 'signed-in',
    params: z.object({ id: uuid }),
    query: none,
    body: z.object({ version, ...body }),
    answer: Reorganized,
  })

/** One endpoint an act on an organisation as a whole. */
export const reorganizing = {
  rename: act('rename', 'Gives it another name.', names),
  merge: act('merge', 'Merges it into another: what stands below it and its problems go along.', {
    into: uuid,
  }),
  split: act('split', 'Makes a new one of part of it: what stands below, and open problems by number.', {
    into: z.object({ code: organizationCode, ...names }),
    below: z.array(uuid).max(2_000),
    problems: z.array(z.string().max(40)).max(1_000),
  }),
  move: act('move', 'Puts it below another.', { to: uuid }),
  close: act('close', 'Closes one that leaves nothing behind.', {}),
}

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
