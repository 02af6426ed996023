import { sql } from 'kysely'
import type { Tx } from '../database/transaction.ts'
import { type Decision, decided, refuse } from '../refusal.ts'
import { buildRuleBook, type RuleBook, type RuleRow } from './rule-book.ts'
import { ruleValueIssues } from './values.ts'

/** Every rule version of the county as this transaction sees it, its own additions included. */
export async function loadRuleBook(tx: Tx, countyId: number): Promise<RuleBook> {
  const rows = await tx
    .selectFrom('rules')
    .where('county_id', '=', countyId)
    .select(['county_id', 'id', 'kind', 'key', 'version', 'value', 'basis', 'source', 'note'])
    // As text: a date has no zone, and the driver would give it that of the host.
    .select(sql<string>`to_char(valid_from, 'YYYY-MM-DD')`.as('valid_from'))
    .execute()
  return buildRuleBook(
    rows.map(({ county_id, valid_from, ...row }) => ({ ...row, countyId: county_id, validFrom: valid_from })),
  )
}

export type NewRuleVersion = Omit<RuleRow, 'countyId' | 'version'> & {
  /** The version the person saw when writing this one; 0 for a rule that is new. */
  after: number
  /** Null: the program itself, when a county is set up. */
  createdBy: string | null
  createdAt: Date
}

/**
 * Adds the next version of a rule; what was in force stays readable for the cases that froze it.
 * Refused: `stale_version` when somebody added one meanwhile, `invalid` when the value does not fit the kind.
 */
export async function addRuleVersion(
  tx: Tx,
  countyId: number,
  { after, createdBy, createdAt, ...entered }: NewRuleVersion,
): Promise<Decision<RuleRow>> {
  const issues = ruleValueIssues(entered.kind, entered.value)
  if (issues.length > 0) return refuse({ code: 'invalid', issues })
  const row: RuleRow = { ...entered, countyId, version: after + 1 }
  const newest = await newestVersion(tx, row)
  if (newest !== after) return refuse({ code: 'stale_version', seen: after, now: newest })
  const inserted = await tx
    .insertInto('rules')
    .values({
      county_id: countyId,
      id: row.id,
      kind: row.kind,
      key: row.key,
      version: row.version,
      value: JSON.stringify(row.value),
      basis: row.basis,
      source: row.source,
      valid_from: row.validFrom,
      note: row.note,
      created_by: createdBy,
      created_at: createdAt,
    })
    // Waits for a rival that has not committed yet, and then loses instead of failing.
    .onConflict((conflict) => conflict.columns(['county_id', 'kind', 'key', 'version']).doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!inserted) return refuse({ code: 'stale_version', seen: after, now: await newestVersion(tx, row) })
  return decided(row)
}

async function newestVersion(tx: Tx, { countyId, kind, key }: RuleRow): Promise<number> {
  const { newest } = await tx
    .selectFrom('rules')
    .where('county_id', '=', countyId)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .select(({ fn }) => fn.max('version').as('newest'))
    .executeTakeFirstOrThrow()
  return newest ?? 0
}
