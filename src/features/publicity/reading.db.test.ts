import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { type House, openHouse } from '#tests/http/house.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import type { PublicationDetail } from './views.ts'

/** What of a publication's page is for whom. */

let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const START = '2026-06-03T02:00:00Z'

const detailFor = async (who: PersonName, id: string): Promise<PublicationDetail> => {
  const answer = await house.api(`/publications/${id}`, { token: house.east.tokens[who] })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

/** Words of the public under a publication, in each state that they may be in. */
async function saidUnder(publicationId: string): Promise<void> {
  for (const status of ['waiting', 'set_aside', 'forwarded'])
    await house.test.owner.query(
      `INSERT INTO publication_comments (county_id, id, publication_id, words, left_on, status)
       VALUES (1, $1, $2, $3, '2026-06-10', $4)`,
      [newId(), publicationId, `村东头第三户的话 ${status}`, status],
    )
}

test('residents’ words are read first by somebody apart from whom they concern, and until then by nobody else', async () => {
  const { east } = house
  const of = async (organizationId: string, by: PersonName) => {
    const walk = await new PublicationWalk(east, START).begin(by, {
      ...{ kind: 'organization', audience: 'society', organizationId },
    })
    await walk.toPublished(by, 'leader')
    await saidUnder(walk.acted.id)
    return walk.acted.id
  }
  const village = await of(east.organizations.upperVillage, 'townClerk')
  const township = await of(east.organizations.stoneBridge, 'townClerk')
  const county = await of(east.organizations.county, 'office')
  const all = ['forwarded', 'set_aside', 'waiting']
  const expected: [string, PersonName[], PersonName[]][] = [
    [village, ['townClerk', 'townSecretary', 'office', 'secrecy'], ['villageClerk', 'villageSecretary']],
    [township, ['office', 'secrecy'], ['townClerk', 'townSecretary', 'viewer']],
    [county, ['secrecy'], ['office', 'leader', 'viewer']],
  ]
  for (const [id, screening, others] of expected) {
    for (const who of screening) {
      const { comments, can } = await detailFor(who, id)
      assert.deepEqual(comments.map(({ status }) => status).sort(), all, who)
      assert.ok(
        can.some(({ act }) => act === 'screenComment'),
        who,
      )
    }
    for (const who of others) {
      const { comments, can } = await detailFor(who, id)
      assert.deepEqual(
        comments.map(({ status }) => status),
        ['forwarded'],
        who,
      )
      assert.ok(!can.some(({ act }) => act === 'screenComment'), who)
    }
  }
})
