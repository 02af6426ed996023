import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { z } from 'zod'
import { sayAct } from '#features/accounts/log-says.ts'
import { type House, openHouse } from './house.ts'

/** The description of the API: that it is OpenAPI 3.1, and that it is of this API. */
type Json = Record<string, unknown>
type Operation = Json & {
  operationId: string
  parameters: { name: string; in: string; required: boolean; schema: Json }[]
  responses: Record<string, { description: string; content: Json }>
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> }
  security?: Json[]
  tags: string[]
}

let house: House
let document: Json & {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Json; securitySchemes: Record<string, Json> }
  security: Json[]
  tags: { name: string }[]
}
before(async () => {
  house = await openHouse()
  const answer = await house.ask('/api/openapi.json', { token: null })
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  document = answer.json()
})
after(() => house.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** What the upload protocol answers; asking for its options describes nothing. */
const isUpload = ({ method, url }: { method: string; url: string }) =>
  url.startsWith('/api/v1/uploads') && method !== 'OPTIONS'
const isTus = ({ operation }: { operation: Operation }) => operation.tags[0] === 'files'

test('it keeps the published rules of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  assert.deepEqual([errors, valid], [undefined, true])
})

test('operations are named and summed up in one manner, and an error is shown', () => {
  for (const { operation } of operations()) {
    assert.match(operation.operationId, /^[a-z][A-Za-z]+$/)
    assert.match(String(operation.summary), /^[A-Z].*\.$/, operation.operationId)
  }
  const { examples } = document.components.schemas.Error as { examples: { error: { code: string } }[] }
  assert.equal(examples[0]?.error.code, 'not_found')
})

test('the log has words for every operation, in both languages', () => {
  for (const { operation } of operations().filter((one) => !isTus(one)))
    for (const language of ['zh', 'en'] as const)
      assert.notEqual(sayAct(operation.operationId, language), operation.operationId)
})

test('it says what it is, and every endpoint that is registered is in it once, and no other', () => {
  assert.match(String(document.openapi), /^3\.1\.\d+$/)
  const { title, version } = document.info as Json
  assert.deepEqual([typeof title, version], ['string', '0.0.0'])
  const registered = house.known
    .filter(({ method, url, endpoint }) => (endpoint && method !== 'HEAD') || isUpload({ method, url }))
    .map(
      ({ method, url, endpoint }) =>
        `${method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')} ${endpoint?.id ?? 'tus'}`,
    )
  const described = operations().map(
    ({ path, method, operation }) =>
      `${method} ${path} ${operation.tags[0] === 'files' ? 'tus' : operation.operationId}`,
  )
  assert.deepEqual(described.sort(), registered.sort())
  const ids = operations().map(({ operation }) => operation.operationId)
  assert.equal(new Set(ids).size, ids.length)
})

test('every reference leads somewhere', () => {
  let seen = 0
  walk(document, (value) => {
    if (typeof value.$ref !== 'string') return
    seen++
    assert.match(value.$ref, /^#\//)
    const target = value.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>(
        (at, step) => (at as Json | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
        document,
      )
    assert.ok(target, value.$ref)
  })
  assert.ok(seen > 0)
})

test('what the path names is a parameter, and no parameter is there twice', () => {
  for (const { path, operation } of operations()) {
    assert.match(path, /^\/api\/v1(?:\/(?:[a-z0-9-]+|\{\w+\}))+$/)
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    assert.deepEqual(
      inPath.map(({ name }) => name),
      named,
    )
    assert.ok(inPath.every(({ required }) => required))
    const keys = operation.parameters.map(({ name, in: place }) => `${place} ${name}`)
    assert.equal(new Set(keys).size, keys.length, path)
    for (const { schema, in: place } of operation.parameters) {
      assert.ok(['path', 'query', ...(operation.tags[0] === 'files' ? ['header'] : [])].includes(place))
      assert.ok(Object.keys(schema).length > 0, path)
    }
  }
})

/** What the address says alone. */
const BARE = ['closeFirstPasswords', 'askPasskey', 'resetPassword', 'unlockSignIn']

test('every operation says what it takes, what it gives and how it refuses', () => {
  const tags = new Set(document.tags.map(({ name }) => name))
  for (const { path, method, operation } of operations().filter((one) => !isTus(one))) {
    const { responses, requestBody } = operation
    assert.ok(typeof operation.summary === 'string' && operation.summary.length > 5)
    assert.ok(operation.tags.every((tag) => tags.has(tag)))
    assert.deepEqual(Object.keys(responses).sort(), ['200', 'default'])
    for (const { description, content } of Object.values(responses)) {
      assert.ok(description)
      assert.deepEqual(Object.keys(content).length, 1)
    }
    const takesBody = (method === 'post' || method === 'put') && !BARE.includes(operation.operationId)
    assert.equal(requestBody !== undefined, takesBody, `${method} ${path}`)
    const schema = requestBody?.content['application/json']?.schema
    if (takesBody) assert.equal(schema?.type, 'object', path)
  }
})

test('every operation shows what it takes and gives by an example that its own schema accepts', () => {
  const byId = new Map(house.known.flatMap(({ endpoint }) => (endpoint ? [[endpoint.id, endpoint]] : [])))
  const wrong: string[] = []
  const judge = (what: string, schema: z.ZodType | undefined, example: unknown) => {
    if (example === undefined) wrong.push(`${what}: none`)
    const parsed = schema?.safeParse(example)
    if (parsed && !parsed.success)
      wrong.push(
        `${what}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
      )
  }
  for (const { operation } of operations().filter((one) => !isTus(one))) {
    const { operationId, requestBody, responses, parameters } = operation
    const endpoint = byId.get(operationId)
    const json = (of: Json | undefined) =>
      (of?.['application/json'] as { example?: unknown } | undefined)?.example
    if (requestBody) judge(`${operationId} takes`, endpoint?.body, json(requestBody.content))
    if (!endpoint?.file) judge(`${operationId} gives`, endpoint?.answer, json(responses['200']?.content))
    for (const [place, schema] of [
      ['path', endpoint?.params],
      ['query', endpoint?.query],
    ] as const) {
      const own = parameters.filter(({ in: where }) => where === place) as {
        name: string
        example?: unknown
      }[]
      if (own.length === 0) continue
      const given = own.filter(({ example }) => example !== undefined)
      judge(
        `${operationId} ${place}`,
        schema,
        Object.fromEntries(given.map(({ name, example }) => [name, example])),
      )
      if (place === 'path' && given.length < own.length) wrong.push(`${operationId}: a parameter without one`)
    }
  }
  assert.deepEqual(wrong, [], 'say .meta({ examples }) where the schema is')
})

test('a file is described as one, and so is how files are sent', () => {
  const files = operations().filter(({ operation }) =>
    Object.keys(operation.responses['200']?.content ?? {}).some((type) => type !== 'application/json'),
  )
  assert.deepEqual(files.map(({ operation }) => operation.operationId).sort(), [
    ...['exportLog', 'exportProblems', 'getAppealEvidence', 'getCampaignCsv', 'getEvidenceFile'],
    ...['getPublicationPicture', 'getPublicationProof', 'importBadRows', 'importTemplate'],
  ])
  for (const { operation } of files)
    for (const { schema } of Object.values(operation.responses['200']?.content ?? {}) as { schema: Json }[])
      assert.deepEqual(schema, { type: 'string', format: 'binary' })
  const sent = operations().find(({ operation }) => operation.operationId === 'sendUpload')
  assert.deepEqual(Object.keys(sent?.operation.requestBody?.content ?? {}), [
    'application/offset+octet-stream',
  ])
  assert.ok(
    operations()
      .filter(isTus)
      .every(({ operation }) => operation.responses.default),
  )
})

test('who may call is said: only signing in is open, and the schemes named are described', () => {
  const open = operations().filter(({ operation }) => operation.security?.length === 0)
  assert.deepEqual(
    open.map(({ operation }) => operation.operationId),
    ['getSignIn', 'signIn'],
  )
  const named = [document.security, ...operations().map(({ operation }) => operation.security ?? [])].flat(2)
  for (const scheme of named.flatMap(Object.keys))
    assert.ok(document.components.securitySchemes[scheme], scheme)
})

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']

test('its schemas are JSON Schema: known types, required fields that exist, patterns that compile', () => {
  let objects = 0
  walk(document.paths, (value) => {
    const { type, properties, required, pattern, enum: choices, items } = value
    if (typeof type === 'string' && typeof value.in !== 'string') assert.ok(TYPES.includes(type), type)
    if (type === 'object' && properties) {
      objects++
      for (const name of (required ?? []) as string[]) assert.ok(name in (properties as Json), name)
    }
    if (type === 'array') assert.equal(typeof items, 'object')
    if (typeof pattern === 'string') new RegExp(pattern, 'u')
    if (Array.isArray(choices)) assert.equal(new Set(choices).size, choices.length)
  })
  assert.ok(objects > 50)
})

/** Every object in a document; a property named `type` or `required` is no keyword, so properties are walked apart. */
function walk(value: unknown, visit: (value: Json) => void, isMap = false): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  if (!isMap) visit(value as Json)
  for (const [key, inner] of Object.entries(value))
    if (isMap || key !== 'example') walk(inner, visit, !isMap && key === 'properties')
}
