import type { ClientBase } from 'pg'
import { escapeIdentifier } from 'pg'

/** A table with the columns that can be written (generated ones compute themselves). */
export type TableShape = { schema: string; name: string; columns: string[]; key: string[] }
export type Sequence = { schema: string; name: string; value: string }

/** Jobs are left out: what is queued belongs to the running program, not to the record. */
const schemas = ['public', 'auth']
const ownTable = 'bihuan_migrations'

/** Every table of the record, each after those it refers to; foreign keys within one table do not matter to COPY. */
export async function listTables(client: ClientBase): Promise<TableShape[]> {
  const { rows: tables } = await client.query<TableShape & { oid: string }>(
    `SELECT c.oid::text, n.nspname AS schema, c.relname AS name,
       array(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0
             AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
       array(SELECT a.attname::text FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (n, at)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n
             WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.at) AS key
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> $2
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY n.nspname, c.relname`,
    [schemas, ownTable],
  )
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT DISTINCT conrelid::oid::text AS "from", confrelid::oid::text AS "to" FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid`,
  )
  return inOrder(tables, references).map(({ schema, name, columns, key }) => ({ schema, name, columns, key }))
}

/** @throws when tables refer to each other in a ring, which a restore could not fill */
export function inOrder<T extends { oid: string; name: string }>(
  tables: readonly T[],
  references: readonly { from: string; to: string }[],
): T[] {
  const ordered: T[] = []
  let left = [...tables]
  while (left.length > 0) {
    const waiting = new Set(left.map((table) => table.oid))
    const isFree = (table: T) => !references.some(({ from, to }) => from === table.oid && waiting.has(to))
    const free = left.filter(isFree)
    if (free.length === 0)
      throw new Error(`tables refer to each other in a ring: ${left.map((table) => table.name).join(', ')}`)
    ordered.push(...free)
    left = left.filter((table) => !free.includes(table))
  }
  return ordered
}

/** Sequences that were used, with the number they gave last. */
export async function listSequences(client: ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value::text AS value FROM pg_sequences s
     WHERE s.schemaname = ANY ($1) AND s.last_value IS NOT NULL AND NOT EXISTS (
       SELECT FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
       WHERE d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
         AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND t.relname = $2)
     ORDER BY 1, 2`,
    [schemas, ownTable],
  )
  return rows
}

/** Names of the migrations that the database has; none in an empty one. */
export async function listMigrations(client: ClientBase): Promise<string[]> {
  const { rows: found } = await client.query(`SELECT to_regclass('public.${ownTable}') IS NOT NULL AS found`)
  if (!found[0]!.found) return []
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM public.${ownTable} ORDER BY name`)
  return rows.map((row) => row.name)
}

/** `"schema"."table"` */
export const quoted = ({ schema, name }: { schema: string; name: string }): string =>
  `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`

export const quotedColumns = (columns: readonly string[]): string => columns.map(escapeIdentifier).join(', ')

/** One spelling of values whatever the server's settings are; holds for the transaction. */
export const plainSpelling =
  "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; " +
  "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'"
