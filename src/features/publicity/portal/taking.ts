import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Export } from '#platform/sheets/export-sheet.ts'
import { type Cell, given, isListName, type List, ListQuery, lists, PAGE_ROWS, type Table } from './lists.ts'
import { dataPath } from './paths.ts'
import type { Data, Portal, PortalCounty } from './portal.ts'
import { dayOf } from './words.ts'

const forms = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Form = keyof typeof forms

/**
 * GET of every public list as CSV and as a workbook, by pages of some thousand rows. What looks like a formula is made
 * text by the writers.
 */
export function registerTables(app: FastifyInstance, portal: Portal): void {
  for (const form of Object.keys(forms) as Form[])
    app.get<{ Params: { name: string } }>(dataPath(':name', form), async (request, reply) => {
      const { name } = request.params
      const query = ListQuery.parse(request.query ?? {})
      return portal.answerData(request, reply, {
        query: given(query),
        make: (county, site) => tableAs(form, portal, county, { name, query, site }),
      })
    })
}

type Asked = { name: string; query: ListQuery; site: string }

async function tableAs(
  form: Form,
  { deps }: Portal,
  { county_id: countyId, name: county }: PortalCounty,
  { name, query, site }: Asked,
): Promise<Data | undefined> {
  if (!isListName(name)) return undefined
  const list: List = lists[name]
  const now = deps.now()
  const table = await deps.database.read(countyId, (tx) => list.of(tx, { countyId, now, query }))
  if (!table) return undefined
  const day = dayOf(now)
  const file = encodeURIComponent(`${county} ${table.title} ${day}.${form}`)
  const page = query.page ?? 1
  const next = new URLSearchParams({ ...given(query), page: String(page + 1) })
  return {
    type: forms[form],
    body: await written(form, table, { county, day, page }),
    // A workbook bears the moment at which it was written.
    version: JSON.stringify([form, county, day, page, table]),
    headers: {
      'content-disposition': `attachment; filename="${name}.${form}"; filename*=UTF-8''${file}`,
      ...(table.hasMore && { link: `<${site}${dataPath(name, form)}?${next}>; rel="next"` }),
    },
  }
}

/** Which part of the list it is, where it is not the whole. */
function partOf({ hasMore }: Table, page: number): string {
  if (page === 1 && !hasMore) return '无'
  const more = hasMore ? `；还有下一页，在下载地址后面加上 page=${page + 1}` : ''
  return `第${page}页，每页${PAGE_ROWS}行${more}`
}

async function written(
  form: Form,
  whole: Table,
  { county, day, page }: { county: string; day: string; page: number },
): Promise<Buffer> {
  const { title, columns, rows } = whole
  const out = new PassThrough()
  const bytes = buffer(out)
  const table: Export<readonly Cell[]> = {
    title,
    columns: columns.map((heading, c) => ({
      heading,
      kind: rows.some((row) => typeof row[c] === 'number') ? 'number' : 'text',
      value: (row) => row[c] ?? null,
    })),
    rows,
    watermark: { who: '公开网页', when: day, number: '公开数据', county },
    filter: partOf(whole, page),
    out,
  }
  // The writer of workbooks is large: loaded by whoever asks for one first.
  if (form === 'csv') await (await import('#platform/sheets/export-csv.ts')).exportCsv(table)
  else await (await import('#platform/sheets/export-sheet.ts')).exportSheet(table)
  return bytes
}
