import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { zh as staffWords } from '#features/appeals/staff/words.zh.ts'
import { MAX_FILE_BYTES } from '#platform/files/local-store.ts'
import { mp4 } from '#platform/files/samples.ts'
import { newId } from '#platform/ids.ts'
import { AppealWalk } from '#tests/support/appeal-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** A film of fifty megabytes on an appeal: what a telephone records in half a minute. */
let house: House
before(async () => {
  house = await openHouse()
  await house.app.listen({ port: 0, host: '127.0.0.1' })
})
after(() => house.close())

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
/** What is held, without what only waits to be thrown away. */
function held(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const MB = 1_000_000
const FILM = 50 * MB
/** As the screens send it. */
const PIECE = 2 * 2 ** 20
const start = mp4()

/** Some bytes of the film, which is never in memory as a whole: made by where they stand. */
function filmAt(offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let i = 0; i + 4 <= length; i += 4) bytes.writeUInt32LE((offset + i) & 0xffffffff, i)
  if (offset < start.length) start.copy(bytes, 0, offset)
  return bytes
}

function hashOfFilm(): string {
  const hash = createHash('sha256')
  for (let offset = 0; offset < FILM; offset += PIECE)
    hash.update(filmAt(offset, Math.min(PIECE, FILM - offset)))
  return hash.digest('hex')
}

type Sent = { status: number; headers: IncomingMessage['headers']; body: string }

/** @param breaksAfter the line goes dead after so many bytes of the body, and nothing is answered */
function send(
  by: PersonName,
  method: string,
  path: string,
  { headers = {}, body, breaksAfter }: { headers?: object; body?: Buffer; breaksAfter?: number } = {},
): Promise<Sent> {
  const { port } = house.app.server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        ...{ port, method, path: `/api/v1${path}` },
        headers: {
          ...{ host: house.east.host, authorization: `Bearer ${house.east.tokens[by]}` },
          ...{ 'tus-resumable': '1.0.0', ...headers },
          ...(body && { 'content-length': body.length }),
        },
      },
      (response) => {
        let text = ''
        response.on('data', (part) => {
          text += part
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        )
      },
    )
    if (breaksAfter === undefined) request.on('error', reject)
    else request.on('error', () => resolve({ status: 0, headers: {}, body: '' }))
    if (body && breaksAfter !== undefined)
      request.write(body.subarray(0, breaksAfter), () => setTimeout(() => request.destroy(), 100))
    else request.end(body)
  })
}

const named = (name: string) => ({ 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` })

async function begin(by: PersonName, length: number, name = '现场录像.mp4'): Promise<string> {
  const { status, headers, body } = await send(by, 'POST', '/uploads', {
    headers: { 'upload-length': String(length), ...named(name) },
  })
  assert.equal(status, 201, body)
  return headers.location?.split('/').at(-1) ?? ''
}

const piece = (by: PersonName, id: string, offset: number, body: Buffer, breaksAfter?: number) =>
  send(by, 'PATCH', `/uploads/${id}`, {
    headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    ...{ body, ...(breaksAfter !== undefined && { breaksAfter }) },
  })

async function offsetOf(by: PersonName, id: string): Promise<number> {
  return Number((await send(by, 'HEAD', `/uploads/${id}`)).headers['upload-offset'])
}

/** Sends the film from where it is. @returns the most that was held at any time */
async function sendFilm(by: PersonName, id: string, from: number, to = FILM): Promise<number> {
  let most = 0
  for (let offset = from; offset < to; offset += PIECE) {
    const { status, body } = await piece(by, id, offset, filmAt(offset, Math.min(PIECE, FILM - offset)))
    assert.equal(status, 204, `${offset} ${body}`)
    most = Math.max(most, held())
  }
  return most
}

/** Until what was on its way is on the disk. */
async function settledOffset(by: PersonName, id: string, atLeast: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const offset = await offsetOf(by, id)
    if (offset >= atLeast) return offset
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('nothing of the piece that broke off was kept')
}

async function inHandling(): Promise<AppealWalk> {
  const walk = new AppealWalk(house.east, house.program.appeals, new Date().toISOString())
  await walk.register()
  return walk.toHandling()
}

const stored = (sha256: string): string[] =>
  readdirSync(house.program.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === sha256)
    .map(({ name }) => name)

test('fifty megabytes in pieces, broken off and gone on with, hold no more memory than a piece and are kept once', async () => {
  const w = await inHandling()
  const { acted } = w
  const before_ = held()
  const id = await begin('villageClerk', FILM)
  const broken = Math.floor((20 * MB) / PIECE) * PIECE
  let most = await sendFilm('villageClerk', id, 0, broken)
  await piece('villageClerk', id, broken, filmAt(broken, PIECE), PIECE / 2)
  const offset = await settledOffset('villageClerk', id, broken + PIECE / 2)
  assert.ok(offset < broken + PIECE, 'only what came is there')
  most = Math.max(most, await sendFilm('villageClerk', id, offset))
  assert.ok(most - before_ < 12 * MB, `${Math.round((most - before_) / MB)} MB held`)
  assert.equal(await offsetOf('villageClerk', id), FILM)

  await w.act('villageClerk', 'addEvidence', { uploadId: id, kind: 'site', takenOn: w.today })
  const sha256 = hashOfFilm()
  const page = await house.ask(`/api/v1/appeals/${acted.id}`, { token: house.east.tokens.townRegistrar })
  assert.deepEqual(
    page.json().evidence.map((e: { sha256: string; fileName: string }) => [e.sha256, e.fileName]),
    [[sha256, '现场录像.mp4']],
  )
  assert.equal(stored(sha256).length, 1)

  // The same film again, of another hand and on another appeal: known by its hash.
  const other = await inHandling()
  const again = await begin('townSecretary', FILM, '同一段.mp4')
  await sendFilm('townSecretary', again, 0)
  const { rows } = await house.test.owner.query(
    'SELECT count(*)::int AS files, (SELECT count(*)::int FROM uploads u WHERE u.sha256 = $1) AS uploads FROM files WHERE sha256 = $1',
    [sha256],
  )
  assert.deepEqual(rows, [{ files: 1, uploads: 2 }])
  assert.equal(stored(sha256).length, 1)
  assert.ok(other.acted.id !== acted.id)

  const part = await send('townRegistrar', 'GET', `/appeals/${acted.id}/evidence/${sha256}`, {
    headers: { range: `bytes=${offset}-${offset + 99}` },
  })
  assert.equal(part.status, 206, 'watched from the middle')
})

test('what is over the limit, or no film of ours, is refused in words before it is sent', async () => {
  for (const length of [MAX_FILE_BYTES + 1, 500 * MB]) {
    const { status, body } = await send('villageClerk', 'POST', '/uploads', {
      headers: { 'upload-length': String(length), ...named('整场会议.mp4') },
    })
    assert.deepEqual([status, JSON.parse(body).error.code], [413, 'too_large'])
  }
  assert.ok(FILM <= MAX_FILE_BYTES)
  const limit = `${MAX_FILE_BYTES / 2 ** 20}MB`
  assert.match(staffWords.refused.fileTooLarge, new RegExp(`超过${limit}`))
  assert.match(staffWords.hints['addEvidence.uploadId'] ?? '', new RegExp(limit))

  const id = await begin('villageClerk', FILM, '现场.avi')
  const avi = Buffer.concat([Buffer.from('RIFF\0\0\0\x02AVI LIST', 'latin1'), filmAt(PIECE, PIECE - 16)])
  const { status, body } = await piece('villageClerk', id, 0, avi)
  assert.deepEqual([status, JSON.parse(body).error.code], [415, 'file_type'])
  assert.equal((await piece('villageClerk', id, PIECE, filmAt(PIECE, PIECE))).status, 404)
})

test('a film is put on an appeal by whoever handles it, and by nobody else', async () => {
  const w = await inHandling()
  const id = await begin('otherTownSecretary', start.length, '短.mp4')
  assert.equal((await piece('otherTownSecretary', id, 0, start)).status, 204)
  const body = { commandId: newId(), version: w.acted.version, uploadId: id, kind: 'site', takenOn: w.today }
  for (const by of ['otherTownSecretary', 'villageClerk'] as const) {
    const { statusCode } = await house.api(`/appeals/${w.acted.id}/add-evidence`, {
      ...{ token: house.east.tokens[by], body: { ...body, commandId: newId() } },
    })
    assert.ok(statusCode === 404 || statusCode === 422, `${by} ${statusCode}`)
  }
})
