import { z } from 'zod'

/**
 * The text of a publication, in pages that people check one by one. Every piece of text has a name, its slot, by which
 * edits, masks and differences speak of it. Pure: server and browser read it alike.
 */
export const Fact = z.object({ label: z.string(), value: z.string() })
export const Table = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) })
export const Step = z.object({ on: z.string(), label: z.string() })

export const Page = z.object({
  key: z.string(),
  heading: z.string(),
  paragraphs: z.array(z.string()),
  facts: z.array(Fact),
  table: Table.nullable(),
  /** What happened on which day. */
  steps: z.array(Step),
})
export type Page = z.infer<typeof Page>

/** Published: masked text only, names of organisations as text. Its canonical JSON is what the hash is of. */
export const PublishedBody = z.object({
  title: z.string(),
  kind: z.enum(['problem', 'organization', 'month']),
  number: z.string(),
  edition: z.int(),
  organization: z.string(),
  township: z.string().nullable(),
  month: z.string().nullable(),
  /** First and last day. */
  from: z.string(),
  until: z.string(),
  pages: z.array(Page.omit({ key: true })),
  pictures: z.array(z.object({ sha256: z.string(), caption: z.string() })),
})
export type PublishedBody = z.infer<typeof PublishedBody>
