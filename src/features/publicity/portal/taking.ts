import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Export } from '#platform/sheets/export-sheet.ts'
import { type Cell, isListName, ListQuery, lists, type Table } from './lists.ts'
import { notFoundPage } from './pages/error.ts'
import { dataPath } from './paths.ts'
import type { Portal } from './portal.ts'
import { dayOf } from './words.ts'

const forms = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Form = keyof typeof forms

/** GET of every public list as CSV and as a workbook. What looks like a formula is made text by the writers. */
export function registerTables(app: FastifyInstance, portal: Portal): void {
  for (const form of Object.keys(forms) as Form[])
    app.get<{ Params: { name: string } }>(dataPath(':name', form), async (request, reply) => {
      const { database, countyOf, now } = portal.deps
      const county = await countyOf(request)
      const { name } = request.params
      const at = now()
      const asked = { countyId: county.county_id, now: at, query: ListQuery.parse(request.query ?? {}) }
      const table = isListName(name)
        ? await database.read(county.county_id, (tx) => lists[name].of(tx, asked))
        : undefined
      if (!table) return portal.answerOnce(request, reply, 404, notFoundPage)
      const file = `${county.name} ${table.title} ${dayOf(at)}.${form}`
      return reply
        .type(forms[form])
        .header('cache-control', 'private, max-age=30, must-revalidate')
        .header(
          'content-disposition',
          `attachment; filename="${name}.${form}"; filename*=UTF-8''${encodeURIComponent(file)}`,
        )
        .send(await written(form, table, county.name, dayOf(at)))
    })
}

async function written(
  form: Form,
  { title, columns, rows }: Table,
  county: string,
  day: string,
): Promise<Buffer> {
  const out = new PassThrough()
  const whole = buffer(out)
  const table: Export<readonly Cell[]> = {
    title,
    columns: columns.map((heading, c) => ({
      heading,
      kind: rows.some((row) => typeof row[c] === 'number') ? 'number' : 'text',
      value: (row) => row[c] ?? null,
    })),
    rows,
    watermark: { who: '公开网页', when: day, number: '公开数据', county },
    filter: '无',
    out,
  }
  // The writer of workbooks is large: loaded by whoever asks for one first.
  if (form === 'csv') await (await import('#platform/sheets/export-csv.ts')).exportCsv(table)
  else await (await import('#platform/sheets/export-sheet.ts')).exportSheet(table)
  return whole
}
