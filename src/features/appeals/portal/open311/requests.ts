import {
  type Cursor,
  listPublishedProblems,
  type ProblemFilter,
  type PublishedProblem,
  picturePath,
  publishedPath,
  writeCursor,
} from '#features/publicity/index.ts'
import type { AppealPortal } from '../portal.ts'
import type { Value } from './format.ts'
import { PUBLISHED } from './services.ts'

/**
 * What GeoReport calls requests: what is approved for publication about one matter, as the public pages show it, by the
 * role of the public pages. What is not published does not exist here, whoever asks and whatever id they have.
 */
export type Asked = ProblemFilter & {
  codes?: readonly string[] | undefined
  /** From where the page before led on. */
  from?: Cursor | undefined
  page: number
  pageSize: number
}

/** Of one page, and what an answer has where nobody says how many (GeoReport v2: the first thousand). */
export const MOST = 1_000
const MOST_WORDS = 4_000

/** `next`: from where the next page goes on; null: there is none. */
export type Requests = { records: Value[]; next: string | null }

export async function listRequests(
  { portal }: AppealPortal,
  countyId: number,
  site: string,
  { codes, from, page, pageSize, ...filter }: Asked,
): Promise<Requests> {
  if (codes && !codes.includes(PUBLISHED.code)) return { records: [], next: null }
  const paging = { from, most: pageSize, skip: (page - 1) * pageSize, letters: MOST_WORDS }
  const found = await portal.deps.database.readOnce(countyId, (tx) =>
    listPublishedProblems(tx, countyId, portal.deps.now(), filter, paging),
  )
  const shown = found.slice(0, pageSize)
  const last = found.length > pageSize ? shown.at(-1) : undefined
  return { records: shown.map((problem) => recordOf(problem, site)), next: last ? writeCursor(last) : null }
}

function recordOf(problem: PublishedProblem, site: string) {
  const { slug, number, township, organization, publishedAt, state, isOver, text, picture } = problem
  const at = publishedAt.toISOString()
  return {
    service_request_id: number,
    status: isOver ? 'closed' : 'open',
    status_notes: state,
    service_name: PUBLISHED.label,
    service_code: PUBLISHED.code,
    description: text,
    agency_responsible: organization,
    service_notice: `全文见 ${site}${publishedPath(slug)}`,
    requested_datetime: at,
    updated_datetime: at,
    expected_datetime: null,
    // The village at the closest: nothing in the county knows where a house stands.
    address: [...new Set([township, organization])].filter((name) => name !== null).join(' '),
    address_id: null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: picture ? `${site}${picturePath(slug, picture)}` : null,
  } as const
}
