import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { walkAtRandom } from '#tests/support/random-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { ActOnPublication } from './acts/index.ts'
import { pageKeysOf } from './content.ts'
import { type Party, type PublicationAct, type PublicationState, publicationLifecycle } from './lifecycle.ts'
import { partiesOf } from './policy.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

/** A body that is right in form for every act; whether it is right in substance is for the act to say. */
async function bodyFor(w: PublicationWalk, act: ActOnPublication, choice: number): Promise<object> {
  const text = '说明情况'
  const any = { reason: text, opinion: text, edits: [], marks: [], lifts: [], evidenceIds: [] }
  const withholding = {
    reasonClass: 'hype',
    note: text,
    reviewOn: w.at.toISOString().slice(0, 8).concat('28'),
  }
  if (act === 'confirmPage') {
    const pages = pageKeysOf((await w.row()).row.content)
    return { ...any, page: pages[choice % pages.length] }
  }
  if (act === 'withhold' || act === 'keepWithheld') return withholding
  const comment = { commentId: county.organizations.county, forward: true, answer: text }
  const channel = { channel: 'site', place: text, happenedOn: w.at.toISOString().slice(0, 10) }
  const picture = {
    pictureId: county.organizations.county,
    facesClear: true,
    platesClear: true,
    leaveOut: false,
  }
  return { ...any, ...comment, ...channel, ...picture }
}

test('random acts by random people never leave the table, and every acknowledged act is recorded once', async () => {
  const belonging = {
    organization_id: county.organizations.upperVillage,
    township_id: county.organizations.stoneBridge,
  }
  const { people } = await walkAtRandom<PublicationWalk, PublicationState, PublicationAct, Party>({
    ...{ db, lifecycle: publicationLifecycle, leaveOut: ['endPeriod', 'supersede', 'succeed'] },
    begunBy: ['townClerk', 'begin'],
    begin: (choice) =>
      new PublicationWalk(county, '2026-06-03T02:00:00Z').begin('townClerk', {
        ...{ kind: 'organization', organizationId: county.organizations.upperVillage },
        audience: choice % 2 === 0 ? 'society' : 'party',
      }),
    do: (w, by, act, body) => w.act(by, act as ActOnPublication, body as never),
    bodyFor: (w, act, choice) => bodyFor(w, act as ActOnPublication, choice),
    partiesOf: async () => (by) => partiesOf(county.actor(by), belonging),
  })
  assert.ok(people.size > 5)
  const leaked = await db.owner.query(
    `SELECT 1 FROM published s JOIN publications p ON p.county_id = s.county_id AND p.id = s.publication_id
     WHERE p.audience <> 'society' OR p.state NOT IN ('published', 'withdrawn')`,
  )
  assert.equal(leaked.rowCount, 0)
})
