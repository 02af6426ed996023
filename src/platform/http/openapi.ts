import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { exampleOf } from './example.ts'

type Json = Record<string, unknown>

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  })
  return rest as Json
}

const properties = (
  schema: z.ZodType | undefined,
): { properties: Record<string, Json>; required: string[]; examples: Json } => {
  const json = schema ? jsonSchema(schema, 'input') : {}
  return {
    properties: (json.properties as Record<string, Json>) ?? {},
    required: (json.required as string[]) ?? [],
    examples: schema ? ((exampleOf(schema, 'input') ?? {}) as Json) : {},
  }
}

/** A query names what is asked for; one value of each is shown where the schema allows it beside the others. */
const shown = (examples: Json, name: string): Json => (name in examples ? { example: examples[name] } : {})

const content = (schema: z.ZodType, io: 'input' | 'output'): Json => ({
  'application/json': { schema: jsonSchema(schema, io), example: exampleOf(schema, io) },
})

/**
 * OpenAPI 3.1 of every registered endpoint, from the same zod schemas that check the requests. `others` are paths, below
 * the prefix, of what is no endpoint of ours, as a protocol of its own. `server` is where the site begins.
 */
export function openApi(
  title: string,
  version: string,
  prefix: string,
  endpoints: readonly Endpoint[],
  others: Record<string, Record<string, Json & { tags: string[] }>> = {},
  server = '/',
): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = (prefix + endpoint.path).replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  for (const [path, operations] of Object.entries(others)) paths[prefix + path] = operations
  const tags = [
    ...endpoints.map(({ tag }) => tag),
    ...Object.values(others).flatMap((operations) => Object.values(operations).flatMap((o) => o.tags)),
  ]
  return {
    openapi: '3.1.0',
    info: { title, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: server }],
    security: [{ session: [] }, { token: [] }],
    tags: [...new Set(tags)].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'bihuan.session_token' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Error: {
          type: 'object',
          required: ['error', 'requestId'],
          properties: {
            error: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } },
            requestId: { type: 'string' },
          },
          examples: [
            { error: { code: 'not_found' }, requestId: '01970000-0000-7000-8000-000000000000' },
            {
              error: { code: 'invalid', issues: [{ path: 'title', reason: 'required' }] },
              requestId: '01970000-0000-7000-8000-000000000001',
            },
          ],
        },
      },
    },
  }
}

/** How every operation refuses. */
export const refusal: Json = {
  description: 'Refused: `error.code` says why, the other fields of `error` what to mend.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

/** Made once: writing some hundred schemas with their examples takes longer than anybody else should wait. */
const described = new WeakMap<Endpoint, Json>()

function operation(endpoint: Endpoint): Json {
  const known = described.get(endpoint) ?? written(endpoint)
  described.set(endpoint, known)
  return known
}

function written(endpoint: Endpoint): Json {
  const query = properties(endpoint.query)
  const named = properties(endpoint.params)
  const params = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: named.properties[name ?? ''] ?? { type: 'string' },
    ...shown(named.examples, name ?? ''),
  }))
  const takesBody = endpoint.body && !endpoint.body.safeParse(undefined).success
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(endpoint.access === 'public' ? { security: [] } : {}),
    parameters: [
      ...params,
      ...Object.entries(query.properties).map(([name, schema]) => ({
        name,
        in: 'query',
        required: query.required.includes(name),
        schema,
        ...shown(query.examples, name),
      })),
    ],
    ...(takesBody && endpoint.body
      ? {
          requestBody: {
            required: true,
            content: content(endpoint.body, 'input'),
          },
        }
      : {}),
    responses: {
      200: {
        description: 'Done.',
        content: endpoint.file
          ? { [endpoint.file]: { schema: { type: 'string', format: 'binary' } } }
          : content(endpoint.answer, 'output'),
      },
      default: refusal,
    },
  }
}
