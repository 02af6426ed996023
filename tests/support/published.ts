import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { PublishedBody } from '#features/publicity/content.ts'
import { newId } from '#platform/ids.ts'
import { tokensFor } from '#platform/search/index.ts'

/** What the portal reads, written straight into its tables: for pages in states that are long to reach by acts. */
export type Published = {
  slug: string
  kind?: PublishedBody['kind']
  title?: string
  organization: { id: string; name: string }
  township?: { id: string; name: string }
  month?: string
  pages?: PublishedBody['pages']
  pictures?: { caption: string; mime: string; bytes: Buffer }[]
  publishedAt?: Date
  until?: Date
  /** The issue that corrects it, which it leads to while it stands. */
  correctedBy?: string
  corrects?: PublishedBody['corrects']
  withdrawn?: { at: Date; kind: 'ended' | 'early' | 'replaced'; by?: string }
}

export const aPage = (given: Partial<PublishedBody['pages'][number]>): PublishedBody['pages'][number] => ({
  ...{ heading: '发现了什么问题', paragraphs: [], facts: [], table: null, steps: [] },
  ...given,
})

/** One problem as the acts would publish it: found, answered for, fixed, with a day for each step. */
export const problemPages: PublishedBody['pages'] = [
  aPage({
    paragraphs: ['巡察组走访发现，村口排水沟淤堵三个月，雨天污水漫上路面，群众多次反映未解决。'],
    facts: [
      { label: '问题编号', value: '清溪2026-0007' },
      { label: '反馈日期', value: '2026年3月2日' },
      { label: '目前状态', value: '已销号' },
    ],
  }),
  aPage({
    heading: '谁来负责',
    facts: [
      { label: '直接责任', value: '石桥镇上河村党组织（书记为第一责任人）' },
      { label: '主体责任', value: '石桥镇党委' },
      { label: '配合责任', value: '县水务局、县农业农村局' },
    ],
  }),
  aPage({
    heading: '怎样整改',
    paragraphs: ['排水沟畅通，雨天路面不积水。'],
    table: {
      columns: ['整改措施', '责任单位', '完成时限', '进展'],
      rows: [
        ['组织清淤三百米', '石桥镇上河村', '2026年3月20日', '2026年3月18日完成'],
        ['制定管护办法，落实保洁员', '石桥镇上河村', '2026年5月31日', '进行中'],
      ],
    },
  }),
  aPage({
    heading: '办理过程',
    steps: [
      { on: '2026-03-02', label: '发现并录入问题' },
      { on: '2026-03-05', label: '责任单位认领' },
      { on: '2026-04-20', label: '现场核查通过' },
      { on: '2026-05-06', label: '同意销号' },
    ],
  }),
]

/** A month of a township: a table of figures. */
export const monthPages: PublishedBody['pages'] = [
  aPage({
    heading: '本月进展',
    table: {
      columns: ['村（社区）', '发现', '正在整改', '已销号', '超期'],
      rows: [
        ['上河村', '12', '5', '7', '0'],
        ['下河村', '8', '2', '6', '1'],
      ],
    },
  }),
]

/** A month of appeals: figures, rates, places, what is suspended. */
export const appealPages = (received: string, closed: string): PublishedBody['pages'] => [
  aPage({
    heading: '本月情况',
    paragraphs: [`收到群众诉求${received}，办结${closed}。`],
    facts: [
      { label: '收到', value: received },
      { label: '办结', value: closed },
      { label: '月底在办', value: '不单独公布' },
      { label: '月底挂账', value: '6件' },
    ],
  }),
  aPage({
    heading: '三率',
    table: {
      columns: ['指标', '结果', '分子', '分母（件）', '不计入（件）', '未评价（件）'],
      rows: [
        ['响应率', '96.4%', '81', '84', '7', '—'],
        ['解决率', '88.0%', '66', '75', '12', '—'],
        ['满意率', '不单独公布', '—', '—', '—', '—'],
      ],
    },
  }),
  aPage({
    heading: '挂账清单',
    table: {
      columns: ['领域', '地方', '件数', '复核日期'],
      rows: [['=道路水电', '石桥镇', '6', '2026年9月1日']],
    },
  }),
]

/** Runs as the owner. */
export async function publish(owner: pg.Pool, countyId: number, given: Published): Promise<void> {
  const { slug, kind = 'problem', organization, township, month = null, pictures = [], withdrawn } = given
  const publishedAt = given.publishedAt ?? new Date('2026-06-01T02:00:00Z')
  const until = given.until ?? new Date('2099-01-01T00:00:00Z')
  const [year = '', digits = '', edition = '1'] = slug.split('-')
  const body: PublishedBody = {
    ...{ title: given.title ?? `${organization.name}“排水沟长期堵塞”问题整改情况公示`, kind },
    ...{ number: `${year}-${digits}`, edition: Number(edition), organization: organization.name },
    ...{ township: township?.name ?? null, month, from: '2026-06-01', until: '2026-08-30' },
    pages:
      given.pages ??
      (kind === 'month' ? monthPages : kind === 'appeals' ? appealPages('92件', '81件') : problemPages),
    pictures: pictures.map(({ caption, bytes }) => ({ sha256: sha256(bytes), caption })),
    ...(given.corrects && { corrects: given.corrects }),
  }
  const id = newId()
  await insert(owner, 'publications', {
    ...{ county_id: countyId, id, number: body.number, edition: body.edition, state: 'published' },
    ...{ entered_state_at: publishedAt, kind: 'organization', audience: 'society', title: body.title },
    ...{ organization_id: organization.id, township_id: township?.id ?? null, created_at: publishedAt },
    ...{ generated: '{}', content: '{}', days: 90 },
  })
  await insert(owner, 'published', {
    ...{ county_id: countyId, slug, publication_id: id, number: body.number, edition: body.edition, kind },
    ...{ title: body.title, township_id: township?.id ?? null, township_name: township?.name ?? null },
    ...{ organization_id: organization.id, organization_name: organization.name, month },
    ...{ problem_number: null, body: JSON.stringify(body), sha256: sha256(JSON.stringify(body)) },
    ...{ published_at: publishedAt, until, withdrawn_at: withdrawn?.at ?? null },
    ...{ withdrawn_kind: withdrawn?.kind ?? null, replaced_by: withdrawn?.by ?? given.correctedBy ?? null },
    search: asVector(tokensFor([body.title, JSON.stringify(body.pages)])),
  })
  for (const [position, { caption, mime, bytes }] of pictures.entries()) {
    const hash = sha256(bytes)
    const file = { county_id: countyId, sha256: hash, mime, size: bytes.length, bytes }
    await insert(owner, 'published_files', file, 'ON CONFLICT DO NOTHING')
    await insert(owner, 'published_pictures', { county_id: countyId, slug, position, sha256: hash, caption })
  }
}

export const withdraw = (owner: pg.Pool, countyId: number, slug: string, kind = 'early'): Promise<unknown> =>
  owner.query(
    'UPDATE published SET withdrawn_at = now(), withdrawn_kind = $3 WHERE county_id = $1 AND slug = $2',
    [countyId, slug, kind],
  )

export const answerComment = (
  owner: pg.Pool,
  countyId: number,
  slug: string,
  words: string,
): Promise<unknown> =>
  insert(owner, 'published_comments', {
    ...{ county_id: countyId, id: newId(), slug, words, left_on: '2026-06-03' },
    ...{ answer: '已安排保洁员每周巡查，谢谢提醒。', answered_by: '石桥镇上河村', answered_on: '2026-06-08' },
  })

export async function countPublicly(
  owner: pg.Pool,
  countyId: number,
  rows: readonly (readonly [kind: string, key: string, label: string, n: number])[],
): Promise<void> {
  for (const [kind, key, label, n] of rows)
    await insert(owner, 'published_counts', { county_id: countyId, kind, key, label, n, as_of: '2026-05-31' })
}

export async function giveContacts(owner: pg.Pool, countyId: number): Promise<void> {
  const contacts = [
    { name: '县巡察办', phone: '0913-555 0101', address: '县政府大院3号楼201室', hours: '工作日8:30至17:30' },
    { name: '石桥镇便民服务中心', phone: '0913-555 0102', address: null, hours: null },
  ]
  for (const [n, contact] of contacts.entries())
    await insert(owner, 'public_contacts', { county_id: countyId, position: n + 1, ...contact })
}

async function insert(owner: pg.Pool, table: string, row: Record<string, unknown>, more = ''): Promise<void> {
  const names = Object.keys(row)
  const places = names.map((_, n) => `$${n + 1}`).join(', ')
  await owner.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places}) ${more}`,
    Object.values(row),
  )
}

/** As the program writes what it is found by. */
const asVector = (tokens: string[]): string =>
  tokens.map((token) => `'${token.replaceAll('\\\\', '\\\\\\\\').replaceAll("'", "''")}'`).join(' ')

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')
