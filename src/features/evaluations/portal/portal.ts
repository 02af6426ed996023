import { sql } from 'kysely'
import type { Receipts } from '#features/appeals/index.ts'
import type { Portal } from '#features/publicity/index.ts'
import type { Questions } from '#features/surveys/api.ts'
import { type AddressLimit, type Allowance, limitPerAddress } from '#platform/http/address-limit.ts'
import type { Ballot } from '../ballot.ts'
import { codeDigests } from '../invitations.ts'
import { type Place, type RaterClass, sheetOf } from '../plan.ts'
import { PublishedEvaluation } from '../published.ts'
import { isOurKey, sealBallot } from '../sealed-ballot.ts'

/** What the pages of evaluation need besides what every public page has. */
export type EvaluationPortalDeps = {
  receipts: Pick<Receipts, 'isReady' | 'issue' | 'digests' | 'contentHash'>
  isAtBoundary(words: string): boolean
  allowances?: Allowances
}

type Allowances = Record<'answers' | 'misses' | 'missesCounty', Allowance>

/** A hall full of people behind one address; a miss is a guess, and 29^10 are many (decision 0026). */
export const ample: Allowances = {
  answers: { burst: 300, perSecond: 1 },
  misses: { burst: 10, perSecond: 1 / 60 },
  missesCounty: { burst: 200, perSecond: 1 / 5 },
}

export type EvaluationPortal = {
  portal: Portal
  deps: EvaluationPortalDeps
  limits: Record<keyof Allowances, AddressLimit>
  misses: Allowance
}

export function createEvaluationPortal(portal: Portal, deps: EvaluationPortalDeps): EvaluationPortal {
  const allowed = deps.allowances ?? ample
  const limit = (name: keyof Allowances) => limitPerAddress(allowed[name])
  return {
    ...{ portal, deps, misses: allowed.misses },
    limits: { answers: limit('answers'), misses: limit('misses'), missesCounty: limit('missesCounty') },
  }
}

/** What stands on the sheet of one invitation. Nothing of any answer. */
export type Invitation = {
  campaignId: string
  placeId: string
  raterClass: RaterClass
  title: string
  place: Place
  sheet: Questions
  state: string
  digest: string
  used: boolean
  answersEnd: Date
  publicKey: string
  sealedLength: number
  keyMark: string
}

type Row = {
  campaign_id: string
  place_id: string
  rater_class: RaterClass
  title: string
  questions: Questions
  place: Place
  state: string
  digest: string
  used: boolean
  is_void: boolean
  answers_end: Date
  public_key: string
  sealed_length: number
  key_mark: string
}

/** Undefined: there is no such invitation, or it is void; the two are not told apart. */
export async function findInvitation(
  { portal, deps }: EvaluationPortal,
  countyId: number,
  code: string,
): Promise<Invitation | undefined> {
  const { rows } = await portal.deps.database.readOnce(countyId, (tx) =>
    sql<Row>`SELECT * FROM find_invitation(${codeDigests(deps, countyId, code)}::text[])`.execute(tx),
  )
  const [row] = rows
  if (!row || row.is_void) return undefined
  return {
    ...{ campaignId: row.campaign_id, placeId: row.place_id, raterClass: row.rater_class, title: row.title },
    ...{ place: row.place, sheet: sheetOf(row.place, row.questions), state: row.state, used: row.used },
    digest: row.digest,
    ...{ answersEnd: row.answers_end, publicKey: row.public_key, sealedLength: row.sealed_length },
    keyMark: row.key_mark,
  }
}

export type Left = 'kept' | 'again' | 'used' | 'closed' | 'unknown' | 'wrong' | 'not_ours'

/** Seals the answers so that this process cannot read them again, and hands them in. Nothing of them is kept here. */
export async function depositBallot(
  { portal, deps }: EvaluationPortal,
  countyId: number,
  { code, form, invitation, ballot }: { code: string; form: string; invitation: Invitation; ballot: Ballot },
): Promise<Left> {
  // An owner of the database who put in a key of their own would read every answer from here on.
  if (!isOurKey(deps.receipts, countyId, invitation)) return 'not_ours'
  const { database, now } = portal.deps
  const sealed = sealBallot(deps.receipts, { countyId, ...invitation }, ballot)
  const { rows } = await database.writeOnce(countyId, (tx) =>
    sql<{ left: Left }>`
      SELECT deposit_ballot(${codeDigests(deps, countyId, code)}::text[], ${form}::uuid, ${sealed}, ${now()}) AS left`.execute(
      tx,
    ),
  )
  return rows[0]?.left ?? 'unknown'
}

export type ListedResult = { slug: string; title: string; publishedAt: Date }

const MOST = 100

export const listResults = ({ portal }: EvaluationPortal, countyId: number): Promise<ListedResult[]> =>
  portal.deps.database.readOnce(countyId, (tx) =>
    tx
      .selectFrom('published_evaluations')
      .select(['slug', 'title', 'published_at as publishedAt'])
      .where('county_id', '=', countyId)
      .orderBy('published_at', 'desc')
      .orderBy('slug', 'desc')
      .limit(MOST)
      .execute(),
  )

export async function findPublished(
  { portal }: EvaluationPortal,
  countyId: number,
  slug: string,
): Promise<PublishedEvaluation | undefined> {
  const found = await portal.deps.database.readOnce(countyId, (tx) =>
    tx
      .selectFrom('published_evaluations')
      .select('body')
      .where('county_id', '=', countyId)
      .where('slug', '=', slug)
      .executeTakeFirst(),
  )
  return found && PublishedEvaluation.parse(found.body)
}
