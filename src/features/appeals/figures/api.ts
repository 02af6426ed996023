import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

const tag = 'appeals'
const none = z.undefined().optional()

export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: 'not_a_month' })
  .meta({ examples: ['2026-03'] })
export const FigureScope = z.enum(['county', 'township', 'place', 'field', 'handler'])
/** An organisation, a code of the dictionary of fields, or `none`: of no township, no field, no handler. */
const ScopeId = z.string().min(1).max(64)

const ratio = { numerator: z.number(), denominator: z.int() }
const Ratio = z.object(ratio)
/** With what is in no rate, by reason (`code:…` as the county's dictionary has it, `nature:…`, `state:…`, …). */
const Rate = z.object({ ...ratio, excluded: z.record(z.string(), z.int()) })
const Speed = z.object({
  n: z.int(),
  /** Half of them within so many seconds; nine in ten within `most`. */
  median: z.int(),
  most: z.int(),
})
const Speeds = z.partialRecord(z.enum(['contact', 'answer', 'closing']), Speed)

/** The rates of one line; numerators of 满意率 are weighted. */
export const FigureLine = z.object({
  scope: FigureScope,
  id: ScopeId,
  /** Of which township's appeals; `all`: of the whole county's. */
  within: z.string(),
  name: z.string(),
  counts: z.object({
    ...{ received: z.int(), assigned: z.int(), closed: z.int() },
    ...{ running: z.int(), suspended: z.int(), overdue: z.int() },
  }),
  response: Rate,
  solution: Rate.extend({ unreached: z.int() }),
  satisfaction: Rate.extend({ unrated: z.int(), levels: z.record(z.string(), z.int()) }),
  score: z.number().nullable(),
  signed: Ratio,
  closedInTime: Ratio,
  reached: Ratio,
  returned: Ratio,
  repeated: Ratio,
  speed: Speeds,
})
export type FigureLine = z.infer<typeof FigureLine>

const asked = z.object({
  month: Month,
  scope: FigureScope.default('county'),
  /** One line of them. */
  id: ScopeId.optional(),
  /** Of this township's appeals. Whoever works for one township gets theirs, whatever is asked. */
  township: uuid.optional(),
})

export const getAppealFigures = endpoint({
  id: 'getAppealFigures',
  method: 'GET',
  path: '/appeals/figures',
  summary: 'The three rates of a month, with numerators, denominators, exclusions and who gave no rating.',
  tag,
  access: 'signed-in',
  scope: 'appeals:read',
  params: none,
  query: asked,
  body: none,
  answer: z.object({
    month: Month,
    /** Everything that was entered by then. */
    asOf: z.string(),
    frozen: z.boolean(),
    /** Which version of each formula it was counted by. */
    formula: z.record(z.string(), z.int()),
    lines: z.array(FigureLine),
  }),
})

export const listAppealsCounted = endpoint({
  id: 'listAppealsCounted',
  method: 'GET',
  path: '/appeals/figures/rows',
  summary: 'The appeals behind one figure of one line, by number.',
  tag,
  access: 'signed-in',
  scope: 'appeals:read',
  params: none,
  query: asked.extend({
    rate: z.enum(['response', 'solution', 'satisfaction']),
    /** Which of them, `counted` being those of numerator and denominator; all of the rate's without it. */
    in: z.enum(['counted', 'numerator', 'denominator', 'unrated', 'unreached', 'excluded']).optional(),
    /** After this appeal's id. What is said of one appeal comes together, and may exceed the limit. */
    after: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  body: none,
  answer: z.object({
    asOf: z.string(),
    rows: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        in: z.enum(['numerator', 'denominator', 'unrated', 'unreached', 'excluded']),
        /** Why it is excluded, as in the figure. */
        reason: z.string().nullable(),
        outcome: z.string(),
      }),
    ),
    next: uuid.nullable(),
  }),
})

export const getResponseSpeed = endpoint({
  id: 'getResponseSpeed',
  method: 'GET',
  path: '/appeals/figures/speed',
  summary:
    'How fast appeals were responded to: month by month, and before, during and after the rectification of a problem.',
  tag,
  access: 'signed-in',
  scope: 'appeals:read',
  params: none,
  query: z.object({
    /** The last month; twelve are told. */
    month: Month,
    scope: FigureScope.default('county'),
    id: ScopeId.optional(),
    township: uuid.optional(),
    /** A problem of the ledger; told of its village or, of a township's own, of its township. */
    problem: uuid.optional(),
    /** With a problem: of this field alone. */
    field: z.string().max(64).optional(),
  }),
  body: none,
  answer: z.object({
    months: z.array(z.object({ month: Month, speed: Speeds, response: Ratio, closedInTime: Ratio })),
    rectification: z
      .array(
        z.object({
          period: z.enum(['before', 'during', 'after']),
          from: z.string(),
          to: z.string(),
          speed: Speeds,
        }),
      )
      .nullable(),
  }),
})
