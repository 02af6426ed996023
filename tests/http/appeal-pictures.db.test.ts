import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { heic, jpeg, pdf, png } from '#platform/files/samples.ts'
import { jpegWith, SECRET } from '#platform/files/strip/with-metadata.ts'
import { type Finding, verifyCases } from '#platform/history/verify.ts'
import { casesInDatabase } from '#platform/history/verify-database.ts'
import { newId } from '#platform/ids.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** Pictures that came with what somebody brought up, as the registrar's screen sends them. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

async function upload(by: PersonName, bytes: Buffer, name: string): Promise<string> {
  const { statusCode, headers, body } = await house.ask('/api/v1/uploads', {
    ...{ method: 'POST', token: house.east.tokens[by], payload: bytes },
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-length': String(bytes.length) },
      ...{ 'content-type': 'application/offset+octet-stream' },
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  })
  assert.equal(statusCode, 201, body)
  return String(headers.location).split('/').at(-1) ?? ''
}

const registration = (uploadIds: string[]) => ({
  ...{ commandId: newId(), channel: 'wechat', openness: 'registrar', person: { name: '周德福' }, uploadIds },
  ...{ placeId: house.east.organizations.upperVillage, title: '路面塌了', cause: `桥头路面塌了 ${newId()}` },
  ...{ nature: 'help', fieldCode: 'roads' },
})
const register = (body: object, by: PersonName = 'townRegistrar') =>
  house.api('/appeals', { token: house.east.tokens[by], body })
const detail = async (id: string, by: PersonName) =>
  house.ask(`/api/v1/appeals/${id}`, { token: house.east.tokens[by] })

const photo = () => jpegWith(jpeg({ comment: newId() }))

test('pictures hang on the appeal without where and on whose telephone they were taken; the originals are gone', async () => {
  const original = photo()
  assert.ok(original.includes(SECRET))
  const uploadIds = [
    await upload('townRegistrar', original, '周德福家门口.jpg'),
    await upload('townRegistrar', png(), 'image.png'),
    await upload('townRegistrar', png(), 'image.png'),
  ]
  const body = registration(uploadIds)
  const first = await register(body)
  assert.equal(first.statusCode, 200, first.body)
  const { id, receipt } = first.json()
  // The answer was lost and it is sent again: the same appeal, the same pictures.
  assert.deepEqual((await register(body)).json(), first.json())
  const { evidence } = (await detail(id, 'townRegistrar')).json()
  assert.deepEqual(
    evidence.map((e: Record<string, string>) => [e.kind, e.fileName]),
    [
      ['resident', '照片1.jpeg'],
      ['resident', '照片2.png'],
    ],
  )
  for (const { sha256 } of evidence) {
    const sent = await house.ask(`/api/v1/appeals/${id}/evidence/${sha256}`, {
      token: house.east.tokens.townRegistrar,
    })
    assert.equal(sent.statusCode, 200)
    assert.ok(!sent.rawPayload.includes(SECRET))
    assert.equal(createHash('sha256').update(sent.rawPayload).digest('hex'), sha256)
  }
  assert.deepEqual(await house.placesOf(SECRET), [])
  assert.deepEqual(await house.placesOf('周德福家门口'), [])
  const { rows } = await house.test.owner.query('SELECT count(*)::int AS n FROM uploads')
  assert.deepEqual(rows, [{ n: 0 }])
  assert.doesNotMatch((await house.ask('/', { token: null })).body, /照片1/)
  assert.ok(receipt)
  const found: Finding[] = []
  const client = await house.test.owner.connect()
  try {
    await verifyCases(casesInDatabase(client), [], (finding) => found.push(finding))
  } finally {
    client.release()
  }
  assert.deepEqual(found, [])
})

test('only pictures of one’s own that can be freed of what they tell are taken, and nothing is registered otherwise', async () => {
  const count = async () => (await house.test.owner.query('SELECT count(*)::int AS n FROM appeals')).rows[0].n
  const before_ = await count()
  const own = (bytes: Buffer, name: string) => upload('townRegistrar', bytes, name)
  const cases: [string, string[], string, string][] = [
    ['of a telephone', [await own(heic(), 'IMG_1.heic')], 'uploadIds.0', 'no_picture'],
    ['a paper', [await own(png(), 'a.png'), await own(pdf(), 'b.pdf')], 'uploadIds.1', 'no_picture'],
    ['another’s', [await upload('townClerk', photo(), 'c.jpg')], 'uploadIds.0', 'unknown_reference'],
    ['of nobody', [newId()], 'uploadIds.0', 'unknown_reference'],
  ]
  for (const [what, uploadIds, path, reason] of cases) {
    const answer = await register(registration(uploadIds))
    assert.equal(answer.statusCode, 422, what)
    const [issue] = answer.json().error.issues
    assert.deepEqual([issue.path, issue.reason], [path, reason], what)
  }
  const tooMany = await Promise.all(Array.from({ length: 10 }, () => newId()))
  assert.equal((await register(registration(tooMany))).statusCode, 422)
  assert.equal(await count(), before_)
})

test('of a registration that is refused no copy of a picture stays', async () => {
  // Pixels that no other test has kept.
  const pixels = Buffer.concat([jpeg().subarray(0, -2), Buffer.from('2bffd9', 'hex')])
  const sha256 = createHash('sha256').update(pixels).digest('hex')
  const original = jpegWith(pixels)
  const isKept = () => house.program.appeals.files.has(1, sha256)
  for (const refused of [
    registration([await upload('townRegistrar', original, 'a.jpg'), newId()]),
    { ...registration([await upload('townRegistrar', original, 'a.jpg')]), placeId: newId() },
  ]) {
    assert.equal((await register(refused)).statusCode, 422)
    assert.equal(await isKept(), false)
  }
  const taken = registration([await upload('townRegistrar', original, 'a.jpg')])
  assert.equal((await register(taken)).statusCode, 200)
  assert.equal(await isKept(), true)
  // Refused later with the same picture: what is referred to stays.
  const again = { ...registration([await upload('townRegistrar', original, 'a.jpg')]), placeId: newId() }
  assert.equal((await register(again)).statusCode, 422)
  assert.equal(await isKept(), true)
})

test('pictures that the desk registered are kept from whoever handles it, and their page says so', async () => {
  const answer = await register(registration([await upload('townRegistrar', photo(), 'a.jpg')]))
  const { id } = answer.json()
  const act = async (name: string, fields: object = {}) => {
    const { version } = (await detail(id, 'townRegistrar')).json()
    const body = { commandId: newId(), version, ...fields }
    const sent = await house.api(`/appeals/${id}/${name}`, { token: house.east.tokens.townRegistrar, body })
    assert.equal(sent.statusCode, 200, sent.body)
  }
  await act('dispatch', { handlerId: house.east.organizations.upperVillage, assistantIds: [] })
  const [paper] = (await detail(id, 'villageClerk')).json().evidence
  const bytes = async () =>
    (
      await house.ask(`/api/v1/appeals/${id}/evidence/${paper.sha256}`, {
        token: house.east.tokens.villageClerk,
      })
    ).statusCode
  assert.equal(await bytes(), 200)
  await act('withhold-pictures', { note: '拍到了门牌' })
  const answered = await detail(id, 'villageClerk')
  assert.doesNotMatch(answered.body, /拍到了门牌/)
  const kept = answered.json()
  assert.deepEqual([kept.evidence, kept.picturesWithheld, await bytes()], [[], true, 404])
  const own = (await detail(id, 'townRegistrar')).json()
  assert.deepEqual([own.evidence.length, own.picturesWithheld], [1, true])
  assert.deepEqual(
    own.can.map(({ act }: { act: string }) => act).filter((act: string) => act.endsWith('Pictures')),
    ['withholdPictures', 'showPictures'],
  )
  await act('show-pictures', { reason: '看不出是谁' })
  assert.equal(await bytes(), 200)
})
