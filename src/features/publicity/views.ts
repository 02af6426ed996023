import { z } from 'zod'
import { isoDate, uuid } from '#platform/fields.ts'
import { Change, Content, PublishedBody } from './content.ts'
import { publicationLifecycle } from './lifecycle.ts'
import { Masks } from './masks.ts'
import { Audience, Kind } from './schema.ts'

/** What the API shows of a publication. Instants are ISO 8601 UTC, days are YYYY-MM-DD. */
const instant = z.string()
const Person = z.object({ id: uuid, name: z.string() })

export const State = z.enum(
  Object.keys(publicationLifecycle.states) as [keyof typeof publicationLifecycle.states],
)
export const Group = z.enum(['overdue', 'today', 'week', 'later'])

export const PublicationLine = z.object({
  id: uuid,
  number: z.string(),
  edition: z.int(),
  version: z.int(),
  state: State,
  kind: Kind,
  audience: Audience,
  title: z.string(),
  month: z.string().nullable(),
  organizationId: uuid,
  organizationName: z.string(),
  townshipId: uuid.nullable(),
  townshipName: z.string().nullable(),
  problemId: uuid.nullable(),
  dueAt: instant.nullable(),
  dueKind: z.string().nullable(),
  publishFrom: isoDate.nullable(),
  publishUntil: isoDate.nullable(),
  withdrawnKind: z.enum(['ended', 'early', 'replaced']).nullable(),
  /** Number of the published issue that corrects it or has taken its place. */
  succeededBy: z.string().nullable(),
  createdAt: instant,
})
export type PublicationLine = z.infer<typeof PublicationLine>

export const Picture = z.object({
  id: uuid,
  evidenceId: uuid,
  sha256: z.string(),
  mime: z.string(),
  size: z.int(),
  facesClear: z.boolean(),
  platesClear: z.boolean(),
  checkedAt: instant.nullable(),
})

export const Comment = z.object({
  id: uuid,
  words: z.string(),
  leftOn: isoDate,
  status: z.enum(['waiting', 'set_aside', 'forwarded', 'answered', 'public']),
  answer: z.string().nullable(),
  answeredOn: isoDate.nullable(),
  /** A boundary rule of the county is hit: why it should not be passed on. */
  advice: z.string().nullable(),
})
export type Comment = z.infer<typeof Comment>

export const PublicationDetail = PublicationLine.extend({
  problemNumber: z.string().nullable(),
  days: z.int(),
  generated: Content,
  content: Content,
  masks: Masks,
  pictures: z.array(Picture),
  /** Pictures of the problem's evidence that may be chosen. */
  choosable: z.array(
    z.object({ evidenceId: uuid, sha256: z.string(), place: z.string().nullable(), takenOn: isoDate }),
  ),
  /** How many more there are, of kinds that the public pages do not show. */
  otherPictures: z.int(),
  withheld: z.array(
    z.object({
      reasonClass: z.string(),
      note: z.string(),
      reviewOn: isoDate,
      status: z.enum(['pending', 'approved', 'refused', 'ended']),
      askedBy: Person,
      askedAt: instant,
      decidedBy: Person.nullable(),
    }),
  ),
  /** What was published, frozen, with the hash of its canonical JSON. `body` null: erased since. */
  release: z
    .object({ body: PublishedBody.nullable(), sha256: z.string(), releasedAt: instant, slug: z.string() })
    .nullable(),
  channels: z.array(
    z.object({
      id: uuid,
      channel: z.string(),
      place: z.string(),
      happenedOn: isoDate,
      link: z.string().nullable(),
      note: z.string().nullable(),
      sha256: z.string().nullable(),
      fileName: z.string().nullable(),
      person: Person,
    }),
  ),
  comments: z.array(Comment),
  /** Other editions under the same number, and what is published of the same for the other audience. */
  related: z.array(
    z.object({ id: uuid, number: z.string(), edition: z.int(), audience: Audience, state: State }),
  ),
  /** Of a correction: the issue it corrects and, once its masks are on, every text that is another. */
  corrects: z
    .object({ id: uuid, number: z.string(), stands: z.boolean(), changes: z.array(Change) })
    .nullable(),
  /** What was begun to take its place or to correct it. */
  correctedBy: z.object({ id: uuid, number: z.string(), edition: z.int(), state: State }).nullable(),
  history: z.array(
    z.object({
      seq: z.int(),
      act: z.string(),
      at: instant,
      person: Person.nullable(),
      from: State.nullable(),
      to: State.nullable(),
      /** What was said with it. */
      words: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Acts this reader may do now; `missing` names what each still needs (see Need in lifecycle.ts). */
  can: z.array(z.object({ act: z.string(), missing: z.array(z.string()) })),
  mayRevise: z.boolean(),
})
export type PublicationDetail = z.infer<typeof PublicationDetail>

export const PublicationWork = PublicationLine.extend({
  /** What is asked of this reader. */
  asks: z.array(z.string()),
  /** Comments that wait for this reader, if that is what is asked. */
  comments: z.int(),
  group: Group,
})
export type PublicationWork = z.infer<typeof PublicationWork>
