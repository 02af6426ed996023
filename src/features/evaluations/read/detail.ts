import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Directory } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Entry } from '#platform/history/entry.ts'
import { keyName } from '../ballot.ts'
import { offeredActs } from '../decide.ts'
import type { Deps } from '../deps.ts'
import { leftOf } from '../left.ts'
import type { CampaignState } from '../lifecycle.ts'
import { classes, type RaterClass } from '../plan.ts'
import { mayEnterPapers } from '../policy.ts'
import type { CampaignRow } from '../row.ts'
import type { Loaded } from '../store.ts'
import type { CampaignDetail } from '../views.ts'
import { lineOf } from './line.ts'
import { findResult } from './result.ts'

const MOST_HISTORY = 200

type Waiting = { place_id: string; rater_class: RaterClass; is: 'once' | 'differs'; readers: string[] }

/** What stands round a campaign on its page. */
export async function findAround(tx: Tx, { row }: Loaded) {
  const waiting = await sql<Waiting>`
    SELECT b.place_id, b.rater_class, i.paper AS is, array_agg(r.person_id ORDER BY r.nth)::text[] AS readers
    FROM evaluation_invitations i
      JOIN evaluation_batches b ON b.county_id = i.county_id AND b.id = i.batch_id
      JOIN evaluation_readings r ON r.county_id = i.county_id AND r.invitation_id = i.id
    WHERE i.county_id = ${row.county_id} AND i.campaign_id = ${row.id} AND i.paper IN ('once','differs')
    GROUP BY i.id, b.place_id, b.rater_class, i.paper ORDER BY i.paper, b.place_id LIMIT 500`.execute(tx)
  const history = await sql<{ seq: number; entry: Entry; words: Record<string, unknown> | null }>`
    SELECT h.seq, h.entry, (SELECT v.content FROM row_versions v WHERE v.county_id = h.county_id
      AND v.case_id = h.case_id AND v.seq = h.seq AND v.ref = 'words') AS words
    FROM history h WHERE h.county_id = ${row.county_id} AND h.case_id = ${row.id}
    ORDER BY h.seq DESC LIMIT ${MOST_HISTORY}`.execute(tx)
  const [result, survey] = [await findResult(tx, row), await findSurvey(tx, row)]
  return { waiting: waiting.rows, history: history.rows, result, survey }
}

/** The questionnaire as it was named in the version that is asked; null: the general one. */
async function findSurvey(tx: Tx, row: CampaignRow): Promise<CampaignDetail['survey']> {
  if (row.survey_id === null || row.survey_number === null) return null
  return tx
    .selectFrom('survey_versions')
    .select(['survey_id as id', 'number', 'title'])
    .where('county_id', '=', row.county_id)
    .where('survey_id', '=', row.survey_id)
    .where('number', '=', row.survey_number)
    .executeTakeFirstOrThrow()
}

/** The page of one campaign for one reader, with what they may do now. Counts of who came back, never who. */
export async function detailOf(
  { ballotKeys }: Pick<Deps, 'ballotKeys'>,
  { row, parts }: Loaded,
  around: Awaited<ReturnType<typeof findAround>>,
  actor: Actor,
  directory: Directory,
): Promise<CampaignDetail> {
  const places = await directory.organizations(actor.countyId)
  const ids = [
    ...parts.batches.map(({ person_id }) => person_id),
    ...around.waiting.flatMap(({ readers }) => readers),
    ...around.history.map(({ entry }) => entry.actor),
  ].filter((id): id is string => typeof id === 'string')
  const person = await directory.people(actor.countyId, ids)
  const progress = row.plan.places.flatMap((place) =>
    classes.map((raterClass) => {
      const here = parts.batches.filter((b) => b.place_id === place.id && b.rater_class === raterClass)
      const sum = (of: (batch: (typeof here)[number]) => number) =>
        here.reduce((n, batch) => n + of(batch), 0)
      return {
        ...{ placeId: place.id, raterClass, handedOut: sum((b) => b.n - b.void) },
        ...{ returned: sum((b) => b.returned), papers: sum((b) => b.settled) },
        left: leftOf(place, raterClass, parts.batches),
      }
    }),
  )
  const isOpen = row.state === 'running' || row.state === 'counting'
  return {
    ...lineOf(
      {
        ...row,
        ...{ places: row.plan.places.length, problems: row.plan.places.flatMap(({ items }) => items).length },
        handed_out: progress.reduce((n, each) => n + each.handedOut, 0),
        returned: progress.reduce((n, each) => n + each.returned, 0),
      } as never,
      places,
    ),
    ...{ plan: row.plan, questions: row.questions },
    survey: around.survey,
    answersEnd: row.answers_end?.toISOString() ?? null,
    countedAt: row.counted_at?.toISOString() ?? null,
    progress,
    batches: parts.batches.map((batch) => ({
      ...{
        id: batch.id,
        placeId: batch.place_id,
        raterClass: batch.rater_class,
        n: batch.n,
        void: batch.void,
      },
      issuedAt: new Date(batch.issued_at).toISOString(),
      person: person(batch.person_id),
      voidedAt: batch.voided_at === null ? null : new Date(batch.voided_at).toISOString(),
    })),
    unsettled: around.waiting.map(({ place_id, rater_class, is, readers }) => ({
      ...{ placeId: place_id, raterClass: rater_class, is, readers: readers.map(person) },
    })),
    result: around.result,
    history: around.history.map(({ seq, entry, words }) => ({
      ...{ seq, act: entry.act, at: entry.at, person: entry.actor === null ? null : person(entry.actor) },
      ...{ to: entry.to as CampaignState | null, words: words ?? {} },
    })),
    can: offeredActs(row, parts, actor).map(({ act, missing }) => ({ act, missing: [...missing] })),
    mayEnterPapers: isOpen && mayEnterPapers(actor, row),
    keyMissing: isOpen && !ballotKeys.list().includes(keyName(row.county_id, row.id)),
  }
}
