import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { maskPhone } from '#platform/phone.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { findPhone } from './phones.ts'
import { type HeldColumn, type HeldTable, held, type Text, traces } from './registry.ts'

export type CopyPart = {
  title: Text
  purpose: Text
  basis: Text
  retention: Text
  /** One entry a row, one value a column that is shown. */
  rows: { label: Text; value: string }[][]
}

/** Everything that is held on one person, readable: the registry, filled in. */
export type DataCopy = { parts: CopyPart[]; traces: { title: Text; n: number }[] }

/**
 * Walks the registry for one person. Numbers in full, and what somebody wrote at their work, are shown to them only.
 * @param own the person reads it themselves
 */
export async function copyOf(
  tx: Tx,
  sealing: Sealing,
  { countyId, personId, own }: { countyId: number; personId: string; own: boolean },
): Promise<DataCopy> {
  const accountId = await accountOf(tx, countyId, personId)
  const phone = await findPhone(tx, sealing, countyId, personId)
  const parts: CopyPart[] = []
  for (const table of held) {
    const ownerId = table.schema === 'auth' ? accountId : personId
    const rows = ownerId === null ? [] : await rowsOf(tx, countyId, table, ownerId)
    const shown = Object.entries(table.columns).filter(([, { shown }]) => shown !== 'no')
    const { title, purpose, basis, retention } = table
    parts.push({
      ...{ title, purpose, basis, retention },
      rows: rows.map((row) =>
        shown.map(([name, column]) => ({
          label: column.label,
          value:
            column.shown === 'masked' ? (own ? (phone ?? '') : masked(phone)) : said(column, row[name], own),
        })),
      ),
    })
  }
  return { parts, traces: await tracesOf(tx, countyId, personId) }
}

const masked = (phone: string | null): string => (phone === null ? '' : maskPhone(phone))

function said({ shown }: HeldColumn, value: unknown, own: boolean): string {
  if (value === null || value === undefined) return ''
  if (shown === 'is_set' || (shown === 'own' && !own)) return '✓'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

async function accountOf(tx: Tx, countyId: number, personId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('people')
    .select('account_id')
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return row?.account_id ?? null
}

/** Names come from the registry alone. The schema of sign-in knows no counties: an account belongs to one person. */
async function rowsOf(
  tx: Tx,
  countyId: number,
  { schema, table, owner, columns }: HeldTable,
  ownerId: string,
): Promise<Record<string, unknown>[]> {
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  const inCounty = schema === 'public' ? sql`AND county_id = ${countyId}` : sql``
  const { rows } = await sql<Record<string, unknown>>`
    SELECT ${names} FROM ${sql.table(`${schema}.${table}`)}
    WHERE ${sql.ref(owner)} = ${ownerId} ${inCounty} LIMIT 1000`.execute(tx)
  return rows
}

async function tracesOf(tx: Tx, countyId: number, personId: string): Promise<DataCopy['traces']> {
  const counts = traces.map(({ table, columns }) => {
    const named = columns.map((name) =>
      name.endsWith('_ids') ? sql`${personId} = ANY(${sql.ref(name)})` : sql`${sql.ref(name)} = ${personId}`,
    )
    return sql`(SELECT count(*)::int FROM ${sql.table(table)} WHERE county_id = ${countyId} AND (${sql.join(named, sql` OR `)}))`
  })
  const { rows } = await sql<{ n: number[] }>`SELECT ARRAY[${sql.join(counts)}] AS n`.execute(tx)
  return traces.map(({ title }, at) => ({ title, n: rows[0]?.n[at] ?? 0 })).filter(({ n }) => n > 0)
}
