import { sql } from 'kysely'
import {
  isOldSeal,
  openTotpSecret,
  recordBeginning,
  sealTotpSecret,
  type TotpKeys,
} from '#features/accounts/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { phonePlace, sealPhone } from './phones.ts'
import { newPhonePlace } from './requests.ts'

/** As many rows as are sealed anew in one transaction. */
const BATCH = 200

/** One column that holds sealed values. */
type SealedColumn = {
  table: 'person_phones' | 'data_requests' | 'second_factors'
  key: string
  column: string
  /** What is written in place of a row's value, opened with the key it names. Null: it does not open and stays. */
  anew(keys: TotpKeys, countyId: number, id: string, sealed: string): Record<string, string> | null
}

/** Every column that a new key is taken to; a test walks the schema for one that is missing here and below. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    ...{ table: 'person_phones', key: 'person_id', column: 'sealed' },
    anew: ({ sealing }, countyId, id, sealed) =>
      sealPhone(sealing, countyId, sealing.open(phonePlace(countyId, id), sealed))(id),
  },
  {
    ...{ table: 'data_requests', key: 'id', column: 'new_phone' },
    anew: ({ sealing }, countyId, id, sealed) => {
      const place = newPhonePlace(countyId, id)
      return { new_phone: sealing.seal(place, sealing.open(place, sealed)) }
    },
  },
  {
    ...{ table: 'second_factors', key: 'id', column: 'secret' },
    // One that does not open confirms nobody's sign-in; whoever it belongs to sets up another.
    anew: (keys, countyId, id, sealed) => {
      const secret = openTotpSecret(keys, countyId, id, sealed)
      return secret === undefined ? null : { secret: sealTotpSecret(keys.sealing, countyId, id, secret) }
    },
  },
]

export type Progress = (done: number) => void

/**
 * What stays with the key it was sealed with. Who spoke up has a ring of its own, which is not rotated: the program
 * cannot read those columns, so that sealing them anew would need a second door. The others are settings, which the
 * operator gives again.
 */
export const keptWithTheirKey: readonly string[] = [
  ...['appeal_identities.sealed', 'diverted_matters.sealed', 'reprisal_reports.sealed'],
  ...['appeal_sources.sealed', 'sms_gateways.sealed'],
]

/**
 * Seals every value of a county with the current keys that is not yet, a batch a transaction: interrupted at any
 * moment, each value opens, and the next run goes on with the rest. Each batch is an entry with its number of values.
 * @returns how many values were sealed anew
 */
export async function reseal(
  database: Database,
  keys: TotpKeys,
  countyId: number,
  now: () => Date,
  progress: Progress = () => undefined,
): Promise<number> {
  let done = 0
  for (const column of sealedColumns) {
    for (let after = NIL; ; ) {
      const batch = await database.write(countyId, (tx) =>
        resealBatch(tx, keys, countyId, column, after, now()),
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
async function resealBatch(
  tx: Tx,
  keys: TotpKeys,
  countyId: number,
  { table, key, column, anew }: SealedColumn,
  after: string,
  now: Date,
): Promise<{ last: string; sealed: number } | undefined> {
  const { sealing } = keys
  const index = table === 'person_phones' ? sql.ref('blind_index') : sql`NULL::text`
  const { rows } = await sql<{ id: string; sealed: string; index: string | null }>`
    SELECT ${sql.ref(key)} AS id, ${sql.ref(column)} AS sealed, ${index} AS index FROM ${sql.table(table)}
    WHERE county_id = ${countyId} AND ${sql.ref(key)} > ${after} AND ${sql.ref(column)} IS NOT NULL
    ORDER BY ${sql.ref(key)} LIMIT ${BATCH} FOR UPDATE`.execute(tx)
  const last = rows.at(-1)?.id
  if (last === undefined) return undefined
  const old = rows.filter(
    ({ sealed, index }) =>
      isOldSeal(sealed) || !sealing.isCurrent(sealed) || (index !== null && !sealing.isCurrentIndex(index)),
  )
  let values = 0
  for (const { id, sealed } of old) {
    const fresh = anew(keys, countyId, id, sealed)
    if (!fresh) continue
    values++
    const set = Object.entries(fresh).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
    await sql`UPDATE ${sql.table(table)} SET ${sql.join(set)}
      WHERE county_id = ${countyId} AND ${sql.ref(key)} = ${id}`.execute(tx)
  }
  if (values > 0) await record(tx, sealing, countyId, { table, column, values }, now)
  return { last, sealed: values }
}

async function record(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  sealed: { table: string; column: string; values: number },
  now: Date,
): Promise<void> {
  const id = newId()
  await recordBeginning(tx, countyId, {
    ...{ kind: 'keys', case: id, act: 'reseal', by: { personId: null, as: 'operator' }, now },
    rows: { [`keys/${id}`]: { ...sealed, key: sealing.keys.current().id } },
  })
}

/** How many values of a county each key opens, by key id; for the operator. What no key of the ring sealed is not there. */
export async function countByKey(tx: Tx, countyId: number): Promise<Map<string, number>> {
  const parts = sealedColumns.flatMap(({ table, column }) => [
    sql`SELECT split_part(${sql.ref(column)}, ':', 2) AS key, 'seal' AS purpose FROM ${sql.table(table)}
      WHERE county_id = ${countyId} AND ${sql.ref(column)} LIKE '%:%:%'`,
  ])
  parts.push(
    sql`SELECT split_part(blind_index, ':', 2), 'index' FROM person_phones WHERE county_id = ${countyId}`,
  )
  const { rows } = await sql<{ key: string; purpose: string; n: number }>`
    SELECT key, purpose, count(*)::int AS n FROM (${sql.join(parts, sql` UNION ALL `)}) k
    GROUP BY key, purpose ORDER BY purpose DESC, key`.execute(tx)
  return new Map(rows.map(({ key, purpose, n }) => [`${purpose} ${key}`, n]))
}
