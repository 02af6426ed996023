import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

const none = z.undefined().optional()
const tag = 'first-passwords'
const params = z.object({ id: uuid })
/** 256 random bits that only the page holds; in letters, so that it looks like no number that may not be entered. */
const key = z
  .string()
  .regex(/^[a-p]{64}$/)
  .meta({ examples: ['a'.repeat(64)] })

export const Run = z.object({
  id: uuid,
  total: z.int(),
  done: z.int(),
  startedAt: z.string(),
  /** Somebody is working on it at this moment. */
  alive: z.boolean(),
})
export type Run = z.infer<typeof Run>

export const getFirstPasswords = endpoint({
  id: 'getFirstPasswords',
  method: 'GET',
  path: '/first-passwords',
  summary: 'How many wait for a first password, and the run that is open.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: none,
  answer: z.object({ waiting: z.int(), run: Run.nullable() }),
})

export const startFirstPasswords = endpoint({
  id: 'startFirstPasswords',
  method: 'POST',
  path: '/first-passwords',
  summary: 'Begins a run of first passwords for everybody who has a user name and none yet.',
  tag,
  access: 'signed-in',
  params: none,
  query: none,
  body: z.object({ key }),
  answer: Run,
})

export const continueFirstPasswords = endpoint({
  id: 'continueFirstPasswords',
  method: 'POST',
  path: '/first-passwords/:id/continue',
  summary: 'Goes on with a run that was interrupted.',
  tag,
  access: 'signed-in',
  params,
  query: none,
  body: z.object({ key }),
  answer: Run,
})

export const Slip = z.object({
  position: z.int(),
  name: z.string(),
  organization: z.string(),
  username: z.string(),
  password: z.string(),
})
export type Slip = z.infer<typeof Slip>

export const readSlips = endpoint({
  id: 'readSlips',
  method: 'POST',
  path: '/first-passwords/:id/slips',
  summary: 'Slips to print, a part at a time; until the run is closed, to whoever holds its key.',
  tag,
  access: 'signed-in',
  params,
  query: none,
  body: z.object({ key, after: z.int().min(0), limit: z.int().min(1).max(400) }),
  answer: z.object({ rows: z.array(Slip) }),
})

export const closeFirstPasswords = endpoint({
  id: 'closeFirstPasswords',
  method: 'POST',
  path: '/first-passwords/:id/close',
  summary: 'Ends a run: its slips can be read no more.',
  tag,
  access: 'signed-in',
  params,
  query: none,
  body: none,
  answer: z.object({ closed: z.boolean() }),
})
