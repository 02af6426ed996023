import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import { type Answers, choicesOf, differences, type Questions, readAnswers } from '#features/surveys/api.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { type Ballot, keyName } from './ballot.ts'
import type { Deps } from './deps.ts'
import { codeDigests, readCode } from './invitations.ts'
import { type Place, type RaterClass, sheetOf } from './plan.ts'
import { mayEnterPapers } from './policy.ts'
import type { CampaignRow } from './row.ts'
import type { EnterPaper } from './schema.ts'
import { openBallot, sealBallot } from './sealed-ballot.ts'
import { findCampaign, lockBallots } from './store.ts'
import type { PaperOutcome } from './views.ts'

type Slip = {
  id: string
  place_id: string
  rater_class: RaterClass
  digest: string
  used: boolean
  is_void: boolean
  paper: 'once' | 'differs' | 'settled' | null
}
type Reading = { nth: number; person_id: string; sealed: string }

/** What a paper's code leads to, for whoever may read it in. @throws Refused */
export async function findSheet(
  deps: Pick<Deps, 'database' | 'receipts'>,
  actor: Actor,
  id: string,
  code: string,
) {
  return deps.database.read(actor.countyId, async (tx) => {
    const row = await campaignFor(tx, actor, id)
    const slip = await findSlip(deps, tx, row, code, false)
    refuseUsed(slip)
    const place = placeOf(row, slip)
    return {
      ...{ placeName: place.name, raterClass: slip.rater_class, questions: sheetOf(place, row.questions) },
      readings: (await readingsOf(tx, row, slip)).length,
    }
  })
}

/**
 * One reading of a paper. The second has to be somebody else's and is compared with the first, which nobody saw
 * meanwhile; alike, the paper is settled. Otherwise either of the two looks again, or a third person decides, for each
 * question, who was right.
 * @throws Refused
 */
export async function enterPaper(
  deps: Pick<Deps, 'database' | 'receipts' | 'ballotKeys'>,
  actor: Actor,
  id: string,
  body: EnterPaper,
): Promise<PaperOutcome> {
  const { countyId, personId } = actor
  if (personId === null) throw new Refused({ code: 'not_yours', act: 'enterPaper', by: ['organizer'] })
  return deps.database.write(countyId, async (tx) => {
    await lockBallots(tx, countyId, id, 'shared')
    const row = await campaignFor(tx, actor, id)
    // Said of what was counted when it broke off: what comes now would make it another count.
    if (deps.ballotKeys.isBound(keyName(countyId, id))) throw refused('code', 'count_begun')
    const slip = await findSlip(deps, tx, row, body.code, true)
    refuseUsed(slip)
    const place = placeOf(row, slip)
    const sheet = sheetOf(place, row.questions)
    const ballot = ballotOf(sheet, body)
    const { rater_class: raterClass, digest } = slip
    const belongs = { countyId, campaignId: id, placeId: place.id, raterClass, digest }
    // The key itself, not what the database says of it.
    const key = {
      publicKey: deps.ballotKeys.publicKey(keyName(countyId, id)),
      sealedLength: row.sealed_length ?? 0,
    }
    const sealed = sealBallot(deps.receipts, { ...belongs, ...key }, ballot)
    const readings = await readingsOf(tx, row, slip)
    const told = { placeName: place.name, raterClass: slip.rater_class, differences: [] }
    const own = readings.find((reading) => reading.person_id === personId)
    if (own && slip.paper === 'once') throw refused('code', 'same_reader')
    if (readings.length === 0) {
      await writeReading(tx, row, slip, 1, personId, sealed)
      await setPaper(tx, row, slip, 'once')
      return { is: 'first', ...told }
    }
    const open = deps.ballotKeys.opener(keyName(countyId, id))
    const opened = readings.map((reading) => openBallot(deps.receipts, open, belongs, reading.sealed))
    const others = opened.filter((_, i) => readings[i] !== own)
    const [first = ballot] = others
    // The third look: for each question one of the two was right.
    if (!own && readings.length === 2) {
      const neither = agreesWithNeither(sheet, ballot, opened)
      if (neither.length > 0)
        throw new Refused({
          code: 'invalid',
          issues: neither.map((key) => ({ path: `answers.${key}`, reason: 'agrees_with_neither' })),
        })
      return settle(tx, row, slip, sealed, told)
    }
    const apart = between(sheet, first, ballot)
    if (apart.length === 0) return settle(tx, row, slip, sealed, told)
    if (own) await changeReading(tx, row, slip, own.nth, sealed)
    else await writeReading(tx, row, slip, 2, personId, sealed)
    await setPaper(tx, row, slip, 'differs')
    return { is: 'differs', ...told, differences: apart }
  })
}

async function settle(
  tx: Tx,
  row: CampaignRow,
  slip: Slip,
  sealed: string,
  told: Omit<PaperOutcome, 'is'>,
): Promise<PaperOutcome> {
  await sql`UPDATE evaluation_invitations SET used = true, sealed = ${sealed}, paper = 'settled'
    WHERE county_id = ${row.county_id} AND id = ${slip.id}`.execute(tx)
  await sql`UPDATE evaluation_readings SET sealed = NULL
    WHERE county_id = ${row.county_id} AND invitation_id = ${slip.id}`.execute(tx)
  return { is: 'settled', ...told }
}

/** What was read, in the order of the sheet. On paper a question may stay open; what is ticked must be on the sheet. */
function ballotOf(sheet: Questions, { answers, isVoid }: EnterPaper): Ballot {
  if (isVoid) return { x: true }
  const given = answers ?? {}
  const unknown = Object.keys(given).find((key) => !sheet.some((question) => question.key === key))
  if (unknown !== undefined) throw refused(`answers.${unknown}`, 'unknown')
  const read = readAnswers(sheet, (key) => {
    const value = given[key]
    return value === undefined ? [] : Array.isArray(value) ? value : [value]
  })
  const faults = read.faults.filter(({ reason }) => reason !== 'required')
  if (faults.length > 0)
    throw new Refused({
      code: 'invalid',
      issues: faults.map(({ key, reason }) => ({ path: `answers.${key}`, reason })),
    })
  return { a: read.answers }
}

const VOID = 'void'

function agreesWithNeither(sheet: Questions, third: Ballot, two: readonly Ballot[]): string[] {
  if ('x' in third) return two.some((each) => 'x' in each) ? [] : [VOID]
  const whole = two.flatMap((each) => ('a' in each ? [each.a] : []))
  if (whole.length === 0) return [VOID]
  const apart = whole.map((answers) => differences(sheet, answers, third.a))
  return sheet.map(({ key }) => key).filter((key) => apart.every((keys) => keys.includes(key)))
}

function between(sheet: Questions, before: Ballot, now: Ballot): PaperOutcome['differences'] {
  if ('x' in before || 'x' in now) {
    if ('x' in before && 'x' in now) return []
    const said = (ballot: Ballot) => ('x' in ballot ? '×' : '✓')
    return [{ key: VOID, title: '', before: said(before), now: said(now) }]
  }
  return differences(sheet, before.a, now.a).map((key) => {
    const question = sheet.find((each) => each.key === key)
    const said = (answers: Answers) => {
      const value = answers[key]
      const values = value === undefined ? [] : Array.isArray(value) ? value : [value]
      const choices = question ? choicesOf(question) : []
      return values.map((each) => choices.find(({ code }) => code === each)?.label ?? each).join('、')
    }
    return { key, title: question?.title ?? key, before: said(before.a), now: said(now.a) }
  })
}

async function campaignFor(tx: Tx, actor: Actor, id: string): Promise<CampaignRow> {
  const found = await findCampaign(tx, actor.countyId, id)
  if (!found) throw new Refused({ code: 'not_found' })
  if (!mayEnterPapers(actor, found.row))
    throw new Refused({ code: 'not_yours', act: 'enterPaper', by: ['organizer'] })
  const { state } = found.row
  if (state !== 'running' && state !== 'counting')
    throw new Refused({ code: 'wrong_state', state, act: 'enterPaper' })
  return found.row
}

async function findSlip(
  deps: Pick<Deps, 'receipts'>,
  tx: Tx,
  row: CampaignRow,
  typed: string,
  lock: boolean,
): Promise<Slip> {
  const code = readCode(typed)
  if (!code) throw refused('code', 'not_a_code')
  const { rows } = await sql<Slip>`
    SELECT i.id, b.place_id, b.rater_class, i.digest, i.used, i.is_void, i.paper FROM evaluation_invitations i
      JOIN evaluation_batches b ON b.county_id = i.county_id AND b.id = i.batch_id
    WHERE i.county_id = ${row.county_id} AND i.campaign_id = ${row.id}
      AND i.digest = ANY(${codeDigests(deps, row.county_id, code)}::text[])
    ${lock ? sql`FOR UPDATE OF i` : sql``}`.execute(tx)
  const [slip] = rows
  if (!slip || slip.is_void) throw refused('code', 'unknown_code')
  return slip
}

function refuseUsed(slip: Slip): void {
  if (slip.paper === 'settled') throw refused('code', 'entered_twice')
  if (slip.used) throw refused('code', 'answered_by_phone')
}

function placeOf(row: CampaignRow, slip: Slip): Place {
  const place = row.plan.places.find(({ id }) => id === slip.place_id)
  if (!place) throw new Error(`no place ${slip.place_id} in the plan of ${row.id}`)
  return place
}

async function readingsOf(tx: Tx, row: CampaignRow, slip: Slip): Promise<Reading[]> {
  const { rows } = await sql<Reading>`
    SELECT nth, person_id, sealed FROM evaluation_readings
    WHERE county_id = ${row.county_id} AND invitation_id = ${slip.id} AND sealed IS NOT NULL ORDER BY nth`.execute(
    tx,
  )
  return rows
}

const writeReading = (tx: Tx, row: CampaignRow, slip: Slip, nth: number, personId: string, sealed: string) =>
  sql`INSERT INTO evaluation_readings (county_id, invitation_id, nth, campaign_id, person_id, sealed)
    VALUES (${row.county_id}, ${slip.id}, ${nth}, ${row.id}, ${personId}, ${sealed})`.execute(tx)

const changeReading = (tx: Tx, row: CampaignRow, slip: Slip, nth: number, sealed: string) =>
  sql`UPDATE evaluation_readings SET sealed = ${sealed}
    WHERE county_id = ${row.county_id} AND invitation_id = ${slip.id} AND nth = ${nth}`.execute(tx)

const setPaper = (tx: Tx, row: CampaignRow, slip: Slip, paper: 'once' | 'differs') =>
  sql`UPDATE evaluation_invitations SET paper = ${paper}
    WHERE county_id = ${row.county_id} AND id = ${slip.id}`.execute(tx)

const refused = (path: string, reason: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason }] })
