import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from './actor.ts'
import { AdminRole, Role } from './api.ts'
import { isGrantedOnCounty, scopeOf } from './scope.ts'

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
  const nothing = kinds.map(() => 'nothing')
  assert.deepEqual(seen, {
    office: countyWide,
    leader: countyWide,
    inspector: countyWide,
    discipline: countyWide,
    personnel: countyWide,
    viewer: countyWide,
    secretary: own,
    clerk: own,
    secrecy: countyWide,
    registrar: nothing,
    system_admin: nothing,
    security_admin: nothing,
    audit_admin: nothing,
  })
})

test('grants add up, doubles do not, and an administrator’s role shows nothing', () => {
  const scope = scopeOf(
    actorWith(
      ['secretary', 'village', 'v'],
      ['clerk', 'village', 'v'],
      ['clerk', 'township', 't'],
      ['system_admin', 'county', 'c'],
    ),
  )
  assert.deepEqual(scope, { all: false, organizationIds: ['v'], townshipIds: ['t'] })
  assert.deepEqual(scopeOf(actorWith()), { all: false, organizationIds: [], townshipIds: [] })
  for (const role of AdminRole.options)
    assert.deepEqual(scopeOf(actorWith([role, 'county', 'c'])), {
      ...{ all: false, organizationIds: [], townshipIds: [] },
    })
})

test('a township’s discipline, secrecy and registrar work for the township, everybody else of those for the county', () => {
  for (const role of ['discipline', 'secrecy', 'registrar'] as const)
    for (const [kind, onCounty] of [
      ...([
        ['township', false],
        ['street', false],
        ['committee', false],
      ] as const),
      ...([
        ['department', true],
        ['county', true],
        ['village', true],
      ] as const),
    ] as const)
      assert.equal(isGrantedOnCounty(role, kind), onCounty, `${role} ${kind}`)
  assert.ok(isGrantedOnCounty('office', 'township'))
  assert.ok(!isGrantedOnCounty('viewer', 'county'))
})
