import { PublishedBody, picturePath, problemIsOver, publishedPath } from '#features/publicity/index.ts'
import type { AppealPortal } from '../portal.ts'
import type { Value } from './format.ts'
import { PUBLISHED } from './services.ts'

/**
 * What GeoReport calls requests: what is approved for publication about one matter, as the public pages show it, by the
 * role of the public pages. What is not published does not exist here, whoever asks and whatever id they have.
 */
export type Asked = {
  ids?: readonly string[] | undefined
  codes?: readonly string[] | undefined
  from: Date
  until: Date
  status?: readonly string[] | undefined
}

const MOST = 1_000
const MOST_WORDS = 4_000

type Row = {
  slug: string
  number: string
  title: string
  township_name: string | null
  organization_name: string
  published_at: Date
  body: unknown
}

export async function listRequests(
  { portal }: AppealPortal,
  countyId: number,
  site: string,
  { ids, codes, from, until, status }: Asked,
): Promise<Value[]> {
  if (codes && !codes.includes(PUBLISHED.code)) return []
  const now = portal.deps.now()
  const { rows, pictures } = await portal.deps.database.read(countyId, async (tx) => {
    const found = await tx
      .selectFrom('published')
      .select(['slug', 'number', 'title', 'township_name', 'organization_name', 'published_at', 'body'])
      .where('county_id', '=', countyId)
      .where('kind', '=', 'problem')
      .where('withdrawn_at', 'is', null)
      .where('until', '>', now)
      .$if(ids !== undefined, (query) => query.where('number', 'in', [...(ids ?? []), '']))
      .$if(ids === undefined, (query) =>
        query.where('published_at', '>=', from).where('published_at', '<=', until),
      )
      .orderBy('published_at', 'desc')
      .orderBy('slug', 'desc')
      .limit(MOST)
      .execute()
    const slugs = found.map(({ slug }) => slug)
    const media = await tx
      .selectFrom('published_pictures')
      .select(['slug', 'sha256'])
      .where('county_id', '=', countyId)
      .where('slug', 'in', [...slugs, ''])
      .where('position', '=', 0)
      .execute()
    return { rows: found as Row[], pictures: new Map(media.map(({ slug, sha256 }) => [slug, sha256])) }
  })
  const records = rows.map((row) => recordOf(row, site, pictures.get(row.slug)))
  return status ? records.filter((record) => status.includes(record.status)) : records
}

function recordOf(row: Row, site: string, picture: string | undefined) {
  const body = PublishedBody.parse(row.body)
  const words = body.pages.flatMap(({ paragraphs }) => paragraphs)
  const over = problemIsOver(body)
  const at = row.published_at.toISOString()
  return {
    service_request_id: row.number,
    status: over ? 'closed' : 'open',
    status_notes:
      body.pages.flatMap(({ facts }) => facts).find(({ label }) => label === '目前状态')?.value ?? null,
    service_name: PUBLISHED.label,
    service_code: PUBLISHED.code,
    description: [row.title, ...words].join('\n').slice(0, MOST_WORDS),
    agency_responsible: row.organization_name,
    service_notice: `全文见 ${site}${publishedPath(row.slug)}`,
    requested_datetime: at,
    updated_datetime: at,
    expected_datetime: null,
    // The village at the closest: nothing in the county knows where a house stands.
    address: [...new Set([row.township_name, row.organization_name])]
      .filter((name) => name !== null)
      .join(' '),
    address_id: null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: picture ? `${site}${picturePath(row.slug, picture)}` : null,
  } as const
}
