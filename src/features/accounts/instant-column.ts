import { sql } from 'kysely'

/** An instant of a row as ISO 8601 in UTC, like everything that goes out. */
export const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
