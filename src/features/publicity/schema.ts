import { z } from 'zod'
import { code, command, isoDate, line, prose, uuid } from '#platform/fields.ts'
import type { PublicationAct } from './lifecycle.ts'

/** The contract of every act on a publication: API body and form rules come from here and nowhere else. */

export const Kind = z.enum(['problem', 'organization', 'month', 'appeals'])
export type Kind = z.infer<typeof Kind>
/** Issues of a month: archived, and corrected by an issue of its own. */
export const isMonthly = (kind: Kind): boolean => kind === 'month' || kind === 'appeals'
export const Audience = z.enum(['party', 'society'])
export type Audience = z.infer<typeof Audience>
export const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

const reason = { reason: prose(1000) }
const opinion = { opinion: prose(1000) }
const note = { note: prose(1000).optional() }
const act = <S extends z.ZodRawShape>(shape: S) => z.object({ ...command, ...shape })
const slot = z.string().min(1).max(100)
const place = { slot, from: z.int().min(0), to: z.int().min(1) }
const comment = { commentId: uuid }
const withholding = { reasonClass: code, note: prose(1000), reviewOn: isoDate }

export const acts = {
  /** `organizationId` names whose progress it is, for a month the township or the county itself. */
  begin: z.object({
    commandId: uuid,
    kind: Kind,
    audience: Audience,
    problemId: uuid.optional(),
    organizationId: uuid.optional(),
    month: Month.optional(),
  }),
  revise: act(reason),
  edit: act({
    /** Emptied text is left out of what is published. */
    edits: z
      .array(z.object({ slot, text: prose(6000).or(z.literal('')) }))
      .max(200)
      .default([]),
    days: z.int().min(1).max(3660).optional(),
  }),
  regenerate: act({}),
  choosePictures: act({ evidenceIds: z.array(uuid).max(9) }),
  submit: act(note),
  drop: act(reason),
  confirmPage: act({
    page: z.string().min(1).max(60),
    /** More that has to be hidden. */
    marks: z.array(z.object(place)).max(100).default([]),
    /** What the machine hid and may be read. */
    lifts: z
      .array(z.object({ ...place, ...reason }))
      .max(100)
      .default([]),
  }),
  checkPicture: act({
    pictureId: uuid,
    facesClear: z.boolean(),
    platesClear: z.boolean(),
    /** Not published at all. */
    leaveOut: z.boolean().default(false),
  }),
  passMasks: act(note),
  passSecrecy: act(opinion),
  approve: act(opinion),
  sendBack: act(reason),
  publish: act({}),
  withdraw: act(reason),
  endPeriod: act({}),
  supersede: act({}),
  erasePublished: act(reason),
  succeed: act({ organizationId: uuid, townshipId: uuid.nullable() }),
  recordChannel: act({
    channel: code,
    place: line(100),
    happenedOn: isoDate,
    link: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .optional(),
    uploadId: uuid.optional(),
    ...note,
  }),
  screenComment: act({ ...comment, forward: z.boolean(), words: prose(1000).optional() }),
  answerComment: act({ ...comment, answer: prose(2000) }),
  passAnswer: act(comment),
  returnAnswer: act({ ...comment, ...reason }),
  withhold: act(withholding),
  approveWithholding: act(note),
  refuseWithholding: act(reason),
  keepWithheld: act(withholding),
  discloseAfterAll: act(reason),
} as const satisfies Record<PublicationAct, z.ZodObject>

export type ActBody<A extends PublicationAct> = z.infer<(typeof acts)[A]>
