import type { z } from 'zod'

/** One thing wrong with what was typed: where, why (the same reasons as the server's), and the bound it broke. */
export type Fault = { path: string; reason: string; detail?: string }
export type Values = Record<string, unknown>

/**
 * What was typed, as the API wants it: blank texts and emptied fields are left out, so that "not said" is said one
 * way only. Rows of a list are cleaned too, and stay where they are.
 */
export function cleaned(values: Values): Values {
  const entries = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || value === null) return []
    if (typeof value === 'string') return value.trim() === '' ? [] : [[name, value.trim()]]
    if (Array.isArray(value)) return [[name, value.map((v) => (isRow(v) ? cleaned(v) : v))]]
    return [[name, value]]
  })
  return Object.fromEntries(entries)
}

const isRow = (value: unknown): value is Values => typeof value === 'object' && value !== null

/** Everything the schema holds against what was typed. Ids and versions of the command itself are not the form's. */
export function faultsOf(schema: z.ZodObject, values: Values): Fault[] {
  const result = schema
    .omit({ commandId: true, ...('version' in schema.shape && { version: true }) })
    .safeParse(cleaned(values))
  if (result.success) return []
  const faults = result.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    reason: reasonOf(issue, at(cleaned(values), issue.path)),
    ...boundOf(issue),
  }))
  return faults.filter((fault, i) => faults.findIndex(({ path }) => path === fault.path) === i)
}

const at = (values: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key], values)

/** The same reasons as the server gives, so that one catalogue words both. */
function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'required'
  return issue.code === 'custom' ? issue.message : issue.code
}

function boundOf(issue: z.core.$ZodIssue): { detail?: string } {
  if (issue.code === 'too_big') return { detail: String(issue.maximum) }
  if (issue.code === 'too_small') return { detail: String(issue.minimum) }
  return {}
}
