import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { addDays, type Calendar, endOfDay, localDate } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from '../deps.ts'
import { type Asked, cellsOf, type Period, type Scope, type Speed, type Step, speedsOf } from './facts.ts'
import { type FormulaVersions, formulaOf, formulaOn } from './formula.ts'
import { type Cell, type Rates, ratesOf } from './rates.ts'

/** What is told of one scope in one month. */
export type MonthFigures = Rates & { speed: Partial<Record<Step, Speed>> }
export type MonthLine = Scope & { figures: MonthFigures }
export type Month = {
  month: string
  asOf: Date
  frozen: boolean
  formula: FormulaVersions
  lines: MonthLine[]
}

export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
export const monthOf = (day: string): string => day.slice(0, 7)

/** The month before or after, by so many. */
export function monthsFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** From the first local midnight to the next month's. */
export function periodOf(calendar: Calendar, month: string): Period {
  const start = (first: string) => new Date(endOfDay(calendar, addDays(first, -1)).getTime() + 1)
  return { from: start(`${month}-01`), to: start(`${monthsFrom(month, 1)}-01`) }
}

export const lastDayOf = (month: string): string => addDays(`${monthsFrom(month, 1)}-01`, -1)
const keyOf = ({ scope, id, within }: Scope): string => `${scope} ${id} ${within}`
const byKey = (a: Scope, b: Scope): number => (keyOf(a) < keyOf(b) ? -1 : 1)

/** Counts a month anew, by a formula, as of an instant; lines in one order always. */
export async function deriveMonth(
  tx: Tx,
  asked: Asked,
  formula: ReturnType<typeof formulaOn>['formula'],
): Promise<MonthLine[]> {
  const lines = new Map<string, Scope & { cells: Cell[]; speed: MonthFigures['speed'] }>()
  const lineOf = ({ scope, id, within }: Scope) => {
    const line = { scope, id, within }
    const known = lines.get(keyOf(line)) ?? { ...line, cells: [], speed: {} }
    lines.set(keyOf(line), known)
    return known
  }
  // The county stands there with its noughts, whatever happened.
  lineOf({ scope: 'county', id: 'all', within: 'all' })
  for (const row of await cellsOf(tx, asked)) lineOf(row).cells.push(row)
  for (const { n, median, most, ...row } of await speedsOf(tx, asked))
    lineOf(row).speed[row.step] = { n, median, most }
  return [...lines.values()]
    .map(({ cells, speed, ...line }) => ({ ...line, figures: { ...ratesOf(cells, formula), speed } }))
    .sort(byKey)
}

const sha256 = (value: unknown): string => {
  const text = canonicalize(JSON.parse(JSON.stringify(value)))
  if (text === undefined) throw new Error('figures have no canonical JSON')
  return hash('sha256', text)
}

const lineHash = (
  month: string,
  asOf: Date,
  formula: FormulaVersions,
  { scope, id, within, figures }: MonthLine,
) => sha256({ month, asOf, formula, scope, id, within, figures })

/** What the chain keeps of a frozen month: the hash of all its lines. */
const wholeHash = (hashes: readonly string[]): string => sha256(hashes)

/** An act that is under way has a moment that lies behind us; after this long it stands or it never was. */
export const SETTLE_MS = 60_000

export type Freezing = 'frozen' | 'already' | 'not_over'

/**
 * Freezes a month: its figures as of now, by the formula in force on its last day, for good. Once: what was entered
 * since, and whatever was decided anew, counts in the months after.
 */
export async function freezeMonth(
  { database }: Pick<Deps, 'database'>,
  { calendar, rules, now, newId }: World,
  countyId: number,
  month: string,
  by: string | null,
): Promise<Freezing> {
  const period = periodOf(calendar, month)
  const asOf = new Date(now.getTime() - SETTLE_MS)
  if (asOf < period.to) return 'not_over'
  return database.write(countyId, async (tx) => {
    // Two that freeze at once: the second finds it frozen.
    await sql`SELECT pg_advisory_xact_lock(${FREEZING}, ${countyId})`.execute(tx)
    if (await findFreeze(tx, countyId, month)) return 'already'
    const { formula, versions } = formulaOn(rules, lastDayOf(month))
    const lines = await deriveMonth(tx, { ...period, countyId, asOf }, formula)
    const freezeId = newId()
    const rows = lines.map((line) => rowOf(line, { month, asOf, versions, freezeId }))
    await sql`
      INSERT INTO appeal_months (county_id, month, scope, scope_id, within, freeze_id, formula, received, closed, running,
        suspended, figures, as_of, sha256)
      SELECT ${countyId}, ${month}, r.scope, r.scope_id, r.within, ${freezeId}, ${JSON.stringify(versions)}::jsonb,
        r.received, r.closed, r.running, r.suspended, r.figures, ${asOf}, r.sha256
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(scope text, scope_id text, within text, received int,
        closed int, running int, suspended int, figures jsonb, sha256 text)`.execute(tx)
    await appendEntry(tx, countyId, null, {
      ...{
        kind: 'appeal_month',
        case: freezeId,
        act: 'freezeMonth',
        at: now,
        entered: now,
        actor: null,
        as: by,
      },
      command: null,
      rows: {
        [`appeal_months/${month}`]: {
          ...{ month, as_of: asOf.toISOString(), formula: versions, lines: rows.length },
          sha256: wholeHash(rows.map((row) => row.sha256)),
        },
      },
    })
    await dropDraft(tx, countyId, month)
    return 'frozen'
  })
}

/** Advisory locks, beside those of folding counts (42) and importing (43). */
const FREEZING = 45
const DERIVING = 46

function rowOf(
  line: MonthLine,
  { month, asOf, versions }: { month: string; asOf: Date; versions: FormulaVersions; freezeId: string },
) {
  const { counts } = line.figures
  return {
    ...{ scope: line.scope, scope_id: line.id, within: line.within, figures: line.figures },
    ...{
      received: counts.received,
      closed: counts.closed,
      running: counts.running,
      suspended: counts.suspended,
    },
    sha256: lineHash(month, asOf, versions, line),
  }
}

type Freeze = { freeze_id: string; as_of: Date; formula: FormulaVersions }

const findFreeze = async (tx: Tx, countyId: number, month: string): Promise<Freeze | undefined> =>
  (
    await sql<Freeze>`SELECT freeze_id, as_of, formula FROM appeal_months
      WHERE county_id = ${countyId} AND month = ${month} AND scope = 'county' AND scope_id = 'all'
        AND within = 'all'`.execute(tx)
  ).rows[0]

/** What differs from what was frozen: nothing, or the lines, and whether the chain's entry is another. */
export type Verified = { month: string; lines: number; differing: string[]; entryHolds: boolean }

/** Counts a frozen month anew from the rows and compares; undefined where it was never frozen. */
export async function verifyMonth(
  { database }: Pick<Deps, 'database'>,
  { calendar, rules }: Pick<World, 'calendar' | 'rules'>,
  countyId: number,
  month: string,
): Promise<Verified | undefined> {
  return database.read(countyId, async (tx) => {
    const freeze = await findFreeze(tx, countyId, month)
    if (!freeze) return undefined
    const { formula } = formulaOf(rules, freeze.formula)
    const asOf = freeze.as_of
    const derived = new Map(
      (await deriveMonth(tx, { ...periodOf(calendar, month), countyId, asOf }, formula)).map((line) => [
        keyOf(line),
        lineHash(month, asOf, freeze.formula, line),
      ]),
    )
    const kept = await keptLines(tx, countyId, month)
    const differing = kept.filter(
      (line) =>
        derived.get(keyOf(line)) !== line.sha256 ||
        lineHash(month, asOf, freeze.formula, line) !== line.sha256,
    )
    const known = new Set(kept.map(keyOf))
    const unknown = [...derived.keys()].filter((key) => !known.has(key))
    const entry = await sql<{ sha256: string }>`
      SELECT content ->> 'sha256' AS sha256 FROM row_versions
      WHERE county_id = ${countyId} AND case_id = ${freeze.freeze_id} AND seq = 1`.execute(tx)
    return {
      ...{ month, lines: kept.length, differing: [...differing.map(keyOf), ...unknown] },
      entryHolds: entry.rows[0]?.sha256 === wholeHash(kept.map(({ sha256: hashed }) => hashed)),
    }
  })
}

const keptLines = async (tx: Tx, countyId: number, month: string) =>
  (
    await sql<MonthLine & { sha256: string }>`
      SELECT scope, scope_id AS id, within, figures, sha256 FROM appeal_months
      WHERE county_id = ${countyId} AND month = ${month}`.execute(tx)
  ).rows.sort(byKey)

/** Which lines somebody asks for. */
export type Wanted = { scope: Scope['scope']; within: string; id?: string | undefined }

/** The lines asked for, as one value. */
const wantedLines = (table: string, countyId: number, month: string, { scope, within, id }: Wanted) => sql`
  SELECT coalesce(json_agg(json_build_object('scope', l.scope, 'id', l.scope_id, 'within', l.within, 'figures', l.figures)
    ORDER BY l.scope_id, l.within), '[]') FROM ${sql.table(table)} l
  WHERE l.county_id = ${countyId} AND l.month = ${month} AND l.scope = ${scope}
    AND (${id ?? null}::text IS NULL OR l.scope_id = ${id ?? null})
    AND (${within} = '*' OR l.within = ${within})`

/** A draft may cost a twentieth of the time; the month's page of a small county is never older than this. */
const FRESH_MS = 2_000
const SELDOM = 20
/** Longer than this nobody waits for: the old draft is told, with its time, and renewed in the background. */
const PATIENCE_MS = 300

/**
 * The lines of a month: as it was frozen, or as it is. A month under way is derived at most every few seconds, and in a
 * large county by the clock (`renewDrafts`); the answer says as of when.
 */
export async function monthLines(
  deps: Pick<Deps, 'database'>,
  world: World,
  countyId: number,
  month: string,
  wanted: Wanted,
): Promise<Month> {
  const told = await deps.database.readOnce(countyId, (tx) => readMonth(tx, countyId, month, wanted))
  if (told && (told.frozen || !isOld(told, world.now) || told.tookMs > PATIENCE_MS)) return told
  await renewDraft(deps, world, countyId, month)
  const renewed = await deps.database.readOnce(countyId, (tx) => readMonth(tx, countyId, month, wanted))
  if (renewed) return renewed
  throw new Error(`no figures of ${month}`)
}

const isOld = ({ asOf, tookMs }: Month & { tookMs: number }, now: Date): boolean =>
  now.getTime() - asOf.getTime() > Math.max(FRESH_MS, SELDOM * tookMs)

type Told = Month & { tookMs: number }
type ToldRow = Omit<Told, 'month' | 'asOf' | 'tookMs'> & { as_of: Date; took_ms: number }

/** In one statement: frozen or, if it is not, as it was derived last; undefined where neither is there. */
async function readMonth(tx: Tx, countyId: number, month: string, wanted: Wanted): Promise<Told | undefined> {
  const { rows } = await sql<ToldRow>`
    SELECT h.*, CASE WHEN h.frozen THEN (${wantedLines('appeal_months', countyId, month, wanted)})
      ELSE (${wantedLines('appeal_month_drafts', countyId, month, wanted)}) END AS lines
    FROM (
      SELECT true AS frozen, as_of, formula, 0 AS took_ms FROM appeal_months WHERE county_id = ${countyId}
        AND month = ${month} AND scope = 'county' AND scope_id = 'all' AND within = 'all'
      UNION ALL
      SELECT false, as_of, formula, took_ms FROM appeal_month_derivings WHERE county_id = ${countyId} AND month = ${month}
    ) h ORDER BY h.frozen DESC LIMIT 1`.execute(tx)
  const [found] = rows
  if (!found) return undefined
  const { as_of: asOf, took_ms: tookMs, ...told } = found
  return { month, asOf, tookMs, ...told }
}

/**
 * Derives a month that is not frozen. Whoever comes while somebody does takes what there is; only where there is nothing
 * yet do they wait.
 */
export async function renewDraft(
  { database }: Pick<Deps, 'database'>,
  { calendar, rules, now }: Pick<World, 'calendar' | 'rules' | 'now'>,
  countyId: number,
  month: string,
): Promise<void> {
  await database.write(countyId, async (tx) => {
    const { rows: locks } = await sql<{ mine: boolean }>`
      SELECT pg_try_advisory_xact_lock(${DERIVING}, ${countyId}) AS mine`.execute(tx)
    if (!locks[0]?.mine) {
      if (await readMonth(tx, countyId, month, { scope: 'county', within: 'all' })) return
      await sql`SELECT pg_advisory_xact_lock(${DERIVING}, ${countyId})`.execute(tx)
    }
    const known = await readMonth(tx, countyId, month, { scope: 'county', within: 'all' })
    if (known && (known.frozen || !isOld(known, now))) return
    const begun = performance.now()
    const { formula, versions } = formulaOn(rules, lastDayOf(month))
    const period = periodOf(calendar, month)
    const lines = await deriveMonth(tx, { ...period, countyId, asOf: now, live: now < period.to }, formula)
    const tookMs = Math.round(performance.now() - begun)
    await dropDraft(tx, countyId, month)
    const rows = lines.map(({ scope, id, within, figures }) => ({ scope, scope_id: id, within, figures }))
    await sql`
      WITH derived AS (INSERT INTO appeal_month_derivings (county_id, month, formula, as_of, took_ms)
        VALUES (${countyId}, ${month}, ${JSON.stringify(versions)}::jsonb, ${now}, ${tookMs}))
      INSERT INTO appeal_month_drafts (county_id, month, scope, scope_id, within, figures)
      SELECT ${countyId}, ${month}, r.scope, r.scope_id, r.within, r.figures
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS r(scope text, scope_id text, within text, figures jsonb)`.execute(tx)
  })
}

async function dropDraft(tx: Tx, countyId: number, month: string): Promise<void> {
  await sql`WITH gone AS (DELETE FROM appeal_month_derivings WHERE county_id = ${countyId} AND month = ${month})
    DELETE FROM appeal_month_drafts WHERE county_id = ${countyId} AND month = ${month}`.execute(tx)
}

/** By the clock: the month under way is never much older than this job's minutes, however large the county is. */
export async function renewDrafts(deps: Pick<Deps, 'database' | 'worlds'>, countyId: number, now: Date) {
  const world = await deps.worlds.of(countyId, now)
  await renewDraft(deps, world, countyId, monthOf(world.today))
}

/**
 * By the clock, in the first night of a month: the month before, and any since the first appeal that was forgotten while
 * the program did not run.
 */
export async function freezeMonths(
  deps: Pick<Deps, 'database' | 'worlds'>,
  countyId: number,
  now: Date,
): Promise<string[]> {
  const world = await deps.worlds.of(countyId, now)
  const last = monthsFrom(monthOf(world.today), -1)
  const frozen: string[] = []
  for (const month of await openMonths(deps, countyId, world, last))
    if ((await freezeMonth(deps, world, countyId, month, null)) === 'frozen') frozen.push(month)
  return frozen
}

async function openMonths(
  { database }: Pick<Deps, 'database'>,
  countyId: number,
  { calendar }: World,
  last: string,
): Promise<string[]> {
  const { rows } = await database.read(countyId, (tx) =>
    sql<{ first: Date | null; frozen: string | null }>`
      SELECT (SELECT created_at FROM appeals WHERE county_id = ${countyId} ORDER BY created_at LIMIT 1) AS first,
        (SELECT max(month) FROM appeal_months WHERE county_id = ${countyId} AND scope = 'county' AND within = 'all') AS frozen`.execute(
      tx,
    ),
  )
  const { first = null, frozen = null } = rows[0] ?? {}
  if (first === null) return []
  const months: string[] = []
  let month = frozen ? monthsFrom(frozen, 1) : monthOf(localDate(calendar, first))
  for (; month <= last; month = monthsFrom(month, 1)) months.push(month)
  return months
}
