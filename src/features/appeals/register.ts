import { type RawBuilder, sql } from 'kysely'
import { type Actor, timer } from '#features/accounts/index.ts'
import { type Keep, keepingBytes } from '#features/files/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { StoredFile } from '#platform/files/index.ts'
import { type Appending, entryClauses } from '#platform/history/append.ts'
import { hashRequest, replayable } from '#platform/history/replay.ts'
import type { Acted } from '#platform/lifecycle/act-endpoints.ts'
import { begun } from '#platform/lifecycle/step.ts'
import { contentsOf } from '#platform/lifecycle/write.ts'
import { type Decision, decided, Refused, refuse } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import { placeOf } from '#platform/search/index.ts'
import type { World } from '#platform/world.ts'
import { unknownCode, wrong } from './acts/act.ts'
import { cannotTake, classColumns, matterColumns } from './acts/sorting.ts'
import { ruleKeyOf } from './clock-rules.ts'
import type { Deps } from './deps.ts'
import { type Open, takeIn } from './hiding.ts'
import { type Identity, receiptFor, sealIdentity } from './identity.ts'
import { appealKind } from './kind.ts'
import { type AppealState, appealLifecycle } from './lifecycle.ts'
import { dropOriginals, keptPictures, pictureRows } from './pictures.ts'
import { actingOn, partiesOf } from './policy.ts'
import { firstPageClause, refreshPages } from './portal/refresh.ts'
import type { Issued } from './receipts.ts'
import type { AppealRow } from './row.ts'
import { limitsOf } from './rules.seed.ts'
import type { ActBody } from './schema.ts'
import { searchWords } from './search.ts'
import { findMain, insertSpan, markMany } from './store.ts'

type Begin = 'register' | 'registerJoined' | 'receive'
/** With the receipt, which is told once and kept nowhere; asked again with the same command it is the same. */
export type Registered = Acted<AppealState> & { receipt: string }
type Needed = Pick<Deps, 'database' | 'numbers' | 'identities' | 'receipts' | 'files'>

/** Which running number the appeals of a year have, and what it looks like: S2026-00042. */
export const counterOf = (year: string): string => `appeal.${year}`
export const appealNumber = (year: string, n: number): string => `S${year}-${String(n).padStart(5, '0')}`

/** Registers what somebody brought up: the matter in the ledger, who it was sealed and apart, a receipt. */
export const performRegister = (
  deps: Needed,
  world: World,
  actor: Actor,
  body: ActBody<'register'>,
): Promise<Registered> => performBegin(deps, world, actor, 'register', body)

/** The same, joined at once to what others have brought up. */
export const performRegisterJoined = (
  deps: Needed,
  world: World,
  actor: Actor,
  body: ActBody<'registerJoined'>,
): Promise<Registered> => performBegin(deps, world, actor, 'registerJoined', body)

/** What came in by machine waits for somebody to look at it. */
export const performReceive = (
  deps: Needed,
  world: World,
  countyId: number,
  body: ActBody<'receive'>,
  { issued, pictures = async () => [] }: ByMachine = {},
): Promise<Registered> => performBegin(deps, world, timer(countyId), 'receive', body, { issued, pictures })

type ByMachine = {
  /** Of the receipt that the public pages gave out already; the other one is then told to nobody. */
  issued?: Issued
  /** Those that came with it; kept first, also where it turns out to have been registered already. */
  pictures?: (keep: Keep) => Promise<StoredFile[]>
}

async function performBegin<A extends Begin>(
  deps: Needed,
  world: World,
  actor: Actor,
  act: A,
  given: ActBody<A>,
  { issued, pictures }: { issued?: Issued | undefined; pictures?: ByMachine['pictures'] } = {},
): Promise<Registered> {
  const { countyId } = actor
  // Who it was, and what is hidden of the matter, goes into no hash that is kept in clear beside the ledger.
  const { body, identity } = takeIn(given)
  const receipt = receiptFor(deps.identities, countyId, body.commandId)
  const requestHash = hashRequest(act, '', body)
  const uploadIds = ('uploadIds' in body && body.uploadIds) || []
  const acted = await replayable<Acted<AppealState>>(deps.database, actor, body.commandId, requestHash, () =>
    keepingBytes(deps, countyId, world.now, async (keep) => {
      const kept = await (pictures?.(keep) ?? keptPictures(deps, actor, uploadIds, keep))
      const year = world.today.slice(0, 4)
      const number = appealNumber(year, await deps.numbers(countyId, counterOf(year)))
      return deps.database.write(countyId, (tx) =>
        beginIn(deps, tx, world, actor, {
          ...{ act, body, identity, number, requestHash, receipt, issued },
          pictures: kept,
        }),
      )
    }),
  )
  await dropOriginals(deps, actor, uploadIds)
  return { ...acted, receipt }
}

export type Beginning<A extends Begin = Begin> = {
  act: A
  /** As `takeIn` leaves it. */
  body: Open<ActBody<A>>
  identity: Identity
  number: string
  requestHash: string
  receipt: string
  /** Of another receipt than this one, where the public pages gave one out. */
  issued?: Issued | undefined
  /** Kept without their metadata. */
  pictures?: readonly StoredFile[]
}

/** The same inside a transaction that is already open. */
export async function beginIn(
  deps: Pick<Deps, 'identities' | 'receipts'>,
  tx: Tx,
  world: World,
  actor: Actor,
  b: Beginning,
): Promise<Acted<AppealState>> {
  const { countyId, personId } = actor
  const place = await tx
    .selectFrom('organizations')
    .select(['id', 'kind', 'name', 'township_id', 'status'])
    .where('county_id', '=', countyId)
    .where('id', '=', b.body.placeId)
    .forKeyShare()
    .executeTakeFirst()
  if (place?.status !== 'active') throw new Refused(invalid('placeId', 'unknown_reference'))
  const decision = mayBegin(actor, world, b, place)
  if (!decision.ok) throw new Refused(decision.refusal)
  const mainId = 'mainId' in b.body ? b.body.mainId : null
  if (mainId) {
    const fault = cannotTake(await findMain(tx, countyId, mainId), place.township_id)
    if (fault && !fault.ok) throw new Refused(fault.refusal)
  }
  const id = world.newId()
  const row = newRow(id, world, actor, b, { ...place, mainId })
  const rows: Record<string, { id: string }[]> = {}
  if (row.nature !== null)
    rows.appeal_classes = [
      {
        ...{ county_id: countyId, id: world.newId(), appeal_id: id, at: world.now.toISOString() },
        ...{ person_id: personId, nature: row.nature, field_code: row.field_code, track: row.track },
        ...{ urgency: row.urgency, is_complex: row.is_complex },
        ...{ responsibility: row.responsibility, reasonableness: row.reasonableness },
      } as { id: string },
    ]
  if (b.pictures?.length) rows.appeal_evidence = pictureRows(b.pictures, row, { now: world.now, personId })
  const acting = actingOn(actor, { ...row, handler_id: null, assistant_ids: [] })
  const as = personId === null ? 'timer' : 'registrar'
  const acted: Acted<AppealState> = { id, number: b.number, version: 1, state: row.state, round: 1, seq: 1 }
  const { clocks: _, acted: __, ...columns } = row
  const content = contentsOf(appealKind.table, appealKind.belongs, id, { set: columns, insert: rows })
  const entry: Appending = {
    countyId,
    head: null,
    recorded: {
      ...{ kind: 'appeal', case: id, act: b.act, at: world.now, entered: world.now, actor: personId, as },
      ...{ onBehalfOf: acting.standsIn?.get('registrar') ?? null, command: b.body.commandId },
      ...{ from: null, to: row.state, rows: content },
    },
    receipt: { personId, requestHash: b.requestHash, outcome: acted },
  }
  const sealed = sealIdentity(deps.identities, countyId, id, b.identity)
  const issued = b.issued ?? deps.receipts.issue(countyId, b.receipt)
  // What it was joined to says what becomes of it: that page is made when both are there.
  const page = mainId ? undefined : firstPageClause(asFirstRead(row), place.name, issued, world, 'receipted')
  await insertAppeal(tx, world, row, { rows, sealed, issued, entry, page })
  if (mainId) {
    await markMany(tx, world, countyId, mainId)
    await refreshPages(tx, world, { countyId, appealId: id })
  }
  return acted
}

const invalid = (path: string, reason: string) => ({
  ...{ code: 'invalid' as const, issues: [{ path, reason }] },
})

type PlaceRow = { id: string; township_id: string | null }

function mayBegin(actor: Actor, world: World, { act, body }: Beginning, place: PlaceRow): Decision<null> {
  const by = appealLifecycle.begins[act]?.by ?? []
  const belonging = {
    place_id: place.id,
    township_id: place.township_id,
    handler_id: null,
    assistant_ids: [],
  }
  const parties = partiesOf(actor, { ...belonging, about_village: body.aboutVillage })
  if (!by.some((party) => parties.has(party))) return refuse({ code: 'not_yours', act, by })
  if (body.happenedOn && body.happenedOn > world.today) return wrong('happenedOn', 'in_future', world.today)
  if (body.receivedOn && body.receivedOn > world.today) return wrong('receivedOn', 'in_future', world.today)
  if (body.sinceOn && body.sinceOn > world.today) return wrong('sinceOn', 'in_future', world.today)
  const { fieldCode, nature } = body as Partial<ActBody<'register'>>
  // Classified whole or not yet: half a class would be counted as one.
  if ((fieldCode === undefined) !== (nature === undefined))
    return wrong(fieldCode === undefined ? 'fieldCode' : 'nature', 'required')
  return unknownCode(world, 'field', fieldCode, 'fieldCode') ?? decided(null)
}

/** The appeal's row as it is first written. */
function newRow(
  id: string,
  world: World,
  actor: Pick<Actor, 'countyId' | 'personId'>,
  { act, body, number }: Beginning,
  place: PlaceRow & { mainId: string | null },
) {
  const classes = classesOf(body)
  const { due, ...facts } = begun(appealLifecycle, act, actor, {
    ...{ now: world.now, calendar: world.calendar },
    ruleFor: (clock) => deadlineRule(world.rules, ruleKeyOf(clock, classes), world.today),
  })
  return {
    county_id: actor.countyId,
    id,
    number,
    ...facts,
    due_at: due?.dueAt ?? 'infinity',
    due_kind: due?.kind ?? null,
    entered_state_at: world.now,
    channel: body.channel,
    source_ref: body.sourceRef ?? null,
    openness: body.openness,
    received_on: body.receivedOn ?? world.today,
    place_id: place.id,
    township_id: place.township_id,
    ...matterColumns(body),
    ...classes,
    main_id: place.mainId,
    many_since: body.people >= limitsOf(world).people && !place.mainId ? world.now : null,
    registered_at: act === 'receive' ? null : world.now,
    external_key: body.externalKey ?? null,
    created_at: world.now,
  }
}

type Classed = Pick<
  AppealRow,
  'track' | 'nature' | 'urgency' | 'is_complex' | 'field_code' | 'responsibility' | 'reasonableness'
>

function classesOf(body: Open<ActBody<Begin>>): Classed {
  const {
    track = 'ordinary',
    nature,
    urgency = 'ordinary',
    isComplex = false,
    ...more
  } = body as Partial<ActBody<'register'>>
  const { fieldCode, responsibility, reasonableness } = more
  if (nature && fieldCode)
    return classColumns({ track, nature, urgency, isComplex, fieldCode, responsibility, reasonableness })
  const none = { nature: null, field_code: null, responsibility: null, reasonableness: null }
  return { ...none, track, urgency, is_complex: isComplex }
}

/** What nobody has done yet, as the database has it. */
const untouched = {
  ...{ handler_id: null, assistant_ids: [], leader_id: null, returns: 0, extensions: 0, redos: 0 },
  ...{ dispatched_at: null, contact_due_at: null, signed_at: null, contacted_at: null, answered_at: null },
  ...{ closed_at: null, solved: null, satisfaction: null, rated_at: null, excluded_code: null },
  ...{ refused_code: null, refused_to: null, suspended_code: null, pledged_year: null, problem_id: null },
  pictures_withheld: false,
} satisfies Omit<AppealRow, keyof ReturnType<typeof newRow>>

/** As it will be read for the first time; what is never due has no date, as in the database. */
const asFirstRead = (row: ReturnType<typeof newRow>): AppealRow => {
  const due_at = row.due_at === 'infinity' ? Number.POSITIVE_INFINITY : new Date(row.due_at)
  return { ...untouched, ...row, due_at: due_at as Date }
}

export type NewAppeal = ReturnType<typeof newRow>
type Beside = {
  rows: Record<string, { id: string }[]>
  sealed: ReturnType<typeof sealIdentity>
  issued: Issued
  entry: Appending
  page: RawBuilder<unknown> | undefined
}

/** The row and all that begins with it, in one statement. */
async function insertAppeal(tx: Tx, world: World, row: NewAppeal, beside: Beside): Promise<void> {
  const { rows, sealed, issued, entry, page } = beside
  const columns = { ...row, clocks: JSON.stringify(row.clocks), acted: JSON.stringify(row.acted) }
  const { county_id, id } = row
  const span = { ...row, handler_id: null, state: row.state as AppealState }
  const clauses: RawBuilder<unknown>[] = [
    sql`entered AS (
      INSERT INTO appeals (${sql.join(Object.keys(columns).map((name) => sql.ref(name)))})
      VALUES (${sql.join(Object.values(columns))}) RETURNING 1)`,
    sql`searchable AS (
      INSERT INTO appeal_search (county_id, place, appeal_id, search)
      SELECT ${county_id}, ${placeOf(row.number)}, ${id}, array_to_tsvector(${searchWords(asFirstRead(row))}::text[]) FROM entered)`,
    sql`span AS (${insertSpan(span, 1, world.now, row.due_at, 'entered')})`,
    sql`receipted AS (
      INSERT INTO appeal_receipts (county_id, digest, page_key, appeal_id, issued_at)
      SELECT ${county_id}, ${issued.digest}, ${issued.pageKey}, ${id}, ${world.now}::timestamptz FROM entered RETURNING 1)`,
    ...(page ? [sql`paged AS (${page})`] : []),
    ...Object.entries(rows).map(
      ([table, children], i) => sql`${sql.ref(`child_${i}`)} AS (
      INSERT INTO ${sql.table(table)}
      SELECT c.* FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(children)}::jsonb) c, entered)`,
    ),
    entryClauses(entry, 'entered').clauses,
  ]
  if (sealed)
    clauses.push(sql`identified AS (
      INSERT INTO appeal_identities (county_id, appeal_id, sealed, has_phone)
      SELECT ${county_id}, ${id}, ${sealed.sealed}, ${sealed.has_phone} FROM entered)`)
  await sql`WITH ${sql.join(clauses)} SELECT`.execute(tx)
}
