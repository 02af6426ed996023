import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { after, type Cursor } from './cursor.ts'
import { standing } from './store.ts'

/** What is published about single problems, in short: what other programs list. */
export type PublishedProblem = {
  slug: string
  number: string
  township: string | null
  organization: string
  publishedAt: Date
  /** As the ledger words it. */
  state: string | null
  isOver: boolean
  /** Title and paragraphs. */
  text: string
  /** The first of its pictures. */
  picture: string | null
}

export type ProblemFilter = {
  numbers?: readonly string[] | undefined
  /** By when it was published; both ends count. */
  between?: { from: Date; until: Date } | undefined
  isOver?: boolean | undefined
}

/** Whether it says that it is put right. The words are the ledger's own. */
const OVER = ['已销号', '已巩固', '长期坚持']

const state = sql<
  string | null
>`jsonb_path_query_first(body, '$.pages[*].facts[*] ? (@.label == "目前状态").value') #>> '{}'`
const isOver = sql<boolean>`coalesce(${state} = ANY(${OVER}::text[]), false)`
const textOf = (most: number) => sql<string>`left(concat_ws(chr(10), title, (SELECT string_agg(w, chr(10))
  FROM jsonb_array_elements_text(jsonb_path_query_array(body, '$.pages[*].paragraphs[*]')) w)), ${most})`

export type Paging = {
  most: number
  from?: Cursor | undefined
  skip: number
  /** The most of the text. */
  letters: number
}

/** Newest first, one more than `most` where there are more. */
export async function listPublishedProblems(
  tx: Tx,
  countyId: number,
  now: Date,
  filter: ProblemFilter,
  { most, from, skip, letters }: Paging,
): Promise<PublishedProblem[]> {
  let query = standing(tx, countyId, now).where('kind', '=', 'problem')
  const { numbers, between } = filter
  if (numbers) query = query.where(sql<boolean>`number = ANY(${numbers}::text[])`)
  if (between)
    query = query.where('published_at', '>=', between.from).where('published_at', '<=', between.until)
  if (from) query = query.where(after(from))
  if (filter.isOver !== undefined) query = query.where(isOver, '=', filter.isOver)
  return query
    .select(['slug', 'number', 'township_name as township', 'organization_name as organization'])
    .select(['published_at as publishedAt', state.as('state'), isOver.as('isOver')])
    .select(textOf(letters).as('text'))
    .select(({ selectFrom }) =>
      selectFrom('published_pictures as p')
        .whereRef('p.county_id', '=', 'published.county_id')
        .whereRef('p.slug', '=', 'published.slug')
        .where('p.position', '=', 0)
        .select('p.sha256')
        .as('picture'),
    )
    .orderBy('published_at', 'desc')
    .orderBy('slug', 'desc')
    .limit(most + 1)
    .offset(skip)
    .execute()
}
