import { z } from 'zod'
import { Matter, Openness, Person } from '../schema.ts'
import { residentActs } from './page.ts'

/** Pictures of one form, and bytes of one picture. */
export const MOST_PHOTOS = 3
export const MOST_PHOTO_BYTES = 10 * 2 ** 20

/** What residents send, as it lies sealed in the inbox. */
export const Submission = z.object({
  /** Of the receipt that was given out: to what its page is sealed. */
  pageKey: z.string().regex(/^[\w-]{43}$/),
  openness: Openness,
  /** The system that brought it in, where one did. */
  source: z.string().max(40).optional(),
  person: Person,
  matter: Matter,
  /** SHA-256 of each picture that lies sealed beside it: nobody puts others there. */
  photos: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(MOST_PHOTOS)
    .default([]),
})
export type Submission = z.infer<typeof Submission>

export const SentAct = z.object({ act: z.enum(residentActs), fields: z.record(z.string(), z.unknown()) })
export type SentAct = z.infer<typeof SentAct>

export const SentReprisal = z.object({ text: z.string().min(1).max(2000) })
export type SentReprisal = z.infer<typeof SentReprisal>

export type Kind = 'submission' | 'act' | 'reprisal'

/** A picture opens as the one of its place, of the submission that it was sent with. */
export const photoContext = (countyId: number, itemId: string, nth: number): string =>
  JSON.stringify(['appeal inbox photo', countyId, itemId, nth])

/** It opens as what it was sent as, under its own id, in its county. */
export const inboxContext = (countyId: number, kind: Kind, id: string): string =>
  JSON.stringify(['appeal inbox', countyId, kind, id])
