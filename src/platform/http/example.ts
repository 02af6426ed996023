import { z } from 'zod'

type Json = Record<string, unknown>

/**
 * A value that a schema accepts, made from the schema itself: the description of the API shows one for every body,
 * parameter and answer, and none of them can lag behind. What a pattern means no program can guess: such a schema says
 * an example of its own (`.meta({ examples })`), which is taken wherever it is used.
 */
export function exampleOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json
  const whole = made(json, { root: json, optional: true, depth: 0 })
  // Fields of which one excludes another: then those that have to be there, alone.
  return io === 'output' || schema.safeParse(whole).success
    ? whole
    : made(json, { root: json, optional: false, depth: 0 })
}

type Making = { root: Json; optional: boolean; depth: number; name?: string }

/** Deep enough for every answer there is; a list that holds itself ends here. */
const DEEPEST = 8

function made(schema: Json, making: Making): unknown {
  if (Array.isArray(schema.examples)) return schema.examples[0]
  if (schema.default !== undefined) return schema.default
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (typeof schema.$ref === 'string') return made(resolved(schema.$ref, making.root), deeper(making))
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (choices) {
    const real = choices.find(({ type }) => type !== 'null') ?? choices[0]
    return making.depth > DEEPEST && choices.some(({ type }) => type === 'null')
      ? null
      : made(real ?? {}, making)
  }
  if (Array.isArray(schema.allOf)) return made(Object.assign({}, ...(schema.allOf as Json[])), making)
  const makers: Record<string, (of: Json, making: Making) => unknown> = {
    object: objectOf,
    array: arrayOf,
    string: (of, { name }) => textOf(of, name),
    integer: numberOf,
    number: numberOf,
    boolean: () => true,
    null: () => null,
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  return makers[String(type)]?.(schema, making) ?? {}
}

const deeper = (making: Making): Making => ({ ...making, depth: making.depth + 1 })

function resolved(ref: string, root: Json): Json {
  if (ref === '#') return root
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (at, step) => (at as Json)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      root,
    ) as Json
}

function objectOf(schema: Json, making: Making): unknown {
  const properties = (schema.properties ?? {}) as Record<string, Json>
  const required = new Set((schema.required ?? []) as string[])
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.has(name) || (making.optional && making.depth <= DEEPEST))
      .map(([name, of]) => [name, made(of, { ...deeper(making), name })]),
  )
}

function arrayOf(schema: Json, making: Making): unknown {
  const least = Number(schema.minItems ?? 0)
  const most = Number(schema.maxItems ?? 1)
  if (Array.isArray(schema.prefixItems))
    return (schema.prefixItems as Json[]).map((of) => made(of, deeper(making)))
  if (making.depth > DEEPEST || most === 0) return []
  const one = made((schema.items ?? {}) as Json, deeper(making))
  return Array.from({ length: Math.max(least, 1) }, () => one)
}

const formats: Readonly<Record<string, string>> = {
  uuid: '01970000-0000-7000-8000-000000000001',
  date: '2026-03-02',
  'date-time': '2026-03-02T01:30:00.000Z',
  time: '08:30:00',
  uri: 'https://example.cn/',
  email: 'name@example.cn',
}

/** Long enough to be a reason, short enough for a name. */
const WORDS = '示例文字'

/** A plain text of that name is an instant, a day, or a number of a case: nothing but its name says so. */
const namedTexts: readonly [RegExp, string][] = [
  [/(?:At|^at|^asOf|^since)$/, '2026-03-02T01:30:00.000Z'],
  [/(?:On|^day|^today)$/, '2026-03-02'],
  [/(?:^n|N)umber$/, '2026-00012'],
]

function textOf(schema: Json, name = ''): string {
  const format = formats[String(schema.format)]
  if (format !== undefined) return format
  const isPlain = schema.pattern === undefined && schema.maxLength === undefined
  const named = isPlain ? namedTexts.find(([of]) => of.test(name)) : undefined
  if (named) return named[1]
  const least = Number(schema.minLength ?? 0)
  const most = Number(schema.maxLength ?? Number.POSITIVE_INFINITY)
  const text = WORDS.repeat(Math.max(1, Math.ceil(least / WORDS.length)))
  return text.slice(0, Math.min(most, Math.max(least, WORDS.length)))
}

function numberOf(schema: Json): number {
  const floor = Math.max(
    Number(schema.minimum ?? Number.NEGATIVE_INFINITY),
    Number(schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) + 1,
  )
  const ceiling = Number(schema.maximum ?? Number.POSITIVE_INFINITY)
  return Math.min(Math.max(1, floor), ceiling)
}
