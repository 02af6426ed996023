import { z } from 'zod'
import type { Tx } from '#platform/database/transaction.ts'
import { uuid } from '#platform/fields.ts'
import { readCounts } from './counts.ts'
import { currentOf, type Issue, listIssues, readFigures } from './issues.ts'
import { columnsOf, monthFigures } from './month-figures.ts'
import { publishedPath, SLUG } from './paths.ts'
import { findPublished, listContacts, listPublished } from './store.ts'
import { dayOf, kindWords } from './words.ts'

/** Every list of the public pages as a table to take away: rows of texts and numbers, all of it public already. */
export type Cell = string | number | null
export type Table = {
  title: string
  columns: readonly string[]
  rows: readonly (readonly Cell[])[]
  /** There are more than one page holds. Undefined: all of it, to be cut into pages. */
  hasMore?: boolean
}
/** One page of it. */
export type Part = Table & { hasMore: boolean }
type Asked = { countyId: number; now: Date; query: ListQuery }

/** Rows of one page: more at once is no table that anybody opens. */
export const PAGE_ROWS = 5_000
const MOST_PAGES = 1_000

/** What of an address is understood; anything else counts as not asked. */
export const ListQuery = z.object({
  township: uuid.optional().catch(undefined),
  organization: uuid.optional().catch(undefined),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .catch(undefined),
  kind: z.enum(['problem', 'organization', 'month', 'appeals']).optional().catch(undefined),
  year: z
    .string()
    .regex(/^20\d\d$/)
    .optional()
    .catch(undefined),
  place: uuid.optional().catch(undefined),
  slug: z.string().regex(SLUG).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(MOST_PAGES).optional().catch(undefined),
})
export type ListQuery = z.infer<typeof ListQuery>

/** What was asked for of them, as it stands in an address. */
export const given = (query: Partial<ListQuery>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )

/** Undefined: there is no such list, or nothing it is of. */
export type List = { title: string; about: string; of: (tx: Tx, asked: Asked) => Promise<Table | undefined> }

export const lists = {
  publications: {
    title: '公示目录',
    about: '现在能看到的全部公示：编号、种类、单位、发布日期、地址。',
    async of(tx, { countyId, now, query }) {
      const { township, organization, month, kind } = query
      const filter = { township, organization, month, kind }
      const paging = { most: PAGE_ROWS, skip: before(query) }
      const rows = await listPublished(tx, countyId, now, filter, paging)
      return {
        hasMore: rows.length > PAGE_ROWS,
        title: '公示目录',
        columns: [
          '公示编号',
          '种类',
          '标题',
          '乡镇（街道）',
          '单位',
          '月份',
          '发布日期',
          '更正它的公示',
          '网页',
        ],
        rows: rows
          .slice(0, PAGE_ROWS)
          .map((row) => [
            ...[row.slug, kindWords[row.kind], row.title, row.township, row.organization, row.month],
            ...[dayOf(row.publishedAt), row.replacedBy, publishedPath(row.slug)],
          ]),
      }
    },
  },
  appeals: {
    title: '每月群众诉求数字',
    about: '各地各月收到、办结、在办、挂账的件数和三率。空的是不单独公布的。',
    of: (tx, asked) => figuresOf(tx, asked, 'appeals'),
  },
  month: {
    title: '每月整改数字',
    about: '各地各月累计发现、正在整改、已销号、逾期的问题数。',
    of: (tx, asked) => figuresOf(tx, asked, 'month'),
  },
  suspended: {
    title: '挂账清单',
    about: '各地最近一期公布的挂账诉求：领域、地方、件数、复核日期。',
    of: suspendedOf,
  },
  places: {
    title: '整改进展',
    about: '全县和各乡镇（街道）最近公布的问题数。',
    async of(tx, { countyId, now }) {
      const { places } = await readCounts(tx, countyId, now)
      return {
        title: '整改进展',
        columns: ['地方', '发现', '正在整改', '已整改销号', '超期', '截至'],
        rows: places.map(({ label, asOf, figures }) => [
          ...[label, figures.found ?? null, figures.open ?? null, figures.closed ?? null],
          ...[figures.overdue ?? null, asOf],
        ]),
      }
    },
  },
  withheld: {
    title: '暂不公开的项数',
    about: '依照规定暂不公开的有多少项，按理由分。',
    async of(tx, { countyId, now }) {
      const { withheld } = await readCounts(tx, countyId, now)
      return {
        title: '暂不公开的项数',
        columns: ['理由', '项数'],
        rows: withheld.map(({ label, n }) => [label, n]),
      }
    },
  },
  contacts: {
    title: '反映问题的电话和地点',
    about: '打电话、到现场反映的地方。',
    async of(tx, { countyId }) {
      const contacts = await listContacts(tx, countyId)
      return {
        title: '反映问题的电话和地点',
        columns: ['名称', '电话', '地址', '时间'],
        rows: contacts.map(({ name, phone, address, hours }) => [name, phone, address, hours]),
      }
    },
  },
  issue: {
    title: '一条公示里的表格和数字',
    about: '',
    of: issueOf,
  },
} as const satisfies Record<string, List>
export type ListName = keyof typeof lists
export const isListName = (name: string): name is ListName => Object.hasOwn(lists, name)

/** The page that is asked for, of every list; after the last it has no rows. Undefined: there is no such list. */
export async function listPart(tx: Tx, name: ListName, asked: Asked): Promise<Part | undefined> {
  const list: List = lists[name]
  const table = await list.of(tx, asked)
  if (!table) return undefined
  const { hasMore, rows } = table
  if (hasMore !== undefined) return { ...table, hasMore }
  const skipped = before(asked.query)
  const end = skipped + PAGE_ROWS
  return { ...table, rows: rows.slice(skipped, end), hasMore: rows.length > end }
}

/** How many rows stand on the pages before it. */
const before = ({ page = 1 }: ListQuery): number => (page - 1) * PAGE_ROWS

const ofYear = ({ month }: Issue, year: string | undefined) => year === undefined || month.startsWith(year)

async function figuresOf(tx: Tx, { countyId, now, query }: Asked, kind: Issue['kind']): Promise<Table> {
  const issues = currentOf(await listIssues(tx, countyId, now))
    .filter((issue) => issue.kind === kind && ofYear(issue, query.year))
    .filter(({ organizationId }) => query.place === undefined || organizationId === query.place)
  const skipped = before(query)
  const shown = issues.slice(skipped, skipped + PAGE_ROWS)
  const figures = await readFigures(
    tx,
    countyId,
    now,
    shown.map(({ slug }) => slug),
  )
  const { counts, rates, unit } = columnsOf[kind]
  const rows = shown.flatMap((issue) => {
    const of = figures.get(issue.slug)
    if (!of) return []
    const told = monthFigures(issue, of)
    return [[issue.organization, issue.month, ...told.counts, ...told.rates, issue.slug] as Cell[]]
  })
  return {
    title: kind === 'appeals' ? '每月群众诉求数字' : '每月整改数字',
    columns: ['地方', '月份', ...counts.map((count) => `${count}（${unit}）`), ...rates, '公示编号'],
    rows,
    hasMore: issues.length > skipped + PAGE_ROWS,
  }
}

async function suspendedOf(tx: Tx, { countyId, now }: Asked): Promise<Table> {
  const issues = currentOf(await listIssues(tx, countyId, now)).filter(({ kind }) => kind === 'appeals')
  const newest = [...Map.groupBy(issues, ({ organizationId }) => organizationId).values()].flatMap(
    ([issue]) => issue ?? [],
  )
  const figures = await readFigures(
    tx,
    countyId,
    now,
    newest.map(({ slug }) => slug),
  )
  const rows = newest.flatMap(({ slug, organization, month }) =>
    (figures.get(slug)?.suspended ?? []).map((row) => [organization, month, ...row, slug]),
  )
  return {
    title: '挂账清单',
    columns: ['公布的地方', '月份', '领域', '地方', '件数', '复核日期', '公示编号'],
    rows,
  }
}

/** Every cell by the names of its row and column, so that tables of every shape are one. */
async function issueOf(tx: Tx, { countyId, now, query }: Asked): Promise<Table | undefined> {
  const found = query.slug ? await findPublished(tx, countyId, query.slug, now) : undefined
  if (!found || found.withdrawn !== null) return undefined
  const rows = found.body.pages.flatMap(({ heading, facts, table }) => [
    ...facts.map(({ label, value }) => [heading, label, '', value]),
    ...(table?.rows ?? []).flatMap(([first = '', ...cells]) =>
      cells.map((cell, c) => [heading, first, table?.columns[c + 1] ?? '', cell]),
    ),
  ])
  return { title: found.body.title, columns: ['部分', '行', '列', '内容'], rows }
}
