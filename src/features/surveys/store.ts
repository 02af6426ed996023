import { sql } from 'kysely'
import { recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { lockChain } from '#platform/history/append.ts'
import { Refused } from '#platform/refusal.ts'
import type { SaveSurvey } from './api.ts'
import type { Purpose, Questions } from './questions.ts'

export type SurveyRow = {
  id: string
  purpose: Purpose
  title: string
  questions: Questions
  version: number
  changed_at: Date
  changed_by: string
  number: number | null
  published_at: Date | null
  same: boolean | null
}

const MOST = 200

/** Newest first, each with its newest published version. */
export async function listDrafts(tx: Tx, countyId: number): Promise<SurveyRow[]> {
  const { rows } = await sql<SurveyRow>`
    SELECT d.id, d.purpose, d.title, d.questions, d.version, d.changed_at, d.changed_by, v.number, v.published_at,
      v.title = d.title AND v.questions = d.questions AS same
    FROM survey_drafts d LEFT JOIN LATERAL (SELECT * FROM survey_versions v WHERE v.county_id = d.county_id
      AND v.survey_id = d.id ORDER BY v.number DESC LIMIT 1) v ON true
    WHERE d.county_id = ${countyId} AND d.retired_at IS NULL ORDER BY d.changed_at DESC, d.id LIMIT ${MOST}`.execute(
    tx,
  )
  return rows
}

export async function listVersions(tx: Tx, countyId: number, purpose: Purpose) {
  const { rows } = await sql<{
    survey_id: string
    number: number
    title: string
    questions: Questions
    published_at: Date
  }>`
    SELECT v.survey_id, v.number, v.title, v.questions, v.published_at FROM survey_drafts d
      CROSS JOIN LATERAL (SELECT * FROM survey_versions v WHERE v.county_id = d.county_id AND v.survey_id = d.id
        ORDER BY v.number DESC LIMIT 1) v
    WHERE d.county_id = ${countyId} AND d.purpose = ${purpose} AND d.retired_at IS NULL
    ORDER BY v.published_at DESC LIMIT ${MOST}`.execute(tx)
  return rows
}

type By = { countyId: number; personId: string; now: Date }

/** Kept, and recorded as who wrote it: what people were asked is part of what came of it. @throws Refused `stale_version` */
export async function saveDraft(tx: Tx, by: By, body: SaveSurvey): Promise<number> {
  const { countyId, personId, now } = by
  const { id, version, purpose, title } = body
  const questions = JSON.stringify(body.questions)
  const { rows } =
    version === 0
      ? await sql<{ version: number }>`
          INSERT INTO survey_drafts (county_id, id, purpose, title, questions, changed_at, changed_by)
          VALUES (${countyId}, ${id}, ${purpose}, ${title}, ${questions}, ${now}, ${personId})
          ON CONFLICT DO NOTHING RETURNING version`.execute(tx)
      : await sql<{ version: number }>`
          UPDATE survey_drafts SET title = ${title}, questions = ${questions}, version = version + 1,
            changed_at = ${now}, changed_by = ${personId}
          WHERE county_id = ${countyId} AND id = ${id} AND version = ${version} RETURNING version`.execute(tx)
  const [row] = rows
  if (!row) throw new Refused({ code: 'stale_version', seen: version, now: version + 1 })
  await record(tx, by, id, 'saveSurvey', {
    [`survey_drafts/${id}`]: { purpose, title, questions, version: row.version },
  })
  return row.version
}

/** An entry of a questionnaire's own history. Whoever calls holds its draft's row. */
async function record(
  tx: Tx,
  { countyId, personId, now }: By,
  id: string,
  act: 'saveSurvey' | 'publishSurvey',
  rows: Parameters<typeof recordNext>[3]['rows'],
): Promise<void> {
  // What was designed before this was recorded begins its history with what is done next.
  const head = (await lockChain(tx, countyId, id)) ?? null
  await recordNext(tx, countyId, head, {
    ...{ kind: 'survey', case: id, act, by: { personId, as: 'office' }, now, rows },
  })
}

/** Held until the transaction ends: what is published is what was read. */
export const lockDraft = (tx: Tx, countyId: number, id: string) =>
  sql`SELECT FROM survey_drafts WHERE county_id = ${countyId} AND id = ${id} FOR UPDATE`.execute(tx)

export const findDraft = async (tx: Tx, countyId: number, id: string): Promise<SurveyRow | undefined> =>
  (await listDrafts(tx, countyId)).find((draft) => draft.id === id)

/** @throws Refused `stale_version`, `invalid` when nothing has changed since the last one */
export async function publishDraft(tx: Tx, by: By, found: SurveyRow, version: number): Promise<number> {
  const { countyId, personId, now } = by
  const { id, title } = found
  if (found.version !== version)
    throw new Refused({ code: 'stale_version', seen: version, now: found.version })
  if (found.same)
    throw new Refused({ code: 'invalid', issues: [{ path: 'version', reason: 'published_already' }] })
  const number = (found.number ?? 0) + 1
  const questions = JSON.stringify(found.questions)
  await tx
    .insertInto('survey_versions')
    .values({
      ...{ county_id: countyId, survey_id: id, number, title, questions },
      ...{ published_at: now, published_by: personId },
    })
    .execute()
  await record(tx, by, id, 'publishSurvey', { [`survey_versions/${id}`]: { number, title, questions } })
  return number
}
