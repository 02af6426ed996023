import { sql } from 'kysely'
import { recordBeginning } from '#features/accounts/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { phonePlace, sealPhone } from './phones.ts'
import { newPhonePlace } from './requests.ts'

/** As many rows as are sealed anew in one transaction. */
const BATCH = 200

/** One column that holds sealed values. */
type SealedColumn = {
  table: 'person_phones' | 'data_requests'
  key: string
  column: string
  /** What is written in place of a row's value, opened with the key it names. */
  anew(sealing: Sealing, countyId: number, id: string, sealed: string): Record<string, string>
}

/** Every sealed column there is; a test walks the schema for one that is missing here. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    ...{ table: 'person_phones', key: 'person_id', column: 'sealed' },
    anew: (sealing, countyId, id, sealed) =>
      sealPhone(sealing, countyId, sealing.open(phonePlace(countyId, id), sealed))(id),
  },
  {
    ...{ table: 'data_requests', key: 'id', column: 'new_phone' },
    anew: (sealing, countyId, id, sealed) => {
      const place = newPhonePlace(countyId, id)
      return { new_phone: sealing.seal(place, sealing.open(place, sealed)) }
    },
  },
]

export type Progress = (done: number) => void

/**
 * Seals every value of a county with the current keys that is not yet, a batch a transaction: interrupted at any
 * moment, each value opens, and the next run goes on with the rest. Each batch is an entry with its number of values.
 * @returns how many values were sealed anew
 */
export async function reseal(
  database: Database,
  sealing: Sealing,
  countyId: number,
  now: () => Date,
  progress: Progress = () => undefined,
): Promise<number> {
  let done = 0
  for (const column of sealedColumns) {
    for (let after = NIL; ; ) {
      const batch = await database.write(countyId, (tx) =>
        resealBatch(tx, sealing, countyId, column, after, now()),
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
  sealing: Sealing,
  countyId: number,
  { table, key, column, anew }: SealedColumn,
  after: string,
  now: Date,
): Promise<{ last: string; sealed: number } | undefined> {
  const index = table === 'person_phones' ? sql.ref('blind_index') : sql`NULL::text`
  const { rows } = await sql<{ id: string; sealed: string; index: string | null }>`
    SELECT ${sql.ref(key)} AS id, ${sql.ref(column)} AS sealed, ${index} AS index FROM ${sql.table(table)}
    WHERE county_id = ${countyId} AND ${sql.ref(key)} > ${after} AND ${sql.ref(column)} IS NOT NULL
    ORDER BY ${sql.ref(key)} LIMIT ${BATCH} FOR UPDATE`.execute(tx)
  const last = rows.at(-1)?.id
  if (last === undefined) return undefined
  const old = rows.filter(
    ({ sealed, index }) => !sealing.isCurrent(sealed) || (index !== null && !sealing.isCurrentIndex(index)),
  )
  for (const { id, sealed } of old) {
    const set = Object.entries(anew(sealing, countyId, id, sealed)).map(
      ([name, value]) => sql`${sql.ref(name)} = ${value}`,
    )
    await sql`UPDATE ${sql.table(table)} SET ${sql.join(set)}
      WHERE county_id = ${countyId} AND ${sql.ref(key)} = ${id}`.execute(tx)
  }
  if (old.length > 0) await record(tx, sealing, countyId, { table, column, values: old.length }, now)
  return { last, sealed: old.length }
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

/** How many values of a county each key opens, by key id; for the operator. */
export async function countByKey(tx: Tx, countyId: number): Promise<Map<string, number>> {
  const parts = sealedColumns.flatMap(({ table, column }) => [
    sql`SELECT split_part(${sql.ref(column)}, ':', 2) AS key, 'seal' AS purpose FROM ${sql.table(table)}
      WHERE county_id = ${countyId} AND ${sql.ref(column)} IS NOT NULL`,
  ])
  parts.push(
    sql`SELECT split_part(blind_index, ':', 2), 'index' FROM person_phones WHERE county_id = ${countyId}`,
  )
  const { rows } = await sql<{ key: string; purpose: string; n: number }>`
    SELECT key, purpose, count(*)::int AS n FROM (${sql.join(parts, sql` UNION ALL `)}) k
    GROUP BY key, purpose ORDER BY purpose DESC, key`.execute(tx)
  return new Map(rows.map(({ key, purpose, n }) => [`${purpose} ${key}`, n]))
}
