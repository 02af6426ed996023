import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRoster } from '#tests/support/roster.ts'
import { partiesOf } from './policy.ts'

const county = createRoster()

test('who answers for a problem judges it in no other post: not for the county, not for the township', () => {
  const { organizations } = county
  const village = { organization_id: organizations.upperVillage, township_id: organizations.stoneBridge }
  for (const post of ['office', 'leader', 'inspector', 'discipline', 'personnel', 'townClerk'] as const) {
    const clerk = county.actor('villageClerk')
    const both = { ...clerk, grants: [...clerk.grants, ...county.actor(post).grants] }
    assert.deepEqual([...partiesOf(both, village)], ['obligor'], post)
    const other = { ...village, organization_id: organizations.lowerVillage }
    assert.deepEqual(partiesOf(both, other), partiesOf(county.actor(post), other), 'elsewhere as ever')
  }
})
