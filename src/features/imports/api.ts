import { z } from 'zod'
import { uuid } from '#platform/fields.ts'
import { endpoint, WORKBOOK } from '#platform/http/endpoint.ts'

const none = z.undefined().optional()
const tag = 'imports'
export const ImportKind = z.enum(['organizations', 'people', 'problems', 'appeals'])
export type ImportKind = z.infer<typeof ImportKind>

export const BadRow = z.object({
  line: z.int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  /** What is wrong and what to do, without saying the line and column again. */
  reason: z.string(),
  /**
   * Key of a boundary rule that only asks: the person may answer that it is nothing of the kind, by sending the
   * request again with the header `x-boundary-confirmed: key, key`. Null for everything else.
   */
  confirm: z.string().nullable(),
})

/** What a file would do, before anything is written. */
export const Preview = z.object({
  uploadId: uuid,
  kind: ImportKind,
  fileName: z.string(),
  total: z.int(),
  /** Rows that would be entered or are in the system already. */
  good: z.int(),
  /** Of these, rows that would change what is there (organisations, people). */
  changed: z.int(),
  /** Good rows that are in the system already and would change nothing. */
  unchanged: z.int(),
  bad: z.array(BadRow),
  /**
   * False: the file held what may not be here, so it has been deleted; nothing can be taken from it. Correct it and
   * upload it again.
   */
  kept: z.boolean(),
  /** The first good rows as they were understood, by heading. */
  sample: z.array(z.record(z.string(), z.string())),
})
export type BadRow = z.infer<typeof BadRow>
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

/** What was done, in rows. */
export const ImportAnswer = z.object({
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Bad rows that were left out. */
  rejected: z.int(),
})
export type ImportAnswer = z.infer<typeof ImportAnswer>

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
  answer: ImportAnswer,
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
  file: WORKBOOK,
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
  file: WORKBOOK,
})
