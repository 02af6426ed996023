import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { type House, openHouse } from '#tests/http/house.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
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

test('what is read of a 工作秘密 through a publication stands in the history of the problem', async () => {
  const { east, test: database } = house
  const problem = await new ProblemWalk(east, '2026-03-02T01:00:00Z').toRectifying()
  await problem.addEvidence()
  const readers = async () =>
    (
      await database.owner.query(
        `SELECT entry->>'actor' AS actor FROM history
         WHERE county_id = 1 AND case_id = $1 AND entry->>'act' = 'read' ORDER BY seq`,
        [problem.acted.id],
      )
    ).rows.map(({ actor }) => east.people.office === actor)
  const walk = await new PublicationWalk(east, START).begin('townClerk', {
    ...{ kind: 'problem', audience: 'party', problemId: problem.acted.id },
  })
  const { id, version } = walk.acted
  const { sha256 } = await house.program.problems.files.put(1, Readable.from([Buffer.from('一张照片')]))
  await database.owner.query(
    `INSERT INTO files (county_id, sha256, size, mime, stored_at) VALUES (1, $1, 12, 'image/png', now())`,
    [sha256],
  )
  const { rows } = await database.owner.query(
    'SELECT id FROM problem_evidence WHERE county_id = 1 AND problem_id = $1 LIMIT 1',
    [problem.acted.id],
  )
  assert.ok(rows[0], 'the problem has evidence')
  await database.owner.query(
    `INSERT INTO publication_pictures (county_id, id, publication_id, position, evidence_id, sha256, mime, size)
     VALUES (1, $1, $2, 0, $3, $4, 'image/png', 12)`,
    [newId(), id, rows[0].id, sha256],
  )
  const { office: token } = east.tokens
  await detailFor('office', id)
  assert.deepEqual(await readers(), [], 'an ordinary one is not recorded')
  await database.owner.query("UPDATE problems SET secrecy = 'work_secret' WHERE id = $1", [problem.acted.id])
  await detailFor('office', id)
  assert.deepEqual(await readers(), [true])
  // A file carries headers of its own.
  const picture = await house.app.inject({
    url: `/api/v1/publications/${id}/pictures/${sha256}`,
    headers: { host: east.host, authorization: `Bearer ${token}` },
  })
  assert.equal(picture.statusCode, 200)
  assert.deepEqual(await readers(), [true, true])
  const body = { commandId: newId(), version, edits: [], days: 40 }
  const edited = await house.api(`/publications/${id}/edit`, { token, body })
  assert.equal(edited.statusCode, 200, edited.body)
  assert.deepEqual(await readers(), [true, true, true])
  await house.api(`/publications/${id}`, { token: east.tokens.otherTownSecretary })
  assert.equal((await readers()).length, 3, 'who is told that there is nothing has read nothing')
})
