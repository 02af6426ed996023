import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from './actor.ts'
import { Role } from './api.ts'
import { scopeOf } from './scope.ts'

const actorWith = (...grants: [Role, string, string][]): Actor => ({
  countyId: 1,
  personId: 'p',
  name: '',
  grants: grants.map(([role, organizationKind, organizationId]) => ({
    role,
    organizationKind,
    organizationId,
  })),
  scopes: null,
})

test('each role at each place sees what its work needs', () => {
  const kinds = [
    'county',
    'township',
    'street',
    'committee',
    'village',
    'community',
    'department',
    'enterprise',
  ]
  const seen = Object.fromEntries(
    Role.options.map((role) => [
      role,
      kinds.map((kind) => {
        const scope = scopeOf(actorWith([role, kind, 'x']))
        if (scope.all) return 'all'
        return scope.townshipIds.length > 0 ? 'below' : scope.organizationIds.length > 0 ? 'own' : 'nothing'
      }),
    ]),
  )
  const elsewhere = ['below', 'below', 'below', 'own', 'own', 'own', 'own']
  const countyWide = ['all', ...elsewhere]
  const own = ['own', ...elsewhere]
  assert.deepEqual(seen, {
    office: countyWide,
    leader: countyWide,
    inspector: countyWide,
    discipline: countyWide,
    personnel: countyWide,
    viewer: countyWide,
    secretary: own,
    clerk: own,
    admin: kinds.map(() => 'nothing'),
  })
})

test('grants add up, doubles do not, and an administrator is only more than one by another role', () => {
  const scope = scopeOf(
    actorWith(
      ['secretary', 'village', 'v'],
      ['clerk', 'village', 'v'],
      ['clerk', 'township', 't'],
      ['admin', 'county', 'c'],
    ),
  )
  assert.deepEqual(scope, { all: false, organizationIds: ['v'], townshipIds: ['t'] })
  assert.deepEqual(scopeOf(actorWith()), { all: false, organizationIds: [], townshipIds: [] })
  assert.deepEqual(scopeOf(actorWith(['admin', 'county', 'c'], ['viewer', 'county', 'c'])), { all: true })
})
