import type { z } from 'zod'

/** What a form has to know of one field, read off the act's zod schema: the only place where the rules stand. */
export type Field = { name: string; optional: boolean } & Shape
export type Shape =
  | { kind: 'line' | 'prose'; max: number | null }
  | { kind: 'date' | 'uuid' | 'code' | 'yesNo' }
  | { kind: 'number'; min: number | null; max: number | null }
  | { kind: 'choice'; options: readonly (string | number)[] }
  | { kind: 'ids'; most: number | null }
  | { kind: 'rows'; each: Field[]; least: number; most: number | null }

/** Sent with every command and never typed by anybody. */
const UNTYPED = new Set(['commandId', 'version'])
/** Longer texts than this are written in several lines. */
const LINE = 200

/** Fields of an act in the order of its schema. Throws on a kind of field that no form can show: a bug. */
export function fieldsOf(schema: z.ZodObject): Field[] {
  return Object.entries(schema.shape)
    .filter(([name]) => !UNTYPED.has(name))
    .map(([name, type]) => ({
      name,
      optional: isOptional(type as Known),
      ...shapeOf(name, bare(type as Known)),
    }))
}

/** The part of zod's own description that is read here. */
type Known = {
  _zod: {
    def: {
      type: string
      innerType?: Known
      element?: Known
      entries?: Record<string, string>
      options?: Known[]
      values?: (string | number)[]
      checks?: { _zod: { def: { check: string; minimum?: number; maximum?: number } } }[]
    }
  }
  format?: string | null
  maxLength?: number | null
  minValue?: number | null
  maxValue?: number | null
}

const isOptional = (type: Known): boolean => ['optional', 'default'].includes(type._zod.def.type)
const bare = (type: Known): Known => (type._zod.def.innerType ? bare(type._zod.def.innerType) : type)

function shapeOf(name: string, type: Known): Shape {
  const { def } = type._zod
  switch (def.type) {
    case 'string':
      return textShape(type)
    case 'number':
      return { kind: 'number', min: type.minValue ?? null, max: type.maxValue ?? null }
    case 'boolean':
      return { kind: 'yesNo' }
    case 'enum':
      return { kind: 'choice', options: Object.values(def.entries ?? {}) }
    case 'union':
      return { kind: 'choice', options: (def.options ?? []).flatMap((o) => [...(o._zod.def.values ?? [])]) }
    case 'array':
      return listShape(type, bare(def.element as Known))
    default:
      throw new Error(`no form field for ${name}: ${def.type}`)
  }
}

function textShape({ format, maxLength }: Known): Shape {
  if (format === 'uuid') return { kind: 'uuid' }
  if (format === 'date') return { kind: 'date' }
  if (format === 'regex') return { kind: 'code' }
  return { kind: maxLength != null && maxLength <= LINE ? 'line' : 'prose', max: maxLength ?? null }
}

function listShape(list: Known, element: Known): Shape {
  const bound = (check: string, key: 'minimum' | 'maximum') =>
    list._zod.def.checks?.map((c) => c._zod.def).find((d) => d.check === check)?.[key]
  const most = bound('max_length', 'maximum') ?? null
  if (element._zod.def.type !== 'object') return { kind: 'ids', most }
  const least = bound('min_length', 'minimum') ?? 0
  return { kind: 'rows', each: fieldsOf(element as unknown as z.ZodObject), least, most }
}
