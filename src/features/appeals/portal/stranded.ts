import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { withoutNumbers } from '../hiding.ts'
import { partiesOf } from '../policy.ts'
import type { StrandedLine } from './desk-api.ts'
import { carryOutItem, type InboxDeps, type Item } from './open-inbox.ts'
import { inboxContext, Submission } from './sent.ts'

/** What residents sent and the machine could not carry out: for the registrar of the place, or of the county. */

type Stranded = Item & {
  failed: string
  received_at: Date
  number: string | null
  place_id: string | null
  about_village: boolean | null
}
/** Of each organisation its township. */
type Townships = ReadonlyMap<string, string | null>

const MOST = 50
/** As many are looked through for those that are somebody's: where a submission belongs lies sealed. */
const LOOKED = 1_000

async function readStranded(tx: Tx, countyId: number, id?: string): Promise<Stranded[]> {
  const { rows } = await sql<Stranded>`
    SELECT i.id, i.kind, i.digest, i.key_id, i.sealed, i.tries, i.failed, i.received_at,
      a.number, a.place_id, a.about_village
    FROM appeal_inbox i
    LEFT JOIN appeal_receipts r ON r.county_id = i.county_id AND r.digest = i.digest
    LEFT JOIN appeals a ON a.county_id = r.county_id AND a.id = r.appeal_id
    WHERE i.county_id = ${countyId} AND i.failed IS NOT NULL AND i.settled_at IS NULL AND i.opened_at IS NULL
      AND i.kind <> 'reprisal' ${id ? sql`AND i.id = ${id}` : sql``}
    ORDER BY i.received_at, i.id LIMIT ${LOOKED}`.execute(tx)
  return rows
}

export async function listStranded(deps: InboxDeps, actor: Actor): Promise<StrandedLine[]> {
  const { countyId } = actor
  return deps.database.read(countyId, async (tx) => {
    const all = await readStranded(tx, countyId)
    const townships = all.length > 0 ? await readTownships(tx, countyId) : new Map()
    const lines: StrandedLine[] = []
    for (const item of all) {
      const submission = submissionIn(deps, countyId, item)
      if (lines.length === MOST) break
      if (!isTheirs(townships, actor, item, submission)) continue
      lines.push({
        ...{ id: item.id, kind: item.kind as 'submission' | 'act', reason: item.failed },
        ...{ receivedAt: item.received_at.toISOString(), number: item.number },
        placeId: submission?.matter.placeId ?? null,
        text: submission ? withoutNumbers(submission.matter.cause) : null,
      })
    }
    return lines
  })
}

/** @throws Refused `not_found` also where it is somebody else's */
async function getStranded(deps: InboxDeps, tx: Tx, actor: Actor, id: string): Promise<Stranded> {
  const [item] = await readStranded(tx, actor.countyId, id)
  const townships = await readTownships(tx, actor.countyId)
  if (!item || !isTheirs(townships, actor, item, submissionIn(deps, actor.countyId, item)))
    throw new Refused({ code: 'not_found' })
  return item
}

/** @throws Refused what stood in its way, when that still does */
export async function registerStranded(
  deps: InboxDeps,
  actor: Actor,
  id: string,
  placeId: string | undefined,
): Promise<{ id: string }> {
  const { countyId, personId } = actor
  const item = await deps.database.read(countyId, (tx) => getStranded(deps, tx, actor, id))
  if (!item.sealed) throw new Refused({ code: 'wrong_state', state: item.failed, act: 'registerStranded' })
  await carryOutItem(deps, countyId, item, { placeId, by: personId })
  return { id }
}

export async function settleStranded(deps: InboxDeps, actor: Actor, id: string): Promise<{ id: string }> {
  const { countyId, personId } = actor
  await deps.database.write(countyId, async (tx) => {
    await getStranded(deps, tx, actor, id)
    // An act that was dealt with counts no more among what waits of its receipt, and goes after a day; the page of a
    // submission goes on saying that it was not registered.
    await sql`UPDATE appeal_inbox SET sealed = NULL, settled_by = ${personId}, settled_at = ${deps.now()},
        opened_at = CASE WHEN kind = 'act' THEN ${deps.now()}::timestamptz END
      WHERE county_id = ${countyId} AND id = ${id}`.execute(tx)
  })
  return { id }
}

/** The matter of a submission that opens; never who it was. */
function submissionIn(deps: InboxDeps, countyId: number, item: Stranded): Submission | undefined {
  if (item.kind !== 'submission' || !item.sealed) return undefined
  try {
    const text = deps.box.open(item.key_id, inboxContext(countyId, item.kind, item.id), item.sealed)
    return Submission.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const readTownships = async (tx: Tx, countyId: number): Promise<Townships> => {
  const rows = await tx
    .selectFrom('organizations')
    .select(['id', 'township_id'])
    .where('county_id', '=', countyId)
    .execute()
  return new Map(rows.map(({ id, township_id }) => [id, township_id]))
}

/** What does not tell where it belongs is the county's registrar's. */
function isTheirs(townships: Townships, actor: Actor, item: Stranded, submission: Submission | undefined) {
  const placeId = submission?.matter.placeId ?? item.place_id
  const isPlace = placeId !== null && townships.has(placeId)
  const belonging = {
    place_id: isPlace ? placeId : '',
    township_id: isPlace ? (townships.get(placeId) ?? null) : null,
    ...{ handler_id: null, assistant_ids: [] },
    about_village: submission?.matter.aboutVillage ?? item.about_village ?? false,
  }
  return actor.personId !== null && partiesOf(actor, belonging).has('registrar')
}
