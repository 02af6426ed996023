import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { attachResult, type CountedClass } from '#features/problems/index.ts'
import { type Tally, withoutUnwritten } from '#features/surveys/api.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { masker } from '#platform/masking/index.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import { keyName } from './ballot.ts'
import {
  type Counted,
  type Counts,
  countBallots,
  itemResult,
  type Opened,
  type Stratum,
  stratumOf,
} from './count.ts'
import type { Deps } from './deps.ts'
import { shuffled } from './invitations.ts'
import { FEWEST, type RaterClass } from './plan.ts'
import type { Places } from './prepare.ts'
import { type PublishedEvaluation, publishedBody } from './published.ts'
import type { CampaignRow } from './row.ts'
import { openBallot } from './sealed-ballot.ts'
import { findCampaign } from './store.ts'

type SealedRow = { place_id: string; rater_class: RaterClass; digest: string; sealed: string }

/** After so many, others have their turn. */
const PAUSE_EVERY = 200

/**
 * Opens every ballot and counts all at once. Whoever calls holds the ballots' lock whole. What cannot be opened (it was
 * changed in the database) is returned, and not valid.
 * @throws Refused `key_missing`: without the key nothing is counted, and nobody may go on as if there were no answers
 * @throws Refused `ballots_changed`: somebody took ballots away or doubled them in the database
 */
export async function openAll(
  deps: Pick<Deps, 'ballotKeys' | 'receipts'>,
  tx: Tx,
  row: CampaignRow,
): Promise<Counted & { of: string }> {
  const open = deps.ballotKeys.opener(keyName(row.county_id, row.id))
  const { rows } = await sql<SealedRow>`
    SELECT b.place_id, b.rater_class, i.digest, i.sealed FROM evaluation_invitations i
      JOIN evaluation_batches b ON b.county_id = i.county_id AND b.id = i.batch_id
    WHERE i.county_id = ${row.county_id} AND i.campaign_id = ${row.id} AND i.sealed IS NOT NULL`.execute(tx)
  await refuseChanged(tx, row, rows)
  const opened: Opened[] = []
  for (const [i, slip] of shuffled(rows).entries()) {
    if (i % PAUSE_EVERY === PAUSE_EVERY - 1) await new Promise<void>((done) => setImmediate(done))
    opened.push(openOne(deps, open, row, slip))
  }
  const given = await returnedOf(tx, row)
  const counted = countBallots(row.plan, row.questions, opened, (placeId, raterClass) => {
    const found = given.find((g) => g.place_id === placeId && g.rater_class === raterClass)
    return { handedOut: found?.handed_out ?? 0, returned: found?.returned ?? 0 }
  })
  return { ...counted, of: fingerprintOf(row, rows) }
}

/** Of everything that decides what a count comes to: the same ballots under the same plan come to the same. */
function fingerprintOf({ plan, questions }: CampaignRow, ballots: readonly SealedRow[]): string {
  const lines = ballots.map((b) => JSON.stringify([b.digest, b.place_id, b.rater_class, b.sealed])).sort()
  // Who answers for a place may change meanwhile, and changes nothing of what is counted.
  const places = plan.places.map(({ id, items }) => [id, items])
  return createHash('sha256')
    .update(JSON.stringify([places, questions, lines]))
    .digest('hex')
}

/**
 * From here on nothing but these ballots is ever counted. A count that breaks off after its first INSERT leaves dead
 * rows and a log of what it counted; another count of other ballots would tell by the difference what those between
 * them say. Said in a file beside the key, because whoever owns the database could undo it there.
 * @throws Refused `ballots_changed`
 */
export function bindCount({ ballotKeys }: Pick<Deps, 'ballotKeys'>, row: CampaignRow, of: string): void {
  if (!ballotKeys.bind(keyName(row.county_id, row.id), of)) throw ballotsChanged()
}

const ballotsChanged = () =>
  new Refused({ code: 'invalid', issues: [{ path: '', reason: 'ballots_changed' }] })

/**
 * An invitation that was used keeps its ballot until the count, and is there once. Else an owner of the database could
 * empty all but a few, or double one, until five are one person's: nothing is counted then, and the campaign can only be
 * cancelled.
 */
async function refuseChanged(tx: Tx, row: CampaignRow, sealed: readonly SealedRow[]): Promise<void> {
  const { rows } = await sql<{ used: number }>`
    SELECT count(*) FILTER (WHERE used OR paper = 'settled' OR sealed IS NOT NULL)::int AS used
    FROM evaluation_invitations WHERE county_id = ${row.county_id} AND campaign_id = ${row.id}`.execute(tx)
  const isWhole = rows[0]?.used === sealed.length
  if (!isWhole || new Set(sealed.map(({ digest }) => digest)).size !== sealed.length) throw ballotsChanged()
}

function openOne(
  { receipts }: Pick<Deps, 'receipts'>,
  open: (context: string, sealed: string) => string,
  { county_id: countyId, id: campaignId }: CampaignRow,
  { place_id: placeId, rater_class: raterClass, digest, sealed }: SealedRow,
): Opened {
  try {
    const ballot = openBallot(receipts, open, { countyId, campaignId, placeId, raterClass, digest }, sealed)
    return { placeId, raterClass, answers: 'a' in ballot ? ballot.a : null }
  } catch {
    return { placeId, raterClass, answers: null }
  }
}

/** 发放 and 回收: slips that were not void, and those of which an answer or a paper came back. */
async function returnedOf(tx: Tx, row: CampaignRow) {
  const { rows } = await sql<{
    place_id: string
    rater_class: RaterClass
    handed_out: number
    returned: number
  }>`
    SELECT b.place_id, b.rater_class, count(*) FILTER (WHERE NOT i.is_void)::int AS handed_out,
      count(*) FILTER (WHERE i.used OR i.paper IS NOT NULL)::int AS returned
    FROM evaluation_invitations i JOIN evaluation_batches b ON b.county_id = i.county_id AND b.id = i.batch_id
    WHERE i.county_id = ${row.county_id} AND i.campaign_id = ${row.id} GROUP BY 1, 2`.execute(tx)
  return rows
}

export type CountedRows = {
  counted: Counted
  tallies: { stratum: string; question: string; value: string; n: number }[]
  words: { id: string; stratum: string; question: string; words: string }[]
  body: PublishedEvaluation
}

/**
 * What is written of a count, made ready whole before anything is: counts in the order of their names, words masked,
 * shuffled and under random ids. Nothing of what was opened.
 */
export function readyCount(world: World, places: Places, row: CampaignRow, counted: Counted): CountedRows {
  const tallies = counted.tallies
    .flatMap(({ stratum, tally }) => entriesOf(stratum, tally))
    .sort((a, b) =>
      `${a.stratum} ${a.question} ${a.value}` < `${b.stratum} ${b.question} ${b.value}` ? -1 : 1,
    )
  // Nothing of a name or number stays: neither a surname nor how a number ends.
  const mask = masker({ full: true, allow: [...places.values()].map(({ name }) => name) })
  const words = shuffled(counted.words).flatMap((each) => {
    const said = mask(withoutUnwritten(each.words)).text
    return said === '' ? [] : [{ id: randomUUID(), ...each, words: said }]
  })
  const body = publishedBody(row, counted, world.today)
  return { counted, tallies, words, body }
}

/** Writes it, and sends what every problem got to its acceptance. */
export async function writeCount(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  world: World,
  row: CampaignRow,
  { counted, tallies, words, body }: CountedRows,
): Promise<void> {
  await sql`INSERT INTO survey_tallies (county_id, run_id, stratum, question, value, n)
    SELECT ${row.county_id}, ${row.id}::uuid, t.stratum, t.question, t.value, t.n
    FROM jsonb_to_recordset(${JSON.stringify(tallies)}::jsonb)
      AS t(stratum text, question text, value text, n integer)`.execute(tx)
  await sql`INSERT INTO survey_texts (county_id, run_id, id, stratum, question, words)
    SELECT ${row.county_id}, ${row.id}::uuid, t.id, t.stratum, t.question, t.words
    FROM jsonb_to_recordset(${JSON.stringify(words)}::jsonb)
      AS t(id uuid, stratum text, question text, words text)`.execute(tx)
  await sql`INSERT INTO published_evaluations (county_id, slug, title, body, published_at)
    VALUES (${row.county_id}, ${row.number}, ${row.title}, ${JSON.stringify(body)}, ${world.now})`.execute(tx)
  await attachAll(deps, tx, world, row, counted)
}

const entriesOf = (stratum: string, tally: Tally) =>
  Object.entries(tally).flatMap(([question, counts]) =>
    Object.entries(counts).map(([value, n]) => ({ stratum, question, value, n })),
  )

/** Of delegates and members of the CPPCC alone it is no result of residents, which acceptance waits for. */
const countedAs = (name: Stratum['name'], together: readonly RaterClass[]): CountedClass =>
  name === 'mixed' && !together.includes('residents') ? 'others' : name

type Tallies = readonly { stratum: string; tally: Tally }[]

/** What the strata of a place said of one problem. */
function resultsOf(counts: Counts, tallies: Tallies, placeId: string, key: string) {
  const place = counts.places.find((each) => each.placeId === placeId)
  return (place?.strata ?? []).flatMap(({ name, classes }) => {
    const tally = tallies.find(({ stratum }) => stratum === stratumOf(placeId, name))?.tally ?? {}
    const result = itemResult(tally, key)
    // Of those who could judge this one there may be fewer than of all who answered.
    if (result.valid < FEWEST) return []
    const handedOut = classes.reduce((sum, each) => sum + (place?.classes[each].handedOut ?? 0), 0)
    return [{ raterClass: countedAs(name, classes), handedOut, ...result }]
  })
}

async function attachAll(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  world: World,
  row: CampaignRow,
  { counts, tallies }: { counts: Counts; tallies: Tallies },
  only?: string,
): Promise<void> {
  // One order for everybody who locks several problems.
  const items = row.plan.places
    .flatMap((place) => place.items.map((item) => ({ placeId: place.id, ...item })))
    .filter(({ problemId }) => only === undefined || problemId === only)
    .sort((a, b) => (a.problemId < b.problemId ? -1 : 1))
  for (const { placeId, key, problemId } of items)
    await attachResult(deps, tx, world, row.county_id, {
      ...{ problemId, campaignId: row.id, number: row.number },
      askedSince: row.acted.open?.at ?? '',
      results: resultsOf(counts, tallies, placeId, key),
    })
}

/**
 * Results of problems that were not yet as far as their evaluation when they were counted: attached once they wait for
 * it. Daily.
 */
export async function attachWaiting(
  deps: Pick<Deps, 'jobs' | 'database' | 'worlds' | 'now'>,
  countyId: number,
): Promise<void> {
  const waiting = await deps.database.read(countyId, (tx) =>
    sql<{ campaign_id: string; problem_id: string }>`
      SELECT i.campaign_id, i.problem_id FROM evaluation_items i
        JOIN evaluation_campaigns c ON c.county_id = i.county_id AND c.id = i.campaign_id AND c.state = 'closed'
        JOIN problems p ON p.county_id = i.county_id AND p.id = i.problem_id AND p.state = 'awaiting_evaluation'
      WHERE i.county_id = ${countyId} AND NOT EXISTS (SELECT FROM problem_evaluations e
        WHERE e.county_id = i.county_id AND e.problem_id = i.problem_id AND e.campaign_id = i.campaign_id)
      ORDER BY c.counted_at, i.problem_id`.execute(tx),
  )
  const world = await deps.worlds.of(countyId, deps.now())
  for (const { campaign_id, problem_id } of waiting.rows)
    await deps.database.write(countyId, async (tx) => {
      const found = await findCampaign(tx, countyId, campaign_id)
      if (!found?.row.counts) return
      const { row } = found
      const tallies = [...(await talliesOf(tx, row))].map(([stratum, tally]) => ({ stratum, tally }))
      await attachAll(deps, tx, world, row, { counts: found.row.counts, tallies }, problem_id)
    })
}

/** What was kept of the count, by stratum. */
export async function talliesOf(tx: Tx, row: CampaignRow): Promise<Map<string, Tally>> {
  const { rows } = await sql<{ stratum: string; question: string; value: string; n: number }>`
    SELECT stratum, question, value, n FROM survey_tallies
    WHERE county_id = ${row.county_id} AND run_id = ${row.id}`.execute(tx)
  const byStratum = new Map<string, Tally>()
  for (const { stratum, question, value, n } of rows) {
    const tally = byStratum.get(stratum) ?? {}
    byStratum.set(stratum, tally)
    tally[question] = { ...tally[question], [value]: n }
  }
  return byStratum
}

/** Sealed ballots and readings go; that a slip was used stays. In the order of the table, which says nothing. */
export async function forgetBallots(tx: Tx, row: CampaignRow): Promise<void> {
  await sql`UPDATE evaluation_invitations SET sealed = NULL, form = NULL
    WHERE county_id = ${row.county_id} AND campaign_id = ${row.id} AND (sealed IS NOT NULL OR form IS NOT NULL)`.execute(
    tx,
  )
  await sql`UPDATE evaluation_readings SET sealed = NULL
    WHERE county_id = ${row.county_id} AND campaign_id = ${row.id} AND sealed IS NOT NULL`.execute(tx)
}
