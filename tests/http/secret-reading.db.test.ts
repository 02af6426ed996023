import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { type House, openHouse } from './house.ts'

/** Reading what is 工作秘密 is an entry in the problem's own history, its pictures and papers too (design.md 3). */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

test('opening a picture of a secret problem is recorded: by whom, and which', async () => {
  const { test: base, east, api, app, program } = house
  const w = await new ProblemWalk(east, new Date(Date.now() - 86_400_000).toISOString()).orderImmediate(
    'upperVillage',
  )
  const { id } = w.acted
  await base.owner.query("UPDATE problems SET secrecy = 'work_secret' WHERE id = $1", [id])
  const file = await program.problems.files.put(1, Readable.from([Buffer.from('一张照片')]))
  await base.owner.query(
    'INSERT INTO files (county_id, sha256, size, mime, stored_at) VALUES (1, $1, $2, $3, now())',
    [file.sha256, file.size, 'image/png'],
  )
  const evidence = newId()
  await base.owner.query(
    `INSERT INTO problem_evidence (county_id, id, problem_id, round, kind, sha256, file_name, taken_on, entered_at, person_id)
     VALUES (1, $1, $2, 1, 'site', $3, '现场.png', '2026-01-01', now(), $4)`,
    [evidence, id, file.sha256, east.people.villageClerk],
  )
  // A file carries headers of its own.
  const answer = await app.inject({
    url: `/api/v1/files/${file.sha256}?problem=${id}`,
    headers: { host: east.host, authorization: `Bearer ${east.tokens.inspector}` },
  })
  assert.equal(answer.statusCode, 200)
  const { rows } = await base.owner.query(
    `SELECT entry ->> 'actor' AS actor, entry -> 'facts' -> 0 ->> 'ref' AS ref FROM history
     WHERE case_id = $1 AND entry ->> 'act' = 'read'`,
    [id],
  )
  assert.deepEqual(rows, [{ actor: east.people.inspector, ref: `problem_evidence/${evidence}` }])
  const foreign = await api(`/files/${file.sha256}?problem=${id}`, { token: east.tokens.siblingSecretary })
  assert.equal(foreign.statusCode, 404)
})
