import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { pageKeysOf, slotsOf } from './content.ts'
import { performAct } from './perform.ts'
import { readCounts } from './portal/counts.ts'
import { hashOf } from './release.ts'
import { endOverduePeriods } from './timer.ts'

let db: TestDatabase
let county: SmallCounty
let problem: ProblemWalk
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  problem = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
})
after(() => db.close())

const START = '2026-06-03T02:00:00Z'

const ofProblem = (audience: 'society' | 'party' = 'society') =>
  new PublicationWalk(county, START).begin('townClerk', {
    kind: 'problem',
    audience,
    problemId: problem.acted.id,
  })
const ofMonth = () =>
  new PublicationWalk(county, START).begin('townClerk', {
    ...{ kind: 'month', audience: 'society', month: '2026-05' },
    organizationId: county.organizations.stoneBridge,
  })

const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

/** A picture with bytes among the evidence of a problem: its evidence's id. */
async function pictureOf(of: ProblemWalk, bytes = onePixelPng, mime = 'image/png'): Promise<string> {
  const { files } = county.deps
  const { sha256, size } = await files.put(county.countyId, Readable.from([bytes]))
  await db.owner.query(
    `INSERT INTO files (county_id, sha256, size, mime, stored_at) VALUES (1, $1, $2, $3, now()) ON CONFLICT DO NOTHING`,
    [sha256, size, mime],
  )
  const id = newId()
  await db.owner.query(
    `INSERT INTO problem_evidence (county_id, id, problem_id, round, kind, sha256, file_name, taken_on, entered_at, person_id)
     VALUES (1, $1, $2, 1, 'site', $3, '现场.png', '2026-03-10', now(), $4)`,
    [id, of.acted.id, sha256, county.people.villageClerk],
  )
  return id
}

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  assert.equal(error.refusal.code, code)
  return true
}

const publishedOf = async (w: PublicationWalk) =>
  (await db.owner.query('SELECT * FROM published WHERE publication_id = $1', [w.acted.id])).rows[0]

const say = async (slug: string, words: string, at: Date) => {
  const id = newId()
  const kept = await county.deps.database.write(county.countyId, async (tx) => {
    const { rows } = await sql<{ kept: boolean }>`
      SELECT leave_comment(${slug}, ${id}, ${words}, ${at}) AS kept`.execute(tx)
    return rows[0]?.kept
  })
  return { id, kept }
}

test('a month goes through every step, onto what the portal reads, and is withdrawn when its period ends', async () => {
  const w = await ofMonth()
  const { row } = await w.row()
  assert.match(row.title, /石桥镇2026年5月问题整改进展公示/)
  assert.match(JSON.stringify(row.content), /累计发现问题1个/)
  await w.toPublished()
  assert.equal(w.acted.state, 'published')
  const stands = await publishedOf(w)
  assert.equal(stands.slug, w.acted.number)
  assert.equal(stands.sha256, hashOf(stands.body), 'the hash is of the canonical text')
  assert.equal(stands.township_name, '石桥镇')
  const told = async () => {
    const { places } = await county.deps.database.read(county.countyId, (tx) =>
      readCounts(tx, county.countyId, w.at),
    )
    return places.find(({ key }) => key === county.organizations.stoneBridge)?.figures
  }
  assert.deepEqual(await told(), { found: 1, open: 1, closed: 0, overdue: 1 })
  w.wait(row.days + 2)
  await endOverduePeriods({ ...county.deps, now: () => w.at }, county.countyId)
  assert.equal((await publishedOf(w)).withdrawn_kind, 'ended')
  assert.equal((await w.row()).row.state, 'withdrawn')
  assert.equal(await told(), undefined, 'what stands no more is told nowhere')
})

test('what the data gave is kept beside what people wrote on top of it', async () => {
  const w = await ofProblem()
  const { row } = await w.row()
  const slot = 'found/p0'
  await w.act('townClerk', 'edit', { edits: [{ slot, text: '沟渠长期淤堵，雨天漫水。' }] })
  const after = (await w.row()).row
  assert.equal(slotsOf(after.content)[slot], '沟渠长期淤堵，雨天漫水。')
  assert.equal(slotsOf(after.generated)[slot], slotsOf(row.generated)[slot])
  await assert.rejects(
    w.act('townClerk', 'edit', { edits: [{ slot: 'nowhere/p9', text: '无处' }] }),
    refusedWith('invalid'),
  )
  await w.act('townClerk', 'regenerate', {})
  assert.equal(slotsOf((await w.row()).row.content)[slot], slotsOf(row.generated)[slot])
})

test('what is masked never reaches what is published, nor what a person marks', async () => {
  const w = await ofProblem()
  const text = '村民张建国（电话13812345678）反映沟渠淤堵，联系李组长。'
  await w.act('townClerk', 'edit', { edits: [{ slot: 'found/p0', text }] })
  await w.toMaskCheck()
  const { row } = await w.row()
  const spans = row.masks.spans['found/p0'] ?? []
  assert.ok(spans.some((s) => text.slice(s.from, s.to).includes('张建国')))
  assert.ok(spans.some((s) => text.slice(s.from, s.to) === '13812345678'))
  const from = text.indexOf('李组长')
  const phone = spans.find((s) => text.slice(s.from, s.to) === '13812345678')
  assert.ok(phone)
  await w.act('townClerk', 'confirmPage', {
    page: 'found',
    marks: [{ slot: 'found/p0', from, to: from + 3 }],
    lifts: [{ slot: 'found/p0', from: phone.from, to: phone.to, reason: '村委会公布的办公电话' }],
  })
  await assert.rejects(w.act('townClerk', 'passMasks', {}), refusedWith('missing'))
  for (const page of ['who', 'measures', 'result', 'steps'])
    await w.act('townClerk', 'confirmPage', { page, marks: [], lifts: [] })
  const { rows: told } = await db.owner.query(
    "SELECT content->>'page' AS page FROM row_versions WHERE case_id = $1 AND ref = 'words' AND content ? 'page' ORDER BY seq",
    [w.acted.id],
  )
  assert.deepEqual(
    told.map(({ page }) => page),
    ['found', 'who', 'measures', 'result', 'steps'],
    'which page was looked at is told with it',
  )
  await w.act('townClerk', 'passMasks', {})
  await w.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
  await w.act('townSecretary', 'approve', { opinion: '同意' })
  await w.act('townClerk', 'publish', {})
  const shown = JSON.stringify((await publishedOf(w)).body)
  assert.ok(!shown.includes('张建国') && !shown.includes('李组长'))
  assert.ok(shown.includes('13812345678'), 'lifted with a reason')
})

test('who drafted, whoever else edited, reviews and approves nothing of it', async () => {
  const w = await ofProblem()
  await w.act('townSecretary', 'edit', { edits: [], days: 30 })
  await w.act('townClerk', 'edit', { edits: [], days: 31 })
  await w.toSecrecyReview()
  await assert.rejects(w.act('townClerk', 'passSecrecy', { opinion: '可以' }), refusedWith('not_yours'))
  await w.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
  await assert.rejects(w.act('townSecretary', 'approve', { opinion: '可以' }), refusedWith('same_person'))
  await assert.rejects(w.act('otherTownSecretary', 'approve', { opinion: '可以' }), refusedWith('not_yours'))
  await w.act('leader', 'approve', { opinion: '同意' })
  assert.equal(w.acted.state, 'approved')
})

test('sent back, only what has changed is looked at again', async () => {
  const w = await (await ofProblem()).toSecrecyReview()
  await w.act('secrecy', 'sendBack', { reason: '“谁来负责”请写全称' })
  await w.act('townClerk', 'edit', { edits: [{ slot: 'who/f0', text: '上河村党支部（书记为第一责任人）' }] })
  await w.toMaskCheck()
  const { row } = await w.row()
  assert.deepEqual(Object.keys(row.masks.confirmed).sort(), ['found', 'measures', 'result', 'steps'])
  await assert.rejects(w.act('townClerk', 'passMasks', {}), refusedWith('missing'))
})

test('what is made for the party never gets where the portal reads, whoever tries', async () => {
  const w = await (await ofProblem('party')).toPublished()
  assert.equal(w.acted.state, 'published')
  assert.equal(await publishedOf(w), undefined)
  const kept = await db.owner.query('SELECT sha256 FROM publication_releases WHERE publication_id = $1', [
    w.acted.id,
  ])
  assert.equal(kept.rowCount, 1, 'frozen all the same')
  for (const audience of ['society', 'party'])
    await assert.rejects(
      db.owner.query(
        `INSERT INTO published (county_id, slug, publication_id, audience, number, edition, kind, title,
           organization_id, organization_name, body, sha256, published_at, until)
         SELECT county_id, '2026-9999', id, $2, number, edition, kind, title, organization_id, '', '{}', '', now(), now()
         FROM publications WHERE id = $1`,
        [w.acted.id, audience],
      ),
      /foreign key|check constraint/,
      audience,
    )
})

test('what stands in public is withdrawn, never rewritten', async () => {
  const w = await (await ofProblem()).toPublished()
  const client = await db.app.connect()
  try {
    for (const attempt of [
      "UPDATE published SET body = '{}'",
      "UPDATE published SET title = 'x'",
      'DELETE FROM published',
      "UPDATE publication_releases SET sha256 = 'x'",
      'DELETE FROM published_comments',
    ]) {
      await client.query('BEGIN; SET LOCAL app.county = 1')
      await assert.rejects(client.query(attempt), /permission denied/, attempt)
      await client.query('ROLLBACK')
    }
  } finally {
    client.release()
  }
  await w.act('secrecy', 'withdraw', { reason: '发现有误' })
  assert.equal((await publishedOf(w)).withdrawn_kind, 'early')
})

test('a new edition says so, and takes the place of the old one in the same moment', async () => {
  const first = await (await ofProblem()).toPublished()
  const second = await first.revised('townClerk')
  assert.equal((await publishedOf(first)).withdrawn_at, null, 'stands until the new one is out')
  await assert.rejects(first.revised('townClerk'), refusedWith('invalid'))
  await second.toPublished()
  const [old, fresh] = [await publishedOf(first), await publishedOf(second)]
  assert.deepEqual([old.withdrawn_kind, old.replaced_by], ['replaced', fresh.slug])
  assert.equal(fresh.slug, `${old.slug}-2`)
  assert.equal(fresh.body.edition, 2)
  assert.equal((await first.row()).row.state, 'withdrawn')
})

test('what should never have gone out is erased by another than who withdrew it; its hash stays', async () => {
  const told = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const evidenceIds = [await pictureOf(told, Buffer.concat([onePixelPng, Buffer.from('face')]))]
  const w = await new PublicationWalk(county, START).begin('townClerk', {
    ...{ kind: 'problem', audience: 'society', problemId: told.acted.id },
  })
  await w.act('townClerk', 'edit', { edits: [{ slot: 'found/p0', text: '特别的一句话' }] })
  await w.act('townClerk', 'choosePictures', { evidenceIds })
  await w.toMaskCheck()
  for (const { id } of (await w.row()).parts.pictures)
    await w.act('townClerk', 'checkPicture', {
      ...{ pictureId: id, facesClear: true, platesClear: true, leaveOut: false },
    })
  for (const page of pageKeysOf((await w.row()).row.content))
    await w.act('townClerk', 'confirmPage', { page, marks: [], lifts: [] })
  await w.act('townClerk', 'passMasks', {})
  await w.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
  await w.act('townSecretary', 'approve', { opinion: '同意' })
  await w.act('townClerk', 'publish', {})
  const { sha256, slug } = await publishedOf(w)
  const bytes = async () => (await db.owner.query('SELECT count(*)::int AS n FROM published_files')).rows[0].n
  const before = await bytes()
  const door = (at = 'now()') =>
    county.deps.database.write(1, (tx) =>
      sql`SELECT erase_published(${w.acted.id}::uuid, ${sql.raw(at)})`.execute(tx),
    )
  await assert.rejects(door(), /only what was withdrawn/)
  await w.act('secrecy', 'withdraw', { reason: '照片里看得清人脸' })
  const reason = '照片里看得清人脸，清除'
  await assert.rejects(w.act('secrecy', 'erasePublished', { reason }), refusedWith('same_person'))
  await assert.rejects(w.act('townSecretary', 'erasePublished', { reason }), refusedWith('not_yours'))
  await w.act('leader', 'erasePublished', { reason })
  const { rows } = await db.owner.query(
    `SELECT r.body, r.sha256, s.title, s.body AS shown, (SELECT count(*)::int FROM published_pictures p WHERE p.slug = s.slug) AS n
     FROM publication_releases r JOIN published s USING (county_id, publication_id) WHERE s.slug = $1`,
    [slug],
  )
  assert.deepEqual(rows, [{ body: null, sha256, title: '', shown: null, n: 0 }])
  assert.equal(await bytes(), before - 1)
  await assert.rejects(w.act('leader', 'erasePublished', { reason }), refusedWith('missing'))
})

test('a dropped draft of a new edition takes no number from the next', async () => {
  const first = await (await ofProblem()).toPublished()
  const dropped = await first.revised('townClerk')
  await dropped.act('townClerk', 'drop', { reason: '不必更正' })
  const next = await first.revised('townClerk')
  const { row } = await next.row()
  assert.deepEqual([row.number, row.edition, row.replaces_id], [first.acted.number, 3, first.acted.id])
})

test('a picture may be chosen for society, for the party, and for the next edition', async () => {
  const told = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const evidenceIds = [await pictureOf(told), await pictureOf(told)]
  const begun = (audience: 'society' | 'party') =>
    new PublicationWalk(county, START).begin('townClerk', {
      ...{ kind: 'problem', audience, problemId: told.acted.id },
    })
  const chosenIn = async (w: PublicationWalk) => {
    await w.act('townClerk', 'choosePictures', { evidenceIds: [...evidenceIds, evidenceIds[0] ?? ''] })
    const { row, parts } = await w.row()
    assert.deepEqual(parts.pictures.map((p) => p.evidence_id).sort(), [...evidenceIds].sort())
    assert.deepEqual(Object.keys(row.content.captions).sort(), parts.pictures.map(({ id }) => id).sort())
    return parts.pictures
  }
  const society = await begun('society')
  const before = await chosenIn(society)
  assert.deepEqual(await chosenIn(society), before, 'chosen again, they are the same')
  await chosenIn(await begun('party'))
  await society.toMaskCheck()
  for (const { id } of before)
    await society.act('townClerk', 'checkPicture', {
      ...{ pictureId: id, facesClear: true, platesClear: true, leaveOut: false },
    })
  const { row } = await society.row()
  for (const page of pageKeysOf(row.content))
    await society.act('townClerk', 'confirmPage', { page, marks: [], lifts: [] })
  await society.act('townClerk', 'passMasks', {})
  await society.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
  await society.act('townSecretary', 'approve', { opinion: '同意' })
  await society.act('townClerk', 'publish', {})
  await chosenIn(await society.revised('townClerk'))
})

test('pictures are neither read nor kept for somebody who may not choose them, nor too many bytes at once', async () => {
  const told = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const evidenceIds = [await pictureOf(told), await pictureOf(told)]
  const w = await new PublicationWalk(county, START).begin('townClerk', {
    ...{ kind: 'problem', audience: 'society', problemId: told.acted.id },
  })
  const { files } = county.deps
  let opened = 0
  const large: typeof files = {
    ...files,
    open: async (...asked) => {
      opened++
      const file = await files.open(...asked)
      return file && { ...file, size: 40 * 2 ** 20 }
    },
  }
  const choose = async (by: PersonName, version = w.acted.version) => {
    const body = { commandId: newId(), version, evidenceIds }
    const world = await county.world(w.at)
    const deps = { ...county.deps, files: large }
    return performAct(deps, world, county.actor(by), 'choosePictures', w.acted.id, body)
  }
  await assert.rejects(choose('otherTownSecretary'), refusedWith('not_yours'))
  await assert.rejects(choose('townClerk', 99), refusedWith('stale_version'))
  assert.equal(opened, 0)
  await assert.rejects(choose('townClerk'), (error: Refused) => {
    assert.deepEqual(error.refusal, {
      code: 'invalid',
      issues: [{ path: 'evidenceIds.1', reason: 'pictures_too_large' }],
    })
    return true
  })
})

test('what the public pages do not show is not chosen', async () => {
  const told = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const evidenceIds = [await pictureOf(told, Buffer.concat([onePixelPng, Buffer.from('GIF')]), 'image/gif')]
  const w = await new PublicationWalk(county, START).begin('townClerk', {
    ...{ kind: 'problem', audience: 'society', problemId: told.acted.id },
  })
  await assert.rejects(w.act('townClerk', 'choosePictures', { evidenceIds }), (error: Refused) => {
    assert.deepEqual(error.refusal, {
      code: 'invalid',
      issues: [{ path: 'evidenceIds.0', reason: 'not_a_public_kind' }],
    })
    return true
  })
})

test('the names of everybody in the problems that are told of are masked, whatever is published of them', async () => {
  // A name that nothing but knowing it tells.
  await db.owner.query("UPDATE people SET name = '格桑' WHERE id = $1", [county.people.villageSecretary])
  for (const subject of [
    { kind: 'organization' as const, organizationId: county.organizations.upperVillage },
    { kind: 'problem' as const, problemId: problem.acted.id },
  ]) {
    const w = await new PublicationWalk(county, START).begin('townClerk', { ...subject, audience: 'society' })
    const slot =
      Object.keys(slotsOf((await w.row()).row.content)).find((name) => /\/(p|f)\d+$/.test(name)) ?? ''
    await w.act('townClerk', 'edit', { edits: [{ slot, text: '整改由格桑负责。' }] })
    await w.toMaskCheck()
    const spans = (await w.row()).row.masks.spans[slot] ?? []
    assert.ok(
      spans.some(({ from, to }) => '整改由格桑负责。'.slice(from, to) === '格桑'),
      subject.kind,
    )
  }
})

test('who may not begin one uses up no number', async () => {
  const before = await ofProblem()
  await assert.rejects(
    new PublicationWalk(county, START).begin('viewer', {
      ...{ kind: 'organization', audience: 'society', organizationId: county.organizations.upperVillage },
    }),
    refusedWith('not_yours'),
  )
  const numberOf = ({ acted }: PublicationWalk) => Number(acted.number.slice(5))
  assert.equal(numberOf(await ofProblem()), numberOf(before) + 1)
})

test('an edition that was withdrawn before its successor came stays withdrawn when and as it was', async () => {
  const first = await (await ofProblem()).toPublished()
  const second = await first.revised('townClerk')
  await first.act('secrecy', 'withdraw', { reason: '有一处能认出人' })
  const before = await publishedOf(first)
  await second.toPublished()
  const { withdrawn_at, withdrawn_kind, replaced_by } = await publishedOf(first)
  assert.deepEqual([withdrawn_at, withdrawn_kind], [before.withdrawn_at, 'early'])
  assert.equal(replaced_by, (await publishedOf(second)).slug, 'and leads to its successor')
})

test('withholding is agreed by the leading group, counted in public, and looked at again', async () => {
  const w = await ofProblem()
  const asking = { reasonClass: 'sensitive', note: '涉及正在协商的征地补偿', reviewOn: '2026-08-01' }
  await assert.rejects(
    w.act('townClerk', 'withhold', { ...asking, reasonClass: 'nothing' }),
    refusedWith('invalid'),
  )
  await w.act('townClerk', 'withhold', asking)
  await assert.rejects(w.act('townSecretary', 'approveWithholding', {}), refusedWith('not_yours'))
  await w.act('leader', 'approveWithholding', { note: '同意' })
  assert.equal(w.acted.state, 'withheld')
  const counted = async () =>
    (await db.owner.query("SELECT n FROM published_counts WHERE kind = 'withheld' AND key = 'sensitive'"))
      .rows[0].n
  assert.equal(await counted(), 1)
  const { row } = await w.row()
  assert.equal(row.due_at.toISOString().slice(0, 10), '2026-08-01')
  await w.act('townClerk', 'discloseAfterAll', { reason: '补偿已落实' })
  assert.equal(await counted(), 0)
  assert.equal(w.acted.state, 'draft')
})

test('the public’s words come back to who is responsible, and the answer is let through by somebody else', async () => {
  const w = await (await ofProblem()).toPublished()
  const { slug } = await publishedOf(w)
  assert.equal((await say('2026-8888', '没有这一条', w.at)).kept, false)
  const { id, kept } = await say(slug, '沟渠又堵了，请张建国看看<script>alert(1)</script>', w.at)
  assert.equal(kept, true)
  await assert.rejects(
    w.act('townClerk', 'screenComment', { commentId: id, forward: true, words: '一切都好' }),
    refusedWith('invalid'),
  )
  await w.act('townClerk', 'screenComment', {
    commentId: id,
    forward: true,
    words: '沟渠又堵了，请***看看<script>alert(1)</script>',
  })
  await w.act('villageSecretary', 'answerComment', { commentId: id, answer: '已安排清理，3日内完成。' })
  await assert.rejects(w.act('villageSecretary', 'passAnswer', { commentId: id }), refusedWith('not_yours'))
  await w.act('secrecy', 'passAnswer', { commentId: id })
  const said = await db.owner.query(
    'SELECT words, answer, answered_by FROM published_comments WHERE id = $1',
    [id],
  )
  assert.equal(said.rows[0].answered_by, '上河村')
  assert.ok(!said.rows[0].words.includes('张建国'))
  await assert.rejects(w.act('townClerk', 'withdraw', { reason: '更正' }), refusedWith('not_yours'))
  await w.act('townSecretary', 'withdraw', { reason: '更正' })
  assert.equal((await say(slug, '还能写吗', w.at)).kept, false, 'nothing is said about what was withdrawn')
})

test('channels are logged with proof of one’s own only', async () => {
  const w = await (await ofProblem()).toPublished()
  const channel = {
    channel: 'notice_board',
    place: '上河村公示栏',
    happenedOn: w.at.toISOString().slice(0, 10),
  }
  await assert.rejects(
    w.act('townClerk', 'recordChannel', { ...channel, channel: 'moon' }),
    refusedWith('invalid'),
  )
  await assert.rejects(
    w.act('townClerk', 'recordChannel', { ...channel, uploadId: newId() }),
    refusedWith('invalid'),
  )
  await w.act('townClerk', 'recordChannel', channel)
  const { rows } = await db.owner.query('SELECT place FROM publication_channels WHERE publication_id = $1', [
    w.acted.id,
  ])
  assert.deepEqual(rows, [{ place: '上河村公示栏' }])
  await w.act('townSecretary', 'withdraw', { reason: '更正' })
  await assert.rejects(w.act('townClerk', 'recordChannel', channel), refusedWith('wrong_state'))
})

test('a month that is not over, a village’s month, and 工作秘密 for society are no subjects', async () => {
  const walk = () => new PublicationWalk(county, START)
  const month = { kind: 'month' as const, audience: 'society' as const }
  const { stoneBridge, upperVillage } = county.organizations
  await assert.rejects(
    walk().begin('townClerk', { ...month, month: '2026-06', organizationId: stoneBridge }),
    refusedWith('invalid'),
  )
  await assert.rejects(
    walk().begin('townClerk', { ...month, month: '2026-05', organizationId: upperVillage }),
    refusedWith('invalid'),
  )
  await db.owner.query("UPDATE problems SET secrecy = 'work_secret' WHERE id = $1", [problem.acted.id])
  try {
    await assert.rejects(ofProblem(), refusedWith('invalid'))
  } finally {
    await db.owner.query("UPDATE problems SET secrecy = 'internal' WHERE id = $1", [problem.acted.id])
  }
})

test('who may not see a problem is told as much of it as of one that is not there', async () => {
  const told = async (by: PersonName, problemId: string) => {
    const begun = new PublicationWalk(county, START).begin(by, {
      ...{ kind: 'problem', audience: 'society', problemId },
    })
    return begun.then(
      () => assert.fail(`${by} began`),
      (error: unknown) => (error instanceof Refused ? error.refusal : assert.fail(String(error))),
    )
  }
  const strangers: PersonName[] = [
    'siblingSecretary',
    'otherTownSecretary',
    'departmentSecretary',
    'systemAdmin',
  ]
  for (const secrecy of ['internal', 'work_secret']) {
    await db.owner.query('UPDATE problems SET secrecy = $2 WHERE id = $1', [problem.acted.id, secrecy])
    for (const by of strangers)
      assert.deepEqual(await told(by, problem.acted.id), await told(by, newId()), by)
    assert.equal((await told('viewer', problem.acted.id)).code, 'not_yours', 'sees it, and may not begin')
  }
  await db.owner.query("UPDATE problems SET secrecy = 'internal' WHERE id = $1", [problem.acted.id])
})
