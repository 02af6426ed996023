import { z } from 'zod'
import { line, uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'
import { Purpose, Questions } from './questions.ts'

/** What of surveys others may use in the browser too: pure, and the contract. */
export * from './questions.ts'
export * from './tally.ts'
export * from './words.ts'

const tag = 'surveys'
const none = z.undefined().optional()
const instant = z.string()
const read = { tag, access: 'signed-in', scope: 'publicity:read', body: none, params: none } as const
const write = { tag, access: 'signed-in', scope: 'publicity:write', query: none } as const

const Survey = z.object({
  id: uuid,
  purpose: Purpose,
  title: z.string(),
  questions: Questions,
  version: z.int(),
  changedAt: instant,
  changedBy: z.object({ id: uuid, name: z.string() }),
  /** The newest published version, and whether the draft says something else. */
  published: z.object({ number: z.int(), publishedAt: instant, same: z.boolean() }).nullable(),
})
export type Survey = z.infer<typeof Survey>

export const listSurveys = endpoint({
  id: 'listSurveys',
  method: 'GET',
  path: '/surveys',
  summary: 'Questionnaires as they are being designed, with their newest published version.',
  ...read,
  query: none,
  answer: z.object({ rows: z.array(Survey), mayDesign: z.boolean() }),
})

export const listSurveyVersions = endpoint({
  id: 'listSurveyVersions',
  method: 'GET',
  path: '/surveys/versions',
  summary: 'The newest published version of every questionnaire for a purpose.',
  ...read,
  query: z.object({ purpose: Purpose }),
  answer: z.object({
    rows: z.array(
      z.object({
        surveyId: uuid,
        number: z.int(),
        title: z.string(),
        questions: Questions,
        publishedAt: instant,
      }),
    ),
  }),
})

/** Version 0 begins one. */
const SaveSurvey = z.object({
  id: uuid,
  version: z.int().min(0),
  purpose: Purpose,
  title: line(60),
  questions: Questions.min(1),
})
export type SaveSurvey = z.infer<typeof SaveSurvey>

export const saveSurvey = endpoint({
  id: 'saveSurvey',
  method: 'POST',
  path: '/surveys',
  summary: 'Keeps the draft of a questionnaire; what was published stays as it is.',
  ...write,
  params: none,
  body: SaveSurvey,
  answer: z.object({ version: z.int() }),
})

export const publishSurvey = endpoint({
  id: 'publishSurvey',
  method: 'POST',
  path: '/surveys/:id/publish',
  summary: 'Makes the draft a version that nobody changes any more; it can be used from now on.',
  ...write,
  params: z.object({ id: uuid }),
  body: z.object({ version: z.int().min(1) }),
  answer: z.object({ number: z.int() }),
})
