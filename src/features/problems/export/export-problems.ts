import { sql } from 'kysely'
import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { compileBoundary, scan } from '#platform/boundary/index.ts'
import { toLocal } from '#platform/calendar/local-time.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { rulesInForce } from '#platform/rules/index.ts'
import { exportSheet } from '#platform/sheets/export-sheet.ts'
import type { World } from '#platform/world.ts'
import type { LedgerQuery } from '../api.ts'
import type { Deps } from '../deps.ts'
import { filterWords } from './filter-words.ts'
import { labelsOf } from './labels.ts'
import { type ExportRow, exportRows } from './rows.ts'
import { type ExportLine, type ExportView, exportViews } from './views.ts'

export type AskedExport = { actor: Actor; view: ExportView; query: LedgerQuery }

export type PreparedExport = { fileName: string; make(path: string): Promise<void> }

/**
 * Gives an export its number and makes it ready: `make` writes the workbook, watermarked with who, when and which
 * number, and then records it, as an entry of its own. What could not be recorded does not leave.
 */
export async function prepareExport(
  { database, directory, numbers }: Pick<Deps, 'database' | 'directory' | 'numbers'>,
  world: World,
  { actor, view, query }: AskedExport,
): Promise<PreparedExport> {
  mayBeKept(world, query)
  const { countyId } = actor
  const organizations = await directory.organizations(countyId)
  const labels = labelsOf(world, organizations)
  const { title, columns, perMeasure } = exportViews(world, labels)[view]
  const year = world.today.slice(0, 4)
  const number = `DC${year}-${String(await numbers(countyId, `export.${year}`)).padStart(6, '0')}`
  const when = localTime(world)
  const office = actor.grants[0] ? labels.organization(actor.grants[0].organizationId) : ''
  const who = office ? `${actor.name}（${office}）` : actor.name
  return {
    fileName: `${title}-${number}.xlsx`,
    async make(path) {
      const { rows } = await database.read(countyId, async (tx) => {
        // One snapshot for all pages: nobody is told twice or left out because a deadline moves meanwhile.
        await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(tx)
        const watermark = { who, when, number, county: await countyName(tx, countyId) }
        const found = exportRows(tx, countyId, scopeOf(actor), query, world.now)
        const filter = filterWords(query, labels)
        return exportSheet({ title, columns, rows: linesOf(found, perMeasure), watermark, filter, out: path })
      })
      await database.write(countyId, (tx) => record(tx, world, actor, { number, view, query, rows }))
    },
  }
}

/** The filter is kept with the export: a search word goes by the same rules as every other text (domain.md 7.5). */
function mayBeKept({ rules, today }: World, query: LedgerQuery): void {
  if (!query.q) return
  const hit = scan(compileBoundary(rulesInForce(rules, 'boundary', today)), { q: query.q })
  if (hit?.action === 'refuse') throw new Refused({ code: 'boundary', ...hit })
}

async function* linesOf(rows: AsyncIterable<ExportRow>, perMeasure: boolean): AsyncGenerator<ExportLine> {
  let nth = 0
  for await (const row of rows) {
    nth++
    const measures = perMeasure && row.measures.length > 0 ? row.measures : [undefined]
    for (const measure of measures) yield { nth, row, measure }
  }
}

async function countyName(tx: Tx, countyId: number): Promise<string> {
  const { name } = await tx
    .selectFrom('counties')
    .select('name')
    .where('county_id', '=', countyId)
    .executeTakeFirstOrThrow()
  return name
}

/** 2026-06-10 10:05 on the county's wall. */
function localTime({ now, calendar }: World): string {
  const { date, timeMs } = toLocal(calendar.zone, now)
  const minutes = Math.floor(timeMs / 60_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

async function record(
  tx: Tx,
  { now }: World,
  { countyId, personId }: Actor,
  { number, view, query, rows }: { number: string; view: ExportView; query: LedgerQuery; rows: number },
): Promise<void> {
  const id = newId()
  const filter = { view, ...query }
  const row = { number, kind: `problems.${view}`, person_id: personId, filter, row_count: rows }
  await tx
    .insertInto('exports')
    .values({ ...row, county_id: countyId, id, filter: JSON.stringify(filter), at: now })
    .execute()
  await appendEntry(tx, countyId, null, {
    ...{ kind: 'export', case: id, act: 'export', at: now, entered: now, actor: personId, as: null },
    ...{ command: null, rows: { [`exports/${id}`]: row } },
  })
}
