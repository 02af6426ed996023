import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { Loaded } from './store.ts'

const divertedPlace = (countyId: number, appealId: string): Place => ({
  ...{ countyId, table: 'diverted_matters', column: 'sealed' },
  rowId: appealId,
})

/** What the discipline office gets of it; who spoke stays in the identity that it may ask for there. */
export type DivertedMatter = {
  title: string
  cause: string
  course: string | null
  placeDetail: string | null
  happenedOn: string | null
  messages: { side: string; text: string; at: string }[]
  answers: { text: string; at: string }[]
}

/**
 * Seals the content of what was diverted for the county's discipline office, and takes it from everywhere else; who
 * handles appeals, and who owns the ledger's lists, keeps a number (domain.md 2.7).
 */
export async function sealDiverted(
  tx: Tx,
  identities: Sealing,
  { row, parts }: Loaded,
  { kindCode }: { kindCode: string },
  { personId }: Actor,
  now: Date,
): Promise<void> {
  const matter: DivertedMatter = {
    ...{ title: row.title, cause: row.cause, course: row.course, placeDetail: row.place_detail },
    happenedOn: row.happened_on,
    messages: parts.messages.map(({ side, text, at }) => ({ side, text, at })),
    answers: parts.answers.map(({ text, entered_at }) => ({ text, at: entered_at })),
  }
  await tx
    .insertInto('diverted_matters')
    .values({
      ...{ county_id: row.county_id, appeal_id: row.id, kind_code: kindCode },
      sealed: identities.seal(divertedPlace(row.county_id, row.id), JSON.stringify(matter)),
      ...{ diverted_at: now, diverted_by: personId ?? '' },
    })
    .execute()
  await sql`SELECT seal_away(${row.id}, ${now})`.execute(tx)
}

/** What was diverted, in clear; the caller has asked who may and has written it down. */
export const openDiverted = (
  identities: Sealing,
  countyId: number,
  appealId: string,
  sealed: string,
): DivertedMatter => JSON.parse(identities.open(divertedPlace(countyId, appealId), sealed)) as DivertedMatter
