import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint } from '#platform/http/endpoint.ts'

const none = z.undefined().optional()
const tag = 'imports'
export const ImportKind = z.enum(['organizations', 'people', 'problems'])
export type ImportKind = z.infer<typeof ImportKind>

export const BadRow = z.object({
  line: z.int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
})

/** What a file would do, before anything is written. */
export const Preview = z.object({
  uploadId: uuid,
  kind: ImportKind,
  fileName: z.string(),
  total: z.int(),
  good: z.int(),
  /** Good rows that are in the system already and would change nothing. */
  unchanged: z.int(),
  bad: z.array(BadRow),
  /** The first good rows as they were understood, by heading. */
  sample: z.array(z.record(z.string(), z.string())),
})
export type Preview = z.infer<typeof Preview>

export const previewImport = endpoint({
  id: 'previewImport',
  method: 'POST',
  path: '/imports/:kind/preview',
  summary: 'Reads an uploaded workbook or CSV and says what it would do; writes nothing.',
  tag,
  access: 'signed-in',
  scope: 'imports:write',
  params: z.object({ kind: ImportKind }),
  query: none,
  body: z.object({ uploadId: uuid }),
  answer: Preview,
})

export const confirmImport = endpoint({
  id: 'confirmImport',
  method: 'POST',
  path: '/imports/:kind',
  summary: 'Imports an uploaded file: all rows, or only the good ones when the user says so.',
  tag,
  access: 'signed-in',
  scope: 'imports:write',
  params: z.object({ kind: ImportKind }),
  query: none,
  body: z.object({ commandId: uuid, uploadId: uuid, goodOnly: z.boolean() }),
  answer: z.object({ created: z.int(), unchanged: z.int(), rejected: z.int() }),
})

/** Workbooks: GET /imports/:kind/template and GET /imports/:kind/bad-rows?upload=… */
export const importTemplate = endpoint({
  id: 'importTemplate',
  method: 'GET',
  path: '/imports/:kind/template',
  summary: 'An empty workbook with headings, explanations and drop-downs.',
  tag,
  access: 'signed-in',
  scope: 'imports:write',
  params: z.object({ kind: ImportKind }),
  query: none,
  body: none,
  answer: z.unknown(),
})
export const importBadRows = endpoint({
  id: 'importBadRows',
  method: 'GET',
  path: '/imports/:kind/bad-rows',
  summary: 'The rows that could not be read, with the reason, to correct and import again.',
  tag,
  access: 'signed-in',
  scope: 'imports:write',
  params: z.object({ kind: ImportKind }),
  query: z.object({ upload: uuid }),
  body: none,
  answer: z.unknown(),
})
