import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify'
import pg from 'pg'
import { boundarySeed } from '#features/files/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { newId } from '#platform/ids.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { addRuleVersion } from '#platform/rules/store.ts'
import { giveTokens } from '#tests/support/api-tokens.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { quickHashing } from '#tests/support/quick-hashing.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { buildHttp, type HttpOptions } from '../../src/apps/http.ts'
import { createPortal, type Portal } from '../../src/apps/portal.ts'
import { prepareDatabase } from '../../src/apps/prepare-database.ts'
import { createProgram, type Program, type ProgramOptions } from '../../src/apps/program.ts'

/** A county that the program serves under a host of its own, with an API token for everybody in it. */
export type HousedCounty = SmallCounty & { host: string; tokens: Record<PersonName, string> }

/** One route as Fastify has it, whoever registered it; `endpoint` when it went through the default deny. */
export type KnownRoute = { method: string; url: string; endpoint: Endpoint | undefined }

export type Asked = Omit<InjectOptions, 'method' | 'url'> & {
  method?: InjectOptions['method']
  /** `null`: no token. Default: the office of the east. */
  token?: string | null
  county?: HousedCounty
}

export type House = {
  test: TestDatabase
  program: Program
  app: FastifyInstance
  /** Every route there is. */
  known: KnownRoute[]
  east: HousedCounty
  west: HousedCounty
  /** Sends one request; looks at every answer for what each must carry and none may. */
  ask(url: string, asked?: Asked): Promise<LightMyRequestResponse>
  /** The same below /api/v1, as a POST when there is a body. */
  api(path: string, asked?: Asked & { body?: unknown }): Promise<LightMyRequestResponse>
  /** Every table and file of the installation in which a text can be found, however spelled. */
  placesOf(text: string): Promise<string[]>
  /** The county of the east lays a rule down anew, as of long ago. */
  changeRule(kind: string, key: string, value: object): Promise<void>
  close(): Promise<void>
}

/** The real program on a database of its own: two counties with the same names, the shipped rules, no network. */
export async function openHouse(
  given: Pick<ProgramOptions, 'now' | 'sso'> & { log?: HttpOptions['log'] } = {},
): Promise<House> {
  const test = await createTestDatabase()
  await prepareDatabase(test.target)
  const east = await settle(test, 1, 'east.test')
  const west = await settle(test, 2, 'west.test')
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-http-'))
  const errors: Error[] = []
  const program = await createProgram({
    ...given,
    target: test.target,
    dataDir,
    hashing: quickHashing,
    onError: (error) => errors.push(error),
  })
  const portal = createPortal(test.target, dataDir, (error) => errors.push(error))
  const { app, known } = await build(program, portal, given.log)
  const ask: House['ask'] = async (url, { token = east.tokens.office, county = east, ...asked } = {}) => {
    const headers = {
      host: county.host,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...asked.headers,
    }
    const answer = await app.inject({ method: 'GET', url, ...asked, headers })
    mustCarry(answer, url)
    mustNotTell(answer, asked.payload)
    return answer
  }
  return {
    ...{ test, program, app, known, east, west, ask },
    api: (path, { body, ...asked } = {}) =>
      ask(
        `/api/v1${path}`,
        body === undefined ? asked : { method: 'POST', payload: body as object, ...asked },
      ),
    changeRule: (kind, key, value) => changeRule(program, { kind, key, value }),
    placesOf: async (text) => [...(await tablesWith(test, text)), ...filesWith(dataDir, text)],
    async close() {
      // Before the end: pg's pools resolve theirs while connections still leave, which the database then throws out.
      const told = errors.map(({ message }) => message)
      await app.close()
      await Promise.all([program.stop(), portal.stop()])
      await test.close()
      rmSync(dataDir, { recursive: true, force: true })
      assert.deepEqual(told, [])
    },
  }
}

async function settle(test: TestDatabase, countyId: number, host: string): Promise<HousedCounty> {
  const county = await createSmallCounty(test, countyId)
  await test.owner.query('UPDATE counties SET host = $2 WHERE county_id = $1', [countyId, host])
  await connectDatabase(test.owner).write(countyId, (tx) => seedRules(tx, countyId, boundarySeed))
  return { ...county, host, tokens: await giveTokens(test.owner, county) }
}

/** Fastify announces every instance it makes: so the routes are known to the test without the program's help. */
async function build(
  program: Program,
  portal: Portal,
  log: HttpOptions['log'],
): Promise<{ app: FastifyInstance; known: KnownRoute[] }> {
  const known: KnownRoute[] = []
  const parts = { desk: program, portal, ready: () => Promise.all([program.counties(), portal.counties()]) }
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
      const { endpoint } = (config ?? {}) as { endpoint?: Endpoint }
      for (const each of [method].flat()) known.push({ method: each, url, endpoint })
    })
  }
  subscribe('fastify.initialization', listen)
  try {
    const app = await buildHttp({
      parts,
      version: '0.0.0',
      logLevel: log ? 'trace' : 'silent',
      ...(log && { log }),
    })
    await app.ready()
    return { app, known }
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

async function tablesWith({ owner, adminUrl }: TestDatabase, text: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  )
  assert.ok(rows.length > 40)
  const admin = new pg.Client(adminUrl)
  await admin.connect()
  const found: string[] = []
  for (const { name } of rows) {
    const { rowCount } = await admin.query(`SELECT 1 FROM ${name} t WHERE t::text ILIKE $1 LIMIT 1`, [
      `%${text}%`,
    ])
    if (rowCount) found.push(name)
  }
  await admin.end()
  return found
}

function filesWith(folder: string, text: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  assert.ok(files.length > 0)
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => file.includes(text) || readFileSync(file).includes(text))
}

const HEADERS: Record<string, RegExp> = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'cache-control': /./,
}

/** The one page that is made for other sites to frame; all else holds for it too. */
const FRAMED: Record<string, RegExp> = {
  ...HEADERS,
  'content-security-policy': /default-src 'none'.*frame-ancestors \*/,
  'x-frame-options': /^$/,
  'cross-origin-resource-policy': /^(same|cross)-origin$/,
}

function mustCarry({ headers, statusCode }: LightMyRequestResponse, url: string): void {
  const isFramed = statusCode === 200 && /^(\/c\/[^/]+)?\/embed\//.test(url)
  for (const [name, value] of Object.entries(isFramed ? FRAMED : HEADERS))
    assert.match(String(headers[name] ?? ''), value, `${name} of an answer ${statusCode}`)
  assert.equal(headers['access-control-allow-origin'], undefined)
  assert.equal(headers['x-powered-by'], undefined)
}

/** What would help an attacker: where in the program, what of the database. */
const INSIDES =
  /\n\s+at |node_modules|\.[jt]s:\d|\b(?:SELECT|INSERT|UPDATE|DELETE|FROM|WHERE)\b|violates|constraint|_fkey|_pkey|syntax|relation "|\b(?:22P0\d|2350\d)\b/

/** An error has one shape, and neither insides nor the words it was sent. */
function mustNotTell(answer: LightMyRequestResponse, payload: InjectOptions['payload']): void {
  if (answer.statusCode < 400) return
  assert.notEqual(answer.statusCode, 500, answer.body)
  if (answer.body === '') return
  // The public pages say it to people, as a page.
  if (/^text\/html/.test(String(answer.headers['content-type']))) {
    assert.doesNotMatch(answer.body, INSIDES)
    return
  }
  // GeoReport has a shape of its own, in both of its formats.
  if (/^text\/xml/.test(String(answer.headers['content-type'])) || Array.isArray(answer.json())) {
    assert.doesNotMatch(answer.body, INSIDES)
    return
  }
  const { error, requestId, ...more } = answer.json()
  assert.deepEqual([typeof error.code, typeof requestId, more], ['string', 'string', {}])
  assert.doesNotMatch(answer.body, INSIDES)
  for (const text of textsIn(payload)) assert.ok(!answer.body.includes(text), `the answer repeats ${text}`)
}

/** What somebody wrote, as against ids, days and codes, which an answer may name. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^[\w.:-]{0,60}$/.test(value) ? [] : [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

export const day = (offset: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10)

/** A problem of the upper village under rectification, brought there today. */
export async function rectifying(county: SmallCounty): Promise<{ id: string; version: number }> {
  const walk = await new ProblemWalk(
    county,
    new Date(Date.now() - 6 * 3_600_000).toISOString(),
  ).toRectifying()
  return { id: walk.acted.id, version: walk.acted.version }
}

async function changeRule(
  { database, signIn }: Program,
  rule: { kind: string; key: string; value: object },
): Promise<void> {
  await database.write(1, async (tx) => {
    const { after } = await tx
      .selectFrom('rules')
      .select((eb) => eb.fn.max('version').as('after'))
      .where('county_id', '=', 1)
      .where('kind', '=', rule.kind)
      .where('key', '=', rule.key)
      .executeTakeFirstOrThrow()
    const said = { basis: '测试', source: '测试', validFrom: '2000-01-01', note: null }
    const made = { id: newId(), after, createdBy: null, createdAt: new Date() }
    await addRuleVersion(tx, 1, { ...rule, ...said, ...made })
  })
  signIn.worlds.forget(1)
}
