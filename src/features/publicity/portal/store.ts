import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { queryTokens, tsquery } from '#platform/search/index.ts'
import { type Contact, listContacts } from '../contacts.ts'
import { PublishedBody } from '../content.ts'
import { bodyReadNow } from '../corrections.ts'
import { after, type Cursor } from './cursor.ts'

/** What the public pages read: only what the portal's role may. Every reading filters by what stands at `now`. */

export type Listed = {
  slug: string
  kind: PublishedBody['kind']
  title: string
  township: string | null
  organization: string
  month: string | null
  publishedAt: Date
  /** The issue that corrects it. */
  replacedBy: string | null
}

export type ListFilter = {
  township?: string | undefined
  organization?: string | undefined
  month?: string | undefined
  kind?: PublishedBody['kind'] | undefined
  /** Title, organisation or number contain it, or the text has all its words. */
  text?: string | undefined
}

/** Of those that hold the words; the newest. */
const MOST_BY_WORDS = 500

const listed = [
  'slug',
  'kind',
  'title',
  'township_name',
  'organization_name',
  'month',
  'published_at',
  'replaced_by',
] as const

/** Newest first, one more than `most` where there are more. */
export async function listPublished(
  tx: Tx,
  countyId: number,
  now: Date,
  filter: ListFilter,
  page: { most: number; before?: Cursor | undefined; skip?: number },
): Promise<Listed[]> {
  const { township, organization, month, kind, text } = filter
  const { before, most, skip = 0 } = page
  let query = standing(tx, countyId, now).select(listed)
  if (township) query = query.where('township_id', '=', township)
  if (organization) query = query.where('organization_id', '=', organization)
  if (month) query = query.where(monthShown, '=', month)
  if (kind) query = query.where('kind', '=', kind)
  if (text) {
    const tokens = queryTokens(text)
    const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where(({ or, eb }) =>
      or([
        eb('title', 'ilike', like),
        eb('organization_name', 'ilike', like),
        eb('township_name', 'ilike', like),
        eb('number', 'ilike', like),
        eb('problem_number', 'ilike', like),
        ...(tokens.length > 0
          ? [
              sql<boolean>`slug IN (SELECT f.slug FROM find_published(${tsquery(tokens)}::tsquery, ${MOST_BY_WORDS}) f)`,
            ]
          : []),
      ]),
    )
  }
  if (before) query = query.where(after(before))
  const rows = await query
    .orderBy('published_at', 'desc')
    .orderBy('slug', 'desc')
    .limit(most + 1)
    .offset(skip)
    .execute()
  return rows.map((row) => ({
    slug: row.slug,
    kind: row.kind as Listed['kind'],
    title: row.title,
    township: row.township_name,
    organization: row.organization_name,
    month: row.month,
    publishedAt: row.published_at,
    replacedBy: row.replaced_by,
  }))
}

/** What stands has an index of its own: a period ends, so that it stays small however much was published before. */
export const standing = (tx: Tx, countyId: number, now: Date) =>
  tx
    .selectFrom('published')
    .where('county_id', '=', countyId)
    .where('withdrawn_at', 'is', null)
    .where('until', '>', now)

/** A monthly publication belongs to the month it tells of, another to the one it came out in, by the county's clock. */
const monthShown = sql<string>`coalesce(month, to_char(published_at AT TIME ZONE
  (SELECT time_zone FROM counties WHERE counties.county_id = current_county()), 'YYYY-MM'))`

export type Choice = { value: string; label: string; n: number }

/** What the list can be narrowed to: townships, the organisations of the chosen one, months. */
export async function listChoices(
  tx: Tx,
  countyId: number,
  now: Date,
  township: string | undefined,
): Promise<{ townships: Choice[]; organizations: Choice[]; months: Choice[] }> {
  const count = sql<number>`count(*)::int`.as('n')
  const townships = await standing(tx, countyId, now)
    .where('township_id', 'is not', null)
    .select(['township_id as value', sql<string>`max(township_name)`.as('label'), count])
    .groupBy('township_id')
    .orderBy('label')
    .execute()
  const organizations = township
    ? await standing(tx, countyId, now)
        .where('township_id', '=', township)
        .select(['organization_id as value', sql<string>`max(organization_name)`.as('label'), count])
        .groupBy('organization_id')
        .orderBy('label')
        .execute()
    : []
  const months = await standing(tx, countyId, now)
    .select([monthShown.as('value'), monthShown.as('label'), count])
    .groupBy(monthShown)
    .orderBy(monthShown, 'desc')
    .limit(36)
    .execute()
  return { townships: townships as Choice[], organizations, months }
}

export type Publication = {
  slug: string
  edition: number
  problemNumber: string | null
  body: PublishedBody
  sha256: string
  publishedAt: Date
  /** An issue of a month stays beside the one that corrects it. */
  replacedBy: string | null
  withdrawn: null
}

/** Of what stands no more, its address answers that it was withdrawn; its text is not for the public's role. */
export type Withdrawn = {
  number: string
  withdrawn: 'ended' | 'early' | 'replaced'
  replacedBy: string | null
}

export async function findPublished(
  tx: Tx,
  countyId: number,
  slug: string,
  now: Date,
): Promise<Publication | Withdrawn | undefined> {
  const row = await standing(tx, countyId, now).where('slug', '=', slug).selectAll().executeTakeFirst()
  if (!row) return findWithdrawn(tx, slug)
  const body = PublishedBody.parse(row.body)
  const around = [body.corrects?.slug, row.replaced_by].filter((other) => typeof other === 'string')
  const stand = new Set(
    around.length === 0
      ? []
      : (await standing(tx, countyId, now).where('slug', 'in', around).select('slug').execute()).map(
          (other) => other.slug,
        ),
  )
  return {
    slug: row.slug,
    edition: row.edition,
    problemNumber: row.problem_number,
    body: bodyReadNow(body, stand.has(body.corrects?.slug ?? '')),
    sha256: row.sha256,
    publishedAt: row.published_at,
    // A correction that was withdrawn corrects nothing.
    replacedBy: row.replaced_by !== null && stand.has(row.replaced_by) ? row.replaced_by : null,
    withdrawn: null,
  }
}

async function findWithdrawn(tx: Tx, slug: string): Promise<Withdrawn | undefined> {
  const { rows } = await sql<Withdrawn>`
    SELECT number, why AS withdrawn, replaced_by AS "replacedBy" FROM find_withdrawn(${slug})`.execute(tx)
  return rows[0]
}

export type Comment = {
  words: string
  leftOn: string
  answer: string
  answeredBy: string
  answeredOn: string
}

const MOST_COMMENTS = 50

export async function listComments(tx: Tx, countyId: number, slug: string): Promise<Comment[]> {
  const rows = await tx
    .selectFrom('published_comments')
    .where('county_id', '=', countyId)
    .where('slug', '=', slug)
    .orderBy('left_on', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_COMMENTS)
    .selectAll()
    .execute()
  return rows.map((row) => ({
    words: row.words,
    leftOn: String(row.left_on),
    answer: row.answer,
    answeredBy: row.answered_by,
    answeredOn: String(row.answered_on),
  }))
}

export type Picture = { sha256: string; caption: string; mime: string; size: number }

export async function listPictures(tx: Tx, countyId: number, slug: string): Promise<Picture[]> {
  return tx
    .selectFrom('published_pictures as p')
    .innerJoin('published_files as f', (join) =>
      join.onRef('f.county_id', '=', 'p.county_id').onRef('f.sha256', '=', 'p.sha256'),
    )
    .where('p.county_id', '=', countyId)
    .where('p.slug', '=', slug)
    .orderBy('p.position')
    .select(['p.sha256', 'p.caption', 'f.mime', 'f.size'])
    .execute()
}

/** The bytes of a picture, if the publication it is asked through stands. */
export async function findPicture(
  tx: Tx,
  countyId: number,
  slug: string,
  sha256: string,
  now: Date,
): Promise<{ mime: string; bytes: Buffer } | undefined> {
  return tx
    .selectFrom('published as s')
    .innerJoin('published_pictures as p', (join) =>
      join.onRef('p.county_id', '=', 's.county_id').onRef('p.slug', '=', 's.slug'),
    )
    .innerJoin('published_files as f', (join) =>
      join.onRef('f.county_id', '=', 'p.county_id').onRef('f.sha256', '=', 'p.sha256'),
    )
    .where('s.county_id', '=', countyId)
    .where('s.slug', '=', slug)
    .where('s.withdrawn_at', 'is', null)
    .where('s.until', '>', now)
    .where('p.sha256', '=', sha256)
    .select(['f.mime', 'f.bytes'])
    .executeTakeFirst()
}

/** Changes whenever something is published or withdrawn: two looks at an index, whatever the size. */
export async function readStamp(tx: Tx, countyId: number): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    SELECT concat_ws('|',
      (SELECT max(published_at) FROM published WHERE county_id = ${countyId}),
      last_withdrawal()) AS stamp
  `.execute(tx)
  return rows[0]?.stamp ?? ''
}

export { type Contact, listContacts }

/** Leaves words under a publication. False: it no longer stands, or has as many unread comments as it may have. */
export async function leaveComment(
  tx: Tx,
  { slug, id, words, now }: { slug: string; id: string; words: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ kept: boolean }>`
    SELECT leave_comment(${slug}, ${id}, ${words}, ${now}) AS kept`.execute(tx)
  return rows[0]?.kept ?? false
}
