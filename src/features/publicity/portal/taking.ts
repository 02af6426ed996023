import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import type { Export } from '#platform/sheets/export-sheet.ts'
import { type Cell, given, isListName, ListQuery, listPart, PAGE_ROWS, type Part } from './lists.ts'
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
      const shape = given(query)
      return portal.answerData(request, reply, {
        query: shape,
        typed: Object.keys(shape).length > 0,
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
  const now = deps.now()
  const table = await deps.database.read(countyId, (tx) => listPart(tx, name, { countyId, now, query }))
  if (!table) return undefined
  const day = dayOf(now)
  const file = encodeURIComponent(`${county} ${table.title} ${day}.${form}`)
  const page = query.page ?? 1
  const next = new URLSearchParams({ ...given(query), page: String(page + 1) })
  return {
    type: forms[form],
    body: await written(form, table, { county, day, query }),
    // A workbook bears the moment at which it was written.
    version: JSON.stringify([form, county, day, page, table]),
    headers: {
      'content-disposition': `attachment; filename="${name}.${form}"; filename*=UTF-8''${file}`,
      ...(table.hasMore && { link: `<${site}${dataPath(name, form)}?${next}>; rel="next"` }),
    },
  }
}

/** Which part of the list it is, where it is not the whole; and how whoever types its address comes to the next. */
function partOf({ hasMore }: Part, { page = 1, ...others }: ListQuery): string {
  if (page === 1 && !hasMore) return '无'
  const sign = Object.keys(given(others)).length > 0 ? '&' : '?'
  const way =
    page === 1 ? `在下载地址后面加 ${sign}page=2` : `把下载地址里的 page=${page} 改成 page=${page + 1}`
  return `第${page}页，每页${PAGE_ROWS}行${hasMore ? `；还有下一页，${way}` : ''}`
}

async function written(
  form: Form,
  part: Part,
  { county, day, query }: { county: string; day: string; query: ListQuery },
): Promise<Buffer> {
  const { title, columns, rows } = part
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
    filter: partOf(part, query),
    out,
  }
  // The writer of workbooks is large: loaded by whoever asks for one first.
  if (form === 'csv') await (await import('#platform/sheets/export-csv.ts')).exportCsv(table)
  else await (await import('#platform/sheets/export-sheet.ts')).exportSheet(table)
  return bytes
}
