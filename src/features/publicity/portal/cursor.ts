import { sql } from 'kysely'

/** Where a list that begins with the newest was left: what is withdrawn meanwhile moves nothing, as it does a count. */
export type Cursor = { at: Date; slug: string }

/** As it stands in an address. */
export const CURSOR = /^\d{1,14}_\d{4}-\d{4,10}(?:-\d{1,4})?$/

export const writeCursor = ({ publishedAt, slug }: { publishedAt: Date; slug: string }): string =>
  `${publishedAt.getTime()}_${slug}`

export function readCursor(text: string): Cursor {
  const [at = '', slug = ''] = text.split('_')
  return { at: new Date(Number(at)), slug }
}

/** What comes after it. */
export const after = ({ at, slug }: Cursor) =>
  sql<boolean>`(published.published_at, published.slug) < (${at}::timestamptz, ${slug})`
