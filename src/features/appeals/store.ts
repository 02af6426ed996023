import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { type Appending, entryClauses, lockChain } from '#platform/history/append.ts'
import type { Step } from '#platform/lifecycle/step.ts'
import { childClauses, movedClause } from '#platform/lifecycle/write.ts'
import { placeOf } from '#platform/search/index.ts'
import type { World } from '#platform/world.ts'
import type { Effect } from './acts/index.ts'
import type { AppealState } from './lifecycle.ts'
import { type AppealRow, noParts, type Part, type Parts, partTables } from './row.ts'
import { limitsOf } from './rules.seed.ts'
import { searchedBy, searchWords } from './search.ts'

export type Loaded = { row: AppealRow; parts: Parts; chain: { length: number; head: string } }

const partColumn = (part: Part): RawBuilder<unknown> => {
  if (part === 'joined')
    return sql`(SELECT coalesce(json_agg(json_build_object('id', j.id)), '[]') FROM appeals j
      WHERE j.county_id = p.county_id AND j.main_id = p.id) AS joined`
  const child = sql.table(partTables[part])
  return sql`(SELECT coalesce(json_agg(c ORDER BY c.id), '[]') FROM ${child} c
    WHERE c.county_id = p.county_id AND c.appeal_id = p.id) AS ${sql.ref(part)}`
}

/**
 * Reads an appeal with the parts asked for; never who brought it up. With `lock` its chain is locked until the
 * transaction ends. Undefined: no such appeal in this county.
 */
export async function findAppeal(
  tx: Tx,
  countyId: number,
  id: string,
  parts: readonly Part[],
  { lock = false }: { lock?: boolean } = {},
): Promise<Loaded | undefined> {
  // Who was joined is no change of the appeal's own row: read by a statement that begins under the lock.
  if (lock && parts.includes('joined')) await lockChain(tx, countyId, id)
  const columns = parts.map((part) => sql`, ${partColumn(part)}`)
  const { rows } = await sql<AppealRow & Partial<Parts> & { chain_length: number; chain_head: string }>`
    SELECT p.*, h.length AS chain_length, h.head AS chain_head${sql.join(columns, sql``)}
    FROM appeals p JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
    WHERE p.county_id = ${countyId} AND p.id = ${id}
    ${lock ? sql`FOR UPDATE OF h` : sql``}`.execute(tx)
  const found = rows[0]
  if (!found) return undefined
  const { chain_length, chain_head, ...rest } = found
  const row = { ...rest } as AppealRow & Partial<Parts>
  const loaded: Partial<Parts> = {}
  for (const part of parts) {
    Object.assign(loaded, { [part]: rest[part] ?? [] })
    delete row[part]
  }
  return { row, parts: { ...noParts, ...loaded }, chain: { length: chain_length, head: chain_head } }
}

/** The appeal that others are to be joined into, locked: it must not end meanwhile. */
export async function findMain(tx: Tx, countyId: number, id: string): Promise<AppealRow | undefined> {
  await lockChain(tx, countyId, id)
  return (await findAppeal(tx, countyId, id, []))?.row
}

/**
 * So many people stand behind it now, with whoever was joined, that its leader is to be told: once, when the number is
 * reached. Derived, so no act of anybody's on that appeal; its chain is locked (`findMain`).
 */
export const markMany = (tx: Tx, world: World, countyId: number, id: string) =>
  sql`UPDATE appeals p SET many_since = ${world.now}
    WHERE p.county_id = ${countyId} AND p.id = ${id} AND p.many_since IS NULL
      AND p.people + (SELECT coalesce(sum(j.people), 0) FROM appeals j
        WHERE j.county_id = p.county_id AND j.main_id = p.id) >= ${limitsOf(world).people}`.execute(tx)

export type Writing = {
  row: AppealRow
  step: Step<AppealState>
  effect: Effect
  now: Date
  entry: Appending
}

/** All an act writes of the appeal and its entry, in one statement. False: somebody was faster. */
export async function writeAct(tx: Tx, { row, step, effect, now, entry }: Writing): Promise<boolean> {
  const seq = (entry.head?.length ?? 0) + 1
  const after = { ...row, ...effect.set, state: step.state, round: step.round }
  const clauses = [
    movedClause('appeals', row, step, effect.set, now),
    ...spanClause(row, after, step, seq, now),
    ...searchClause(row, after),
    ...childClauses(effect),
    entryClauses(entry, 'moved').clauses,
  ]
  const { rows } = await sql<{ n: number }>`
    WITH ${sql.join(clauses)} SELECT count(*)::int AS n FROM moved`.execute(tx)
  return rows[0]?.n === 1
}

/** What every figure is counted by. */
const dimensions = [
  'state',
  'round',
  'place_id',
  'township_id',
  'handler_id',
  'nature',
  'field_code',
] as const satisfies (keyof AppealRow)[]
type Dimensions = Pick<AppealRow, 'county_id' | 'id' | (typeof dimensions)[number]>

/** The dimensions as they are from this entry on. */
export const insertSpan = (d: Dimensions, seq: number, at: Date, dueAt: string | Date, given: string) => sql`
  INSERT INTO appeal_spans (county_id, appeal_id, seq, from_at, due_at, ${sql.join(dimensions.map((name) => sql.ref(name)))})
  SELECT ${d.county_id}, ${d.id}, ${seq}, ${at}, ${dueAt}, ${sql.join(dimensions.map((name) => sql`${d[name]}`))}
  FROM ${sql.ref(given)}`

function spanClause(before: AppealRow, after: Dimensions, step: Step<AppealState>, seq: number, now: Date) {
  const dueAt = step.dueAt ?? 'infinity'
  const dueBefore = before.due_at instanceof Date ? before.due_at.toISOString() : 'infinity'
  if (dueAt === dueBefore && dimensions.every((name) => before[name] === after[name])) return []
  return [sql`span AS (${insertSpan(after, seq, now, dueAt, 'moved')})`]
}

/** Amended words are found by what they say now; what was diverted is found no more (seal_away). */
function searchClause(before: AppealRow, after: AppealRow) {
  const isSame = searchedBy.every((name) => String(before[name]) === String(after[name]))
  if (after.state === 'diverted' || isSame) return []
  return [
    sql`searchable AS (
    UPDATE appeal_search SET search = array_to_tsvector(${searchWords(after)}::text[]) FROM moved
    WHERE county_id = ${after.county_id} AND place = ${placeOf(after.number)})`,
  ]
}
