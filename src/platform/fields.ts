import { z } from 'zod'

/** Building blocks of every contract: the same limits for API, forms and imports. */
// Half a surrogate pair is no character either: neither a hash nor the database takes it. Marks that turn the reading
// direction show a text otherwise than it is kept.
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is what it is for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u
const LINE_END = /[\n\r\u0085\u2028\u2029]/

export const uuid = z.uuid()
/** A day that somebody now alive can speak of; what is written 0001-01-01 is a slip. */
export const isoDate = z.iso
  .date()
  .refine((day) => day.length !== 10 || (day >= '1900-01-01' && day <= '2199-12-31'), {
    error: 'out_of_range',
  })
/** One line of text. */
export const line = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((s) => !CONTROL.test(s) && !LINE_END.test(s), { error: 'control_characters' })
/** Text of several lines. */
export const prose = (max = 4000) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((s) => !CONTROL.test(s), { error: 'control_characters' })
export const count = z.int().min(0).max(10_000_000)
/** Of a dictionary of the county. */
export const code = z
  .string()
  .regex(/^[a-z0-9_.-]{1,60}$/)
  .meta({ examples: ['other'] })
/** What a file is known by. */
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ examples: ['0'.repeat(64)] })

/** What every command carries: the id its sender made, and the version of the row the sender saw. */
export const command = { commandId: uuid, version: z.int().min(1) }
