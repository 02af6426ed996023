import { z } from 'zod'
import type { ClockRule } from '../clock/index.ts'
import { type RuleBook, type RuleRow, rule } from './rule-book.ts'

/** Value of kind `deadline`. Days are counted by the calendar, so only hours may be fractions. */
export const DeadlineValue = z
  .object({
    amount: z.number().nonnegative().max(36_525),
    unit: z.enum(['hours', 'workhours', 'workdays', 'days']),
    rollForward: z.boolean().optional(),
  })
  .refine(({ amount, unit }) => Number.isInteger(amount) || unit === 'hours' || unit === 'workhours', {
    path: ['amount'],
    error: 'whole_days',
  })

/** Value of kind `dictionary`: entries in the order they are shown, codes unique, further fields as the kind needs. */
export const DictionaryValue = z
  .array(z.looseObject({ code: z.string().min(1), label: z.string().min(1) }))
  .refine((entries) => new Set(entries.map(({ code }) => code)).size === entries.length, {
    error: 'code_twice',
  })

export type DictionaryEntry = z.infer<typeof DictionaryValue>[number]

/** The kinds that the platform itself reads. Features check the kinds of their own. */
const schemas: Readonly<Record<string, z.ZodType>> = { deadline: DeadlineValue, dictionary: DictionaryValue }

/** What is wrong with a value that somebody wants to enter; empty when nothing is, or the kind is a feature's. */
export function ruleValueIssues(kind: string, value: unknown): { path: string; reason: string }[] {
  const parsed = schemas[kind]?.safeParse(value)
  if (!parsed || parsed.success) return []
  return parsed.error.issues.map(({ path, message }) => ({
    path: ['value', ...path].join('.'),
    reason: message,
  }))
}

/** A rule row holds a value that its kind does not allow: whoever wrote it did not check. A bug. */
export class InvalidRule extends Error {
  readonly row: RuleRow
  constructor(row: RuleRow, cause: Error) {
    super(`rule ${row.kind}/${row.key} version ${row.version} holds no ${row.kind}: ${cause.message}`, {
      cause,
    })
    this.name = 'InvalidRule'
    this.row = row
  }
}

/** The row's value checked against its kind's schema; throws InvalidRule. */
export function ruleValue<T>(row: RuleRow, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(row.value)
  if (!parsed.success) throw new InvalidRule(row, parsed.error)
  return parsed.data
}

/** The deadline rule in force, ready to be frozen on a clock. Throws MissingRule, InvalidRule. */
export function deadlineRule(book: RuleBook, key: string, on: string): ClockRule {
  const row = rule(book, 'deadline', key, on)
  return { key, version: row.version, ...ruleValue(row, DeadlineValue), basis: row.basis }
}

/** The entries of a dictionary in force. Throws MissingRule, InvalidRule. */
export function dictionary(book: RuleBook, key: string, on: string): DictionaryEntry[] {
  return ruleValue(rule(book, 'dictionary', key, on), DictionaryValue)
}
