import pg from 'pg'
import type { TestDatabase } from '#tests/support/database.ts'

/** Kept of refusals, and never in the way of the next request. */
const IGNORED = ['refused_attempts']

/**
 * Remembers what every table holds now, and puts back what a request changed. Unlike a transaction around each
 * request it leaves the program its own connections and commits; only tables that were written to are touched.
 */
export async function takeBaseline(
  test: TestDatabase,
): Promise<{ putBack(): Promise<boolean>; close(): Promise<void> }> {
  // History refuses to be changed even by its owner, so this is done as who stands above the triggers.
  const admin = new pg.Client(test.adminUrl)
  await admin.connect()
  await admin.query(`
    CREATE SCHEMA baseline;
    CREATE TABLE baseline.touched (name text PRIMARY KEY);
    CREATE FUNCTION baseline.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO baseline.touched VALUES (format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME)) ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;`)
  const { rows: tables } = await admin.query<{ name: string; copy: string; columns: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, format('baseline.%I', n.nspname || '.' || c.relname) AS copy,
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'auth') AND c.relkind = 'r' AND NOT c.relname = ANY($1)`,
    [IGNORED],
  )
  for (const { name, copy } of tables)
    await admin.query(`
      CREATE TABLE ${copy} AS TABLE ${name};
      CREATE TRIGGER baseline_touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${name}
        FOR EACH STATEMENT EXECUTE FUNCTION baseline.touch();`)
  const known = new Map(tables.map((table) => [table.name, table]))
  return {
    /** @returns whether anything had been changed */
    async putBack() {
      const { rows } = await admin.query<{ name: string }>('SELECT name FROM baseline.touched')
      if (rows.length === 0) return false
      const back = rows.map(({ name }) => {
        const { copy, columns } = known.get(name)!
        return `DELETE FROM ${name};
          INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${copy};`
      })
      await admin.query(`BEGIN; SET LOCAL session_replication_role = replica;
        ${back.join('\n')} DELETE FROM baseline.touched; COMMIT;`)
      return true
    },
    close: () => admin.end(),
  }
}
