import { hash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { FileStore } from '#platform/files/index.ts'
import { tokensFor } from '#platform/search/index.ts'
import type { Effect } from './acts/index.ts'
import { PublishedBody } from './content.ts'
import type { Parts, PublicationRow } from './row.ts'

/** What stands in public, kept as it was: the only place that writes what the portal reads. */

/** Of the canonical JSON, so that anybody who has the text can check it. */
export function hashOf(body: PublishedBody): string {
  const text = canonicalize(body)
  if (text === undefined) throw new Error('a publication has no canonical JSON')
  return hash('sha256', text)
}

/** As in the address: 2026-0012, and 2026-0012-2 for the second edition. */
export const slugOf = ({ number, edition }: Pick<PublicationRow, 'number' | 'edition'>): string =>
  edition === 1 ? number : `${number}-${edition}`

export type Releasing = {
  row: PublicationRow
  parts: Parts
  release: NonNullable<Effect['release']>
  sha256: string
  personId: string | null
  now: Date
  problemNumber: string | null
}

/** Freezes the text for either audience; for society also where everybody reads it. */
export async function writeRelease(
  tx: Tx,
  files: Pick<FileStore, 'open'>,
  { row, parts, release, sha256, personId, now, problemNumber }: Releasing,
): Promise<void> {
  const { county_id } = row
  const { body, until } = release
  await tx
    .insertInto('publication_releases')
    .values({
      ...{ county_id, publication_id: row.id, body: JSON.stringify(body), sha256 },
      ...{ released_at: now, person_id: personId ?? '' },
    })
    .execute()
  if (row.audience !== 'society') return
  const slug = slugOf(row)
  await tx
    .insertInto('published')
    .values({
      ...{ county_id, slug, publication_id: row.id, audience: 'society', number: row.number },
      ...{ edition: row.edition, kind: row.kind, title: body.title, township_id: row.township_id },
      ...{ township_name: body.township, organization_id: row.place_id ?? row.organization_id },
      ...{ organization_name: body.organization, problem_number: problemNumber, month: row.month },
      ...{ body: JSON.stringify(body), sha256, published_at: now, until },
      search: searchOf(body, problemNumber),
    })
    .execute()
  for (const [position, { sha256: picture, caption }] of body.pictures.entries()) {
    await keepPicture(tx, files, county_id, picture, parts)
    await tx
      .insertInto('published_pictures')
      .values({ county_id, slug, position, sha256: picture, caption })
      .execute()
  }
}

/** How many are made findable in one go: bodies of so many are in memory. */
const BATCH = 100

/**
 * Makes what stands found by its words where it is not: published before there was a search (0022). Words are cut by the
 * program's dictionary, which the database has not, so no migration could. As the owner.
 * @returns whether there may be more
 */
export async function completeSearch(tx: Tx, countyId: number): Promise<boolean> {
  const rows = await tx
    .selectFrom('published')
    .select(['slug', 'body', 'problem_number'])
    .where('county_id', '=', countyId)
    .where('withdrawn_at', 'is', null)
    .where('search', 'is', null)
    .limit(BATCH)
    .execute()
  for (const { slug, body, problem_number } of rows)
    await tx
      .updateTable('published')
      .set({ search: searchOf(PublishedBody.parse(body), problem_number) })
      .where('county_id', '=', countyId)
      .where('slug', '=', slug)
      .execute()
  return rows.length === BATCH
}

const searchOf = (body: PublishedBody, problemNumber: string | null) =>
  sql<string>`array_to_tsvector(${tokensFor(textsOf(body, problemNumber))}::text[])`

/** Everything in it that somebody may look for. */
const textsOf = (body: PublishedBody, problemNumber: string | null): (string | null)[] => [
  ...[body.title, body.organization, body.township, body.number, problemNumber],
  ...body.pages.flatMap(({ heading, paragraphs, facts, table, steps }) => [
    [heading, ...paragraphs].join('\n'),
    facts.map(({ label, value }) => `${label} ${value}`).join('\n'),
    (table?.rows ?? []).flat().join('\n'),
    steps.map(({ label }) => label).join('\n'),
  ]),
  ...body.pictures.map(({ caption }) => caption),
]

async function keepPicture(
  tx: Tx,
  files: Pick<FileStore, 'open'>,
  county_id: number,
  sha256: string,
  parts: Parts,
): Promise<void> {
  const picture = parts.pictures.find((p) => p.sha256 === sha256)
  const opened = await files.open(county_id, sha256)
  if (!picture || !opened) throw new Error(`the bytes of picture ${sha256} are missing from the store`)
  const bytes = await buffer(opened.body)
  await tx
    .insertInto('published_files')
    .values({ county_id, sha256, mime: picture.mime, size: bytes.length, bytes })
    .onConflict((conflict) => conflict.columns(['county_id', 'sha256']).doNothing())
    .execute()
}

/** From the next load on it says withdrawn; what was published stays in the record. */
export async function writeWithdrawal(
  tx: Tx,
  row: PublicationRow,
  kind: 'ended' | 'early' | 'replaced',
  now: Date,
): Promise<void> {
  await tx
    .updateTable('published')
    .set({ withdrawn_at: now, withdrawn_kind: kind })
    .where('county_id', '=', row.county_id)
    .where('publication_id', '=', row.id)
    .where('withdrawn_at', 'is', null)
    .execute()
  // A correction that is withdrawn corrects nothing; what stands leads past it, to the one that corrected it, if any.
  await tx
    .updateTable('published')
    .set(({ selectFrom }) => ({
      replaced_by: selectFrom('published as withdrawn')
        .where('withdrawn.county_id', '=', row.county_id)
        .where('withdrawn.publication_id', '=', row.id)
        .select('withdrawn.replaced_by'),
    }))
    .where('county_id', '=', row.county_id)
    .where('replaced_by', '=', slugOf(row))
    .where('withdrawn_at', 'is', null)
    .execute()
}

/** Through the one door of the database there is for it: text, pictures and comments go, the hash stays. */
export async function erasePublished(tx: Tx, row: PublicationRow, now: Date): Promise<void> {
  await sql`SELECT erase_published(${row.id}::uuid, ${now}::timestamptz)`.execute(tx)
}

/** Where the next edition of what was withdrawn stands. */
export async function writeSuccessor(tx: Tx, row: PublicationRow, slug: string): Promise<void> {
  await tx
    .updateTable('published')
    .set({ replaced_by: slug })
    .where('county_id', '=', row.county_id)
    .where('publication_id', '=', row.id)
    .execute()
}

/** How many publications to society are withheld, by reason class: every class of the dictionary, none left out. */
export async function recountWithheld(
  tx: Tx,
  countyId: number,
  classes: readonly { code: string; label: string }[],
  today: string,
): Promise<void> {
  const known = JSON.stringify(classes.map(({ code, label }) => ({ code, label })))
  await sql`
    INSERT INTO published_counts (county_id, kind, key, label, n, as_of)
    SELECT ${countyId}::int, 'withheld', k.code, k.label, (SELECT count(*) FROM withheld w
      JOIN publications p ON p.county_id = w.county_id AND p.id = w.publication_id
      WHERE w.county_id = ${countyId} AND w.status = 'approved' AND p.audience = 'society'
        AND w.reason_class = k.code)::int, ${today}::date
    FROM jsonb_to_recordset(${known}::jsonb) AS k(code text, label text)
    ON CONFLICT (county_id, kind, key) DO UPDATE SET n = excluded.n, label = excluded.label, as_of = excluded.as_of`.execute(
    tx,
  )
}

/** A comment that was let through, with its answer. */
export async function writeReply(
  tx: Tx,
  row: PublicationRow,
  reply: NonNullable<Effect['reply']>,
  answeredBy: string,
): Promise<void> {
  const { id, words, left_on, answer, answered_on } = reply
  await tx
    .insertInto('published_comments')
    .values({
      ...{ county_id: row.county_id, id, slug: slugOf(row), words, left_on, answer, answered_on },
      answered_by: answeredBy,
    })
    .execute()
}
