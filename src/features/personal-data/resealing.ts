import { type RawBuilder, sql } from 'kysely'
import {
  isOldSeal,
  openTotpSecret,
  recordBeginning,
  sealTotpSecret,
  type TotpKeys,
} from '#features/accounts/index.ts'
import { addressPlace } from '#features/notices/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { phonePlace, sealPhone } from './phones.ts'
import { newPhonePlace } from './requests.ts'

/** As many rows as are sealed anew in one transaction. */
const BATCH = 200

/** One column that holds sealed values. */
export type SealedColumn<Keys> = {
  table: string
  key: string
  column: string
  /** Sealed along with it: what a value is looked up by. */
  index?: string
  /** Whether this still waits for the current keys. */
  isOld(keys: Keys, sealed: string, index: string | null): boolean
  /** What is written in place of a row's value, opened with the key it names. Null: it does not open and stays. */
  anew(keys: Keys, countyId: number, id: string, sealed: string): Record<string, string> | null
}

const isOld = ({ sealing }: TotpKeys, sealed: string, index: string | null): boolean =>
  isOldSeal(sealed) || !sealing.isCurrent(sealed) || (index !== null && !sealing.isCurrentIndex(index))

/** Every column that a new key is taken to; a test walks the schema for one that is missing here and below. */
export const sealedColumns: readonly SealedColumn<TotpKeys>[] = [
  {
    ...{ table: 'person_phones', key: 'person_id', column: 'sealed', index: 'blind_index', isOld },
    anew: ({ sealing }, countyId, id, sealed) =>
      sealPhone(sealing, countyId, sealing.open(phonePlace(countyId, id), sealed))(id),
  },
  {
    ...{ table: 'data_requests', key: 'id', column: 'new_phone', isOld },
    anew: ({ sealing }, countyId, id, sealed) => {
      const place = newPhonePlace(countyId, id)
      return { new_phone: sealing.seal(place, sealing.open(place, sealed)) }
    },
  },
  {
    ...{ table: 'notice_ways', key: 'person_id', column: 'sealed', isOld },
    anew: ({ sealing }, countyId, id, sealed) => {
      const place = addressPlace(countyId, id)
      return { sealed: sealing.seal(place, sealing.open(place, sealed)) }
    },
  },
  {
    ...{ table: 'second_factors', key: 'id', column: 'secret', isOld },
    // One that does not open confirms nobody's sign-in; whoever it belongs to sets up another.
    anew: (keys, countyId, id, sealed) => {
      const secret = openTotpSecret(keys, countyId, id, sealed)
      return secret === undefined ? null : { secret: sealTotpSecret(keys.sealing, countyId, id, secret) }
    },
  },
]

export type Progress = (done: number) => void

/** What stays with the key it was sealed with: settings, which the operator gives again. */
export const keptWithTheirKey: readonly string[] = [
  ...['appeal_sources.sealed', 'sms_gateways.sealed', 'outlets.sealed'],
]

/**
 * Seals every value of a county with the current keys that is not yet, a batch a transaction: interrupted at any
 * moment, each value opens, and the next run goes on with the rest. Each batch is an entry with its number of values.
 * @returns how many values were sealed anew
 */
export const reseal = (
  database: Database,
  keys: TotpKeys,
  countyId: number,
  now: () => Date,
  progress?: Progress,
): Promise<number> => resealColumns(database, sealedColumns, keys, keys.sealing, countyId, now, progress)

/** The same of any columns, whatever their keys; `current` is who seals now. */
export async function resealColumns<Keys>(
  database: Database,
  columns: readonly SealedColumn<Keys>[],
  keys: Keys,
  current: Pick<Sealing, 'keys'>,
  countyId: number,
  now: () => Date,
  progress: Progress = () => undefined,
): Promise<number> {
  let done = 0
  for (const column of columns) {
    for (let after = NIL; ; ) {
      const batch = await database.write(countyId, (tx) =>
        resealBatch(tx, keys, current, countyId, column, after, now()),
      )
      if (!batch) break
      after = batch.last
      done += batch.sealed
      if (batch.sealed > 0) progress(done)
    }
  }
  return done
}

const NIL = '00000000-0000-0000-0000-000000000000'

/** Undefined: there are no rows beyond. */
async function resealBatch<Keys>(
  tx: Tx,
  keys: Keys,
  current: Pick<Sealing, 'keys'>,
  countyId: number,
  { table, key, column, index, isOld, anew }: SealedColumn<Keys>,
  after: string,
  now: Date,
): Promise<{ last: string; sealed: number } | undefined> {
  const { rows } = await sql<{ id: string; sealed: string; index: string | null }>`
    SELECT ${sql.ref(key)} AS id, ${sql.ref(column)} AS sealed, ${index ? sql.ref(index) : sql`NULL::text`} AS index
    FROM ${sql.table(table)}
    WHERE county_id = ${countyId} AND ${sql.ref(key)} > ${after} AND ${sql.ref(column)} IS NOT NULL
    ORDER BY ${sql.ref(key)} LIMIT ${BATCH} FOR UPDATE`.execute(tx)
  const last = rows.at(-1)?.id
  if (last === undefined) return undefined
  let values = 0
  for (const { id, sealed, index } of rows) {
    const fresh = isOld(keys, sealed, index) ? anew(keys, countyId, id, sealed) : null
    if (!fresh) continue
    values++
    const set = Object.entries(fresh).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
    await sql`UPDATE ${sql.table(table)} SET ${sql.join(set)}
      WHERE county_id = ${countyId} AND ${sql.ref(key)} = ${id}`.execute(tx)
  }
  if (values > 0) await record(tx, current, countyId, { table, column, values }, now)
  return { last, sealed: values }
}

async function record(
  tx: Tx,
  { keys }: Pick<Sealing, 'keys'>,
  countyId: number,
  sealed: { table: string; column: string; values: number },
  now: Date,
): Promise<void> {
  const id = newId()
  await recordBeginning(tx, countyId, {
    ...{ kind: 'keys', case: id, act: 'reseal', by: { personId: null, as: 'operator' }, now },
    rows: { [`keys/${id}`]: { ...sealed, key: keys.current().id } },
  })
}

/** How many values of a county each key opens, by key id; for the operator. What no key of the ring sealed is not there. */
export async function countByKey(tx: Tx, countyId: number): Promise<Map<string, number>> {
  const index = sql`SELECT split_part(blind_index, ':', 2) AS key, 'index' AS purpose FROM person_phones
    WHERE county_id = ${countyId}`
  return counted(tx, [...sealedColumns.map((column) => keysOf(countyId, column, 'seal')), index])
}

/** The same of any columns, under the name of their ring. */
export const countColumnsByKey = (
  tx: Tx,
  countyId: number,
  columns: readonly Pick<SealedColumn<never>, 'table' | 'column'>[],
  purpose: string,
): Promise<Map<string, number>> =>
  counted(
    tx,
    columns.map((column) => keysOf(countyId, column, purpose)),
  )

const keysOf = (
  countyId: number,
  { table, column }: Pick<SealedColumn<never>, 'table' | 'column'>,
  purpose: string,
) => sql`SELECT split_part(${sql.ref(column)}, ':', 2) AS key, ${purpose}::text AS purpose FROM ${sql.table(table)}
  WHERE county_id = ${countyId} AND ${sql.ref(column)} LIKE '%:%:%'`

async function counted(tx: Tx, parts: readonly RawBuilder<unknown>[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; purpose: string; n: number }>`
    SELECT key, purpose, count(*)::int AS n FROM (${sql.join([...parts], sql` UNION ALL `)}) k
    GROUP BY key, purpose ORDER BY purpose DESC, key`.execute(tx)
  return new Map(rows.map(({ key, purpose, n }) => [`${purpose} ${key}`, n]))
}
